/** What an id stands for, where a platform tells it apart. */
export type IdKind = 'any' | 'channel' | 'role' | 'person';

interface IdReading {
  /** Of whoever types: `discord` in `/admin` on Discord. */
  readonly platform: string;
  readonly kind: IdKind;
}

/** As Discord writes mentions: https://docs.discord.com/developers/reference#message-formatting */
const mentions = {
  any: /^<(?:#|@&|@!?)(\d{1,20})>$/,
  channel: /^<#(\d{1,20})>$/,
  role: /^<@&(\d{1,20})>$/,
  person: /^<@!?(\d{1,20})>$/,
} as const satisfies Record<IdKind, RegExp>;

/** With its platform, or as a platform writes it; a topic of Telegram is `<chat>/<topic>`. */
const bare = /^-?\d{1,20}(?:\/\d{1,20})?$/;
const named = /^(?:(?:discord|telegram):-?\d{1,20}(?:\/\d{1,20})?|playground:[a-z]{1,16})$/;

/** Reads one id however it was typed: mentioned, with its platform, or alone. Undefined for what is none. */
export function readId(typed: string, { kind, platform }: IdReading): string | undefined {
  const word = typed.trim();
  const mentioned = mentions[kind].exec(word)?.[1];
  if (mentioned !== undefined) return `discord:${mentioned}`;
  if (named.test(word)) return word;
  return bare.test(word) && (platform === 'discord' || platform === 'telegram')
    ? `${platform}:${word}`
    : undefined;
}

/** What stands between ids in a list. */
const separator = /[\s,;]+/;

/** Reads a list of ids. Undefined when one of them is none. */
export function readIds(typed: string, reading: IdReading): readonly string[] | undefined {
  const words = typed.split(separator).filter((word) => word !== '');
  const ids = words.map((word) => readId(word, reading)).filter((id) => id !== undefined);
  return ids.length === words.length && ids.length > 0 ? [...new Set(ids)] : undefined;
}
