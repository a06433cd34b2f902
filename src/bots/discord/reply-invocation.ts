import type { AddressLookup, Invocation } from '../../commands/command.ts';
import type { Wording } from '../../commands/wording.ts';
import type { Painting } from '../../core/gallery.ts';
import type { PersonSettings } from '../../core/person-settings.ts';
import { toReferenceSource } from './attachment-hints.ts';
import type { MessageAddress } from './discord-address.ts';
import { DiscordCallFailed } from './discord-call-failed.ts';
import type { MessageAnswer } from './message-answer.ts';
import type { MessagePlace } from './message-place.ts';
import { usualFileSizeLimitBytes } from './read-interaction.ts';
import type { ResultReply } from './read-result-reply.ts';

/** A reply to a result, with everything that is known of it. */
export interface TakenReply {
  readonly reply: ResultReply;
  readonly painting: Painting;
  readonly place: MessagePlace;
  readonly settings: PersonSettings;
  readonly answer: MessageAnswer;
}

export function personIdOfReply({ userId }: Pick<ResultReply, 'userId'>): string {
  return `discord:${userId}`;
}

/** Reads who replies, and where answers go. There is no interaction, so they go by the bot's own token. */
export function replyInvocation(taken: TakenReply, wording: Wording): Omit<Invocation, 'values'> {
  const { channelId, attachments, guildId, messageId, roles } = taken.reply;
  const language = languageOf(taken);
  return {
    sourceKey: `discord:message:${messageId}`,
    platform: 'discord',
    personId: personIdOfReply(taken.reply),
    placeId: `discord:${guildId ?? channelId}`,
    isPrivateChat: guildId === undefined,
    channels: taken.place.channels,
    isAgeRestricted: taken.place.isAgeRestricted,
    roles,
    // Words that reply to a picture ask for another one, and for nothing else.
    mayManage: async () => false,
    isSeenByOthers: guildId !== undefined,
    language,
    pictures: attachments.map(toReferenceSource),
    addressFor: async ({ isPrivate }) =>
      isPrivate && guildId !== undefined
        ? privateAddress(taken, { language, wording })
        : addressThere(taken, { language, wording }),
  };
}

/** A message does not tell its person's language: what they were answered in before is the best guess. */
function languageOf({ painting: { generation }, place, reply, settings }: TakenReply): string {
  const earlier = generation.personId === personIdOfReply(reply) ? generation.language : undefined;
  return settings.language ?? earlier ?? place.locale ?? 'en';
}

interface Words {
  readonly language: string;
  readonly wording: Wording;
}

function addressThere({ place, reply }: TakenReply, { language, wording }: Words): AddressLookup {
  if (!place.mayAttachFiles) {
    return { kind: 'cannot-post', text: wording.text('discord.cannotPost', language) };
  }
  const { channelId, guildId, messageId, userId } = reply;
  const address = {
    ...byOwnToken(userId),
    channelId,
    isDirect: guildId === undefined,
    ...(guildId === undefined ? {} : { guildId }),
    ...(place.mayReply ? { replyToMessageId: messageId } : {}),
  } satisfies MessageAddress;
  return { kind: 'address', address };
}

/** The person is written to first: nothing else shows whether that is possible. */
async function privateAddress(
  { answer, reply: { userId } }: TakenReply,
  { language, wording }: Words,
): Promise<AddressLookup> {
  try {
    const direct = await answer.moveToDirect(wording.text('discord.answeringHere', language));
    const address = { ...byOwnToken(userId), ...direct, isDirect: true } satisfies MessageAddress;
    return { kind: 'address', address };
  } catch (error) {
    const isClosed = error instanceof DiscordCallFailed && error.failure === 'person-unreachable';
    if (!isClosed) throw error;
    return { kind: 'cannot-post', text: wording.text('discord.directClosed', language) };
  }
}

function byOwnToken(userId: string) {
  return {
    platform: 'discord',
    isDurable: true,
    userId,
    isEphemeral: false,
    botIsMember: true,
    fileSizeLimitBytes: usualFileSizeLimitBytes,
  } as const;
}
