import { placeSubject } from '../limits/budget-subject.ts';
import type { RuleScope } from './rule-scope.ts';

/** Who decides about others, as known at this moment. */
export interface Authority {
  /** `platform:id`, or `shell` for whoever has the machine. */
  readonly byId: string;
  /** They run the bot. */
  readonly isAdmin: boolean;
  /** The server or group, as `platform:id`, in which they keep order. */
  readonly moderatedPlaceId: string | undefined;
}

/** Whoever can start a process beside the database runs the bot. */
export const shellAuthority: Authority = { byId: 'shell', isAdmin: true, moderatedPlaceId: undefined };

/** The one place that says who may decide what: admins everything, moderators what is about their own place. */
export function mayDecide({ isAdmin, moderatedPlaceId }: Authority, scope: RuleScope): boolean {
  if (isAdmin) return true;
  return moderatedPlaceId !== undefined && scope === placeSubject(moderatedPlaceId);
}
