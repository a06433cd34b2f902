import type { LookupAddress } from 'node:dns';
import { lookup } from 'node:dns/promises';
import { isIP, isIPv6 } from 'node:net';
import { isPublicAddress } from './public-address.ts';
import { causeCodeOf, UntrustedFetchFailed } from './untrusted-fetch-failed.ts';

/** Finds all IP addresses of a name. */
export type Lookup = (hostname: string) => Promise<readonly LookupAddress[]>;

export const systemLookup: Lookup = (hostname) => lookup(hostname, { all: true });

/** Names of machines, homes and clusters, which public files never have. They are refused without asking anybody. */
const privateNames =
  /(^|\.)(localhost|localdomain|local|internal|intranet|private|corp|home|lan|home\.arpa|arpa|onion|invalid|test|example)$/;

/** The host of a URL without brackets and without the dot that ends a full name. */
export function bareHost(url: URL): string {
  const host = url.hostname.replace(/^\[|\]$/g, '');
  return host.endsWith('.') ? host.slice(0, -1) : host;
}

/**
 * Finds the addresses that a connection to the host may use, once: the connection must use these and never ask again,
 * or the name could be given another meaning between the check and the use.
 *
 * @throws UntrustedFetchFailed `host-refused` when any one of the addresses is not public; `host-unknown`.
 */
export async function resolvePublicHost(host: string, lookup: Lookup): Promise<readonly LookupAddress[]> {
  if (isIP(host) === 0 && !isPublicName(host)) throw new UntrustedFetchFailed('host-refused');
  const addresses = await resolveHost(host, lookup);
  if (!addresses.every(({ address }) => isPublicAddress(address)))
    throw new UntrustedFetchFailed('host-refused');
  return addresses;
}

function isPublicName(host: string): boolean {
  const labels = host.split('.');
  return labels.length > 1 && !labels.includes('') && !privateNames.test(host);
}

/** As `resolvePublicHost`, for a host that the operator trusts: any address will do. */
export async function resolveHost(host: string, lookup: Lookup): Promise<readonly LookupAddress[]> {
  if (isIP(host) !== 0) return [{ address: host, family: isIPv6(host) ? 6 : 4 }];
  const addresses = await lookup(host).catch((error: unknown) => {
    throw new UntrustedFetchFailed('host-unknown', causeCodeOf(error));
  });
  if (addresses.length === 0) throw new UntrustedFetchFailed('host-unknown');
  return addresses;
}
