import { isIP } from 'node:net';
import { UntrustedFetchFailed } from './untrusted-fetch-failed.ts';

/** Longer than any signed file address that platforms hand out, shorter than what servers refuse. */
const maxAddressLength = 4096;

/** The authority of an address as it is written; the URL parser would show it already interpreted. */
const writtenAuthority = /^https?:\/\/([^/?#]*)/i;

/**
 * Reads an absolute http(s) address. What different programs read differently is refused rather than interpreted: white
 * space, control characters, backslashes, IPv4 in other than four decimal numbers.
 *
 * @throws UntrustedFetchFailed `address-unreadable`, `scheme-refused`, `credentials-refused`, `host-refused`.
 */
export function readAddress(text: string): URL {
  if (text.length > maxAddressLength || !URL.canParse(text))
    throw new UntrustedFetchFailed('address-unreadable');
  const url = new URL(text);
  if (url.protocol !== 'http:' && url.protocol !== 'https:') throw new UntrustedFetchFailed('scheme-refused');
  // biome-ignore lint/suspicious/noControlCharactersInRegex: exactly these are looked for
  if (/[\s\\\u0000-\u0020\u007f]/.test(text)) throw new UntrustedFetchFailed('address-unreadable');
  const authority = writtenAuthority.exec(text)?.[1];
  if (authority === undefined || authority === '') throw new UntrustedFetchFailed('address-unreadable');
  if (authority.includes('@')) throw new UntrustedFetchFailed('credentials-refused');
  if (isIP(url.hostname) === 4 && authority.replace(/:\d*$/, '') !== url.hostname) {
    throw new UntrustedFetchFailed('host-refused');
  }
  return url;
}

/**
 * Reads where a redirect leads, seen from where it was answered.
 *
 * @throws UntrustedFetchFailed as `readAddress` does, and `redirect-refused` for one from https to http.
 */
export function readRedirect(location: string, from: URL): URL {
  const isAbsolute = URL.canParse(location);
  const isOtherHost = /^[/\\]{2}/.test(location);
  const text = isAbsolute ? location : isOtherHost ? `${from.protocol}${location}` : relative(location, from);
  const url = readAddress(text);
  if (from.protocol === 'https:' && url.protocol !== 'https:')
    throw new UntrustedFetchFailed('redirect-refused');
  return url;
}

function relative(location: string, from: URL): string {
  if (!URL.canParse(location, from.href)) throw new UntrustedFetchFailed('address-unreadable');
  return new URL(location, from).href;
}
