import { z } from 'zod';
import type { Address } from '../../core/address.ts';

const snowflake = z.string().regex(/^\d{1,20}$/);

const place = {
  platform: z.literal('discord'),
  channelId: snowflake,
  guildId: snowflake.optional(),
  userId: snowflake,
  /** What the person's and the server's plan allow for one file, in bytes. */
  fileSizeLimitBytes: z.number().int().positive(),
  /** The first answer, once it has arrived. */
  messageId: snowflake.optional(),
};

const interactionAddress = z.object({
  ...place,
  isDurable: z.literal(false),
  applicationId: snowflake,
  interactionId: snowflake,
  /** Answers and edits go through it without the bot's own token. A secret while it lives. */
  token: z.string().min(1),
  tokenExpiresAtMs: z.number().int(),
  /** Only the person sees the answer; Discord itself decides so for some user-installed uses. */
  isEphemeral: z.boolean(),
  /** Whether the bot's own token reaches the channel; false where only the person has installed the app. */
  botIsMember: z.boolean(),
});

const messageAddress = z.object({
  ...place,
  isDurable: z.literal(true),
  isEphemeral: z.literal(false),
  botIsMember: z.literal(true),
  /** Whether the channel is the person's own chat with the bot, where private things may be shown. */
  isDirect: z.boolean(),
  /** The person's message, where the bot may reply to it. */
  replyToMessageId: snowflake.optional(),
});

const discordAddress = z.discriminatedUnion('isDurable', [interactionAddress, messageAddress]);

/** Where the answers to one interaction go, and everything that is needed once its token has died. */
export type InteractionAddress = Address & z.infer<typeof interactionAddress>;

/** Where the answers to one message go; the bot's own token is all that they need. */
export type MessageAddress = Address & z.infer<typeof messageAddress>;

export type DiscordAddress = InteractionAddress | MessageAddress;

/**
 * How long an interaction can be answered and edited through its token, in milliseconds:
 * https://docs.discord.com/developers/interactions/receiving-and-responding#followup-messages
 */
export const tokenLifetimeMs = 15 * 60_000;

/** The address of a message that the bot has posted with its own token. */
export function postedAddress(
  { fileSizeLimitBytes, platform, userId }: DiscordAddress,
  posted: Pick<MessageAddress, 'channelId' | 'guildId' | 'messageId' | 'isDirect'>,
): MessageAddress {
  const lasting = { isDurable: true, isEphemeral: false, botIsMember: true } as const;
  return { platform, userId, fileSizeLimitBytes, ...lasting, ...posted };
}

/** The first answer, for the bot's own token. @throws TypeError when none is known. */
export function statusMessageOf({ channelId, messageId }: DiscordAddress): {
  channelId: string;
  messageId: string;
} {
  if (messageId === undefined) throw new TypeError('expected the address of an answer that has arrived');
  return { channelId, messageId };
}

/** What answers go through while it lives. @throws TypeError when there was no interaction. */
export function interactionOf(address: DiscordAddress): InteractionAddress {
  if (address.isDurable) throw new TypeError('expected the address of an interaction');
  return address;
}

/** Whether answers go into the person's own chat with the bot, which nobody else reads. */
export function isOwnChat({ botIsMember, guildId }: DiscordAddress): boolean {
  return botIsMember && guildId === undefined;
}

/** Checks an address that comes back from storage. @throws ZodError when it was not made by this platform. */
export function parseDiscordAddress(address: Address): DiscordAddress {
  return discordAddress.parse(address);
}
