import type { AddressLookup, ExpectedAnswer, Invocation } from '../../commands/command.ts';
import type { Wording } from '../../commands/wording.ts';
import type { Log } from '../../core/log.ts';
import type { ChatRights } from './chat-rights.ts';
import { mayManage } from './moderators.ts';
import { personIdOf, placeIdOf } from './picture-memory.ts';
import { findPrivateAddress } from './private-address.ts';
import type { Place } from './read-message.ts';
import { generalTopicId } from './read-message.ts';
import type { TelegramApi } from './telegram-api.ts';

export interface PlaceTools {
  readonly api: TelegramApi;
  readonly botUsername: string;
  readonly wording: Wording;
  readonly log: Log;
  readonly rights: Pick<ChatRights, 'mayPostPictures'>;
}

/** Who asks, and where, as commands and buttons see it. */
export function describePlace(
  { address, asker, isForum, repliesToId, sourceKey }: Place,
  tools: PlaceTools,
): Omit<Invocation, 'values' | 'pictures'> {
  return {
    sourceKey,
    platform: 'telegram',
    personId: personIdOf(asker.id),
    placeId: placeIdOf(address.chatId),
    channels: topicsOf({ address, isForum }),
    isPrivateChat: address.chatKind === 'private',
    mayManage: () => mayManage({ address, asker }, tools),
    repliesToId: repliesToId === undefined ? undefined : personIdOf(repliesToId),
    isSeenByOthers: address.chatKind !== 'private',
    language: asker.appLanguage ?? asker.language,
    addressFor: (answer) => addressFor({ address, asker }, { ...tools, ...answer }),
  };
}

/** A topic stands for a channel: https://core.telegram.org/bots/api#forumtopic */
function topicsOf({ address, isForum }: Pick<Place, 'address' | 'isForum'>): readonly string[] {
  const { chatId, threadId = isForum ? generalTopicId : undefined } = address;
  return threadId === undefined ? [] : [`${placeIdOf(chatId)}/${threadId}`];
}

async function addressFor(
  { address, asker }: Pick<Place, 'address' | 'asker'>,
  { isInWords, isPrivate, ...tools }: PlaceTools & ExpectedAnswer,
): Promise<AddressLookup> {
  if (address.chatKind === 'private') return { kind: 'address', address };
  // Whoever writes in the name of the group is known by its id alone: what is for them would be read by everybody.
  if (isPrivate && asker.id === address.chatId)
    return { kind: 'cannot-post', text: tools.wording.text('telegram.nobodyKnown', asker.language) };
  if (isPrivate) return findPrivateAddress(asker, tools);
  if (isInWords || (await tools.rights.mayPostPictures(address.chatId))) return { kind: 'address', address };
  return { kind: 'cannot-post', text: tools.wording.text('telegram.cannotPost', asker.language) };
}
