import { placeSubject } from '../limits/budget-subject.ts';
import type { StorageTransaction } from '../storage/storage.ts';
import { holds, lastsAsLong } from './ban.ts';
import type { RuleScope } from './rule-scope.ts';

/**
 * Puts each ban that holds for one of these people on the others too, where it means anything for them, so that it
 * outlives their link. A longer one of their own stays.
 */
export async function shareBans(
  { bans }: Pick<StorageTransaction, 'bans'>,
  people: readonly string[],
  nowMs: number,
): Promise<void> {
  const holding = (await bans.of(people)).filter((ban) => holds(ban, nowMs));
  for (const personId of people) {
    for (const ban of holding) {
      const { scope } = ban;
      if (!canBeIn(scope, personId)) continue;
      const own = (await bans.of([personId])).find((one) => one.scope === scope);
      if (own === undefined || !lastsAsLong(own, ban)) await bans.put({ ...ban, personId });
    }
  }
}

/** Nobody is in a place of another platform; and its moderators are not to learn from a list who is linked with whom. */
function canBeIn(scope: RuleScope, personId: string): boolean {
  const [platform = ''] = personId.split(':');
  return scope === 'bot' || scope.startsWith(placeSubject(`${platform}:`));
}
