import type { Authority } from '../../core/rules/authority.ts';
import type { House } from '../../core/rules/house.ts';
import type { Invocation } from '../command.ts';
import type { AdminVerb } from './admin-verb.ts';

/** Who asks, and where. */
export type Asking = Pick<Invocation, 'personId' | 'placeId' | 'isPrivateChat' | 'mayManage'>;

/** What somebody decides about at this moment. Being linked with somebody who runs the bot is not running it. */
export async function authorityOf(
  { isPrivateChat, mayManage, personId, placeId }: Asking,
  { adminIds }: Pick<House, 'adminIds'>,
): Promise<Authority> {
  const isAdmin = adminIds.includes(personId);
  const isModerator = !isAdmin && !isPrivateChat && (await mayManage());
  return { byId: personId, isAdmin, moderatedPlaceId: isModerator ? placeId : undefined };
}

/** Whether a verb is theirs to use at all. */
export function mayUse(
  { isAdmin, moderatedPlaceId }: Authority,
  { audience }: Pick<AdminVerb, 'audience'>,
): boolean {
  return isAdmin || (audience === 'moderators' && moderatedPlaceId !== undefined);
}
