import { z } from 'zod';
import { toMicros } from '../core/money.ts';

/**
 * How a variable's text is read. Faults say what was expected and never repeat the text: a token pasted into the wrong
 * variable must not end in a log.
 */
function format<Value>(expected: string, read: (text: string) => Value | undefined) {
  return z.string().transform((text, context): Value => {
    const value = read(text);
    if (value !== undefined) return value;
    context.addIssue({ code: 'custom', message: `expected ${expected}` });
    return z.NEVER;
  });
}

/** A token or key. It travels in HTTP headers and URL paths, so spaces and letters beyond ASCII mean a paste gone wrong. */
export function secret(what: string) {
  return format(`${what}, without spaces or quotes`, (text) =>
    /^[!#-&(-~]+$/.test(text) ? text : undefined,
  );
}

/** What somebody types into a browser: too long to be guessed. */
export function password() {
  return format('a password of 12 to 200 letters, digits and signs without spaces', (text) =>
    /^[!-~]{12,200}$/.test(text) ? text : undefined,
  );
}

export function telegramToken() {
  return format('a token from @BotFather, as in 123456:letters-and-digits', (text) =>
    /^\d+:[\w-]+$/.test(text) ? text : undefined,
  );
}

/** An http(s) address without a trailing slash, query or fragment. */
export function webAddress() {
  return format(
    'a web address that starts with https:// or http://, without a user name or query',
    (text) => {
      const url = URL.parse(text);
      if (url === null || !/^https?:$/.test(url.protocol)) return undefined;
      const isPlain = url.username === '' && url.password === '' && url.search === '' && url.hash === '';
      return isPlain ? url.href.replace(/\/+$/, '') : undefined;
    },
  );
}

/** Not the path of the status server's own pages, nor of the whole server. */
const webhookPath = /^\/(?!(?:health|metrics|admin)(?:\/|$))[\w-][\w./~-]*$/;

/** https://core.telegram.org/bots/webhooks; a Bot API server of one's own takes any port. */
export function webhookAddress() {
  const expected = 'an address as in https://bot.example.org/telegram, with a path of its own';
  return format(expected, (text) => {
    const url = URL.parse(text);
    if (url === null || !/^https?:$/.test(url.protocol) || !webhookPath.test(url.pathname)) return undefined;
    const isPlain = url.username === '' && url.password === '' && url.search === '' && url.hash === '';
    return isPlain ? url.href.replace(/\/+$/, '') : undefined;
  });
}

/** https://core.telegram.org/bots/api#setwebhook, but not one that can be guessed. */
export function webhookSecret() {
  return format('16 to 256 letters, digits, _ and -', (text) =>
    /^[\w-]{16,256}$/.test(text) ? text : undefined,
  );
}

export function wholeNumber({ min, max }: { readonly min: number; readonly max: number }) {
  return format(`a whole number from ${min} to ${max}`, (text) => {
    const value = /^\d{1,9}$/.test(text) ? Number(text) : Number.NaN;
    return value >= min && value <= max ? value : undefined;
  });
}

/** Dollars as people write them, read as micro-dollars. */
export function dollars() {
  return format('an amount in US dollars from 0 to 1000000, as in 10 or 0.5', (text) => {
    if (!/^\d{1,7}(\.\d{1,6})?$/.test(text)) return undefined;
    return Number(text) <= 1_000_000 ? toMicros(Number(text)) : undefined;
  });
}

/** Numbers from 0, as in `0-3` or `0,2,5`, ascending. */
export function shardNumbers() {
  return format('the numbers of shards, as in 0-3 or 0,2,5', (text) => {
    const ranges = text.split(',').map((part) => /^\s*(\d{1,5})(?:\s*-\s*(\d{1,5}))?\s*$/.exec(part));
    const numbers = ranges.flatMap((range) => {
      if (range === null) return [Number.NaN];
      const [first, last] = [Number(range[1]), Number(range[2] ?? range[1])];
      return last < first
        ? [Number.NaN]
        : Array.from({ length: last - first + 1 }, (_, index) => first + index);
    });
    return numbers.some(Number.isNaN)
      ? undefined
      : [...new Set(numbers)].toSorted((one, other) => one - other);
  });
}

export function oneOf<const Choice extends string>(choices: readonly Choice[]) {
  return format(`one of ${choices.join(', ')}`, (text) => choices.find((choice) => choice === text));
}

export function path(what: string) {
  return format(`the path of ${what}`, (text) => (isAddress(text) ? undefined : text));
}

export function regionName() {
  return format('the name of a region, as in eu-central-1', (text) =>
    /^[a-z\d-]{1,40}$/.test(text) ? text : undefined,
  );
}

export function hostName() {
  return format('a host name or IP address without a port, as in 127.0.0.1', (text) => {
    const host = text.includes(':') ? `[${text}]` : text;
    return /^[\w.:-]+$/.test(text) && URL.canParse(`http://${host}`) ? text : undefined;
  });
}

/** A name from the IANA time zone database, as far as this runtime knows it. */
export function timeZone() {
  return format('the name of a time zone, as in Europe/Berlin', (text) => {
    try {
      new Intl.DateTimeFormat('en', { timeZone: text });
      return text;
    } catch (error) {
      if (error instanceof RangeError) return undefined;
      throw error;
    }
  });
}

export type Database =
  | { readonly kind: 'sqlite'; readonly path: string }
  | { readonly kind: 'postgres'; readonly url: string };

export function database() {
  return format<Database>('the path of a file, or a postgres:// address', (text) => {
    if (/^postgres(ql)?:\/\//.test(text)) {
      return URL.canParse(text) ? { kind: 'postgres', url: text } : undefined;
    }
    return isAddress(text) ? undefined : { kind: 'sqlite', path: text };
  });
}

export type PicturePlace =
  | { readonly kind: 'folder'; readonly path: string }
  | { readonly kind: 'bucket'; readonly name: string; readonly prefix: string };

/** Names that every service takes, and that need no escaping: https://docs.aws.amazon.com/AmazonS3/latest/userguide/bucketnamingrules.html */
const bucketAddress = /^s3:\/\/([a-z\d][a-z\d.-]{1,61}[a-z\d])(?:\/((?:[\w-][\w.-]*\/?){0,10}))?$/i;

export function picturePlace() {
  const expected = 'the path of a folder, or a bucket as in s3://my-bucket or s3://my-bucket/easel';
  return format<PicturePlace>(expected, (text) => {
    if (!isAddress(text)) return { kind: 'folder', path: text };
    const [, name, prefix = ''] = bucketAddress.exec(text) ?? [];
    return name === undefined ? undefined : { kind: 'bucket', name, prefix: prefix.replace(/\/$/, '') };
  });
}

/** A person, server, group or channel, written as people and places are everywhere else: `platform:id`. */
export type PlatformId = `discord:${string}` | `telegram:${string}` | `playground:${string}`;

export function platformIds() {
  return format('a list such as discord:80351110224678912,telegram:-1001234567890', readPlatformIds);
}

/** `everyone`, or who and where the bot may be used. */
export type Allowed = 'everyone' | readonly PlatformId[];

export function allowed() {
  return format<Allowed>('* or a list such as discord:80351110224678912,telegram:-1001234567890', (text) =>
    text === '*' ? 'everyone' : readPlatformIds(text),
  );
}

function readPlatformIds(text: string): readonly PlatformId[] | undefined {
  const entries = text.split(/[\s,]+/).filter((entry) => entry !== '');
  return entries.length > 0 && entries.every(isPlatformId) ? [...new Set(entries)] : undefined;
}

// Telegram's groups have negative ids: https://core.telegram.org/bots/api#chat
function isPlatformId(entry: string): entry is PlatformId {
  return /^(discord:\d{1,20}|telegram:-?\d{1,16}|playground:[a-z]{1,16})$/.test(entry);
}

// A single letter before the colon is a drive on Windows.
function isAddress(text: string): boolean {
  return /^[a-z][a-z\d+.-]+:/i.test(text);
}
