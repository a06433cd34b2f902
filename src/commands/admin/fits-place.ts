import type { BotRules, PlaceRules } from '../../core/rules/place-rules.ts';
import type { RuleScope } from '../../core/rules/rule-scope.ts';
import type { AdminCall } from './admin-verb.ts';

/** Why a rule would let nobody ask in a place, named by the text that tells it. */
export type PlaceProblem = 'admin.noRoles' | 'admin.noTopics' | 'admin.notATopic' | 'admin.otherPlatform';

/**
 * Finds rules about what a place cannot have, which would shut everybody out: roles on Telegram, topics in a group
 * without any, channels of another platform. Undefined where there are none.
 */
export function findMisfit(
  { allowedChannels, allowedRoles, deniedChannels, deniedRoles }: BotRules & PlaceRules,
  scope: RuleScope,
  call: Pick<AdminCall<unknown>, 'channelId' | 'placeId'>,
): PlaceProblem | undefined {
  if (scope === 'bot') return undefined;
  const placeId = scope.slice('place:'.length);
  const channels = [...(allowedChannels ?? []), ...(deniedChannels ?? [])];
  const roles = [...(allowedRoles ?? []), ...(deniedRoles ?? [])];
  if (placeId.startsWith('telegram:')) {
    if (roles.length > 0) return 'admin.noRoles';
    if (channels.length === 0) return undefined;
    if (!mayHaveTopics(placeId, call)) return 'admin.noTopics';
    return channels.every((id) => id.startsWith(`${placeId}/`)) ? undefined : 'admin.notATopic';
  }
  const platform = placeId.slice(0, placeId.indexOf(':') + 1);
  return [...channels, ...roles].every((id) => id.startsWith(platform)) ? undefined : 'admin.otherPlatform';
}

/** Only supergroups have topics, and there everything is said in one: https://core.telegram.org/api/forum */
function mayHaveTopics(placeId: string, here: Pick<AdminCall<unknown>, 'channelId' | 'placeId'>): boolean {
  if (!placeId.startsWith('telegram:-100')) return false;
  return placeId !== here.placeId || here.channelId !== undefined;
}
