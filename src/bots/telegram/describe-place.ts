import type { Invocation } from '../../commands/command.ts';
import type { Wording } from '../../commands/wording.ts';
import { personIdOf, placeIdOf } from './picture-memory.ts';
import { findPrivateAddress } from './private-address.ts';
import type { Place } from './read-message.ts';
import type { TelegramApi } from './telegram-api.ts';

export interface PlaceTools {
  readonly api: TelegramApi;
  readonly botUsername: string;
  readonly wording: Wording;
}

/** Who asks, and where, as commands and buttons see it. */
export function describePlace(
  { address, asker, sourceKey }: Place,
  tools: PlaceTools,
): Omit<Invocation, 'values' | 'pictures'> {
  return {
    sourceKey,
    platform: 'telegram',
    personId: personIdOf(asker.id),
    placeId: placeIdOf(address.chatId),
    isPrivateChat: address.chatKind === 'private',
    language: asker.appLanguage ?? asker.language,
    addressFor: async ({ isPrivate }) =>
      isPrivate && address.chatKind === 'group'
        ? findPrivateAddress(asker, tools)
        : { kind: 'address', address },
  };
}
