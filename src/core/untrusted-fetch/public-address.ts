import { BlockList, isIPv4, isIPv6 } from 'node:net';

/**
 * IPv4 that is not the public Internet: https://www.iana.org/assignments/iana-ipv4-special-registry, multicast
 * https://www.iana.org/assignments/multicast-addresses, and one public address inside which a cloud answers its guests:
 * https://learn.microsoft.com/azure/virtual-network/what-is-ip-address-168-63-129-16
 */
const refusedIPv4: readonly (readonly [network: string, prefix: number])[] = [
  ['0.0.0.0', 8],
  ['10.0.0.0', 8],
  ['100.64.0.0', 10],
  ['127.0.0.0', 8],
  ['168.63.129.16', 32],
  ['169.254.0.0', 16],
  ['172.16.0.0', 12],
  ['192.0.0.0', 24],
  ['192.0.2.0', 24],
  ['192.31.196.0', 24],
  ['192.52.193.0', 24],
  ['192.88.99.0', 24],
  ['192.168.0.0', 16],
  ['192.175.48.0', 24],
  ['198.18.0.0', 15],
  ['198.51.100.0', 24],
  ['203.0.113.0', 24],
  ['224.0.0.0', 4],
  ['240.0.0.0', 4],
];

/**
 * Inside global unicast but not the public Internet: protocol assignments (Teredo, ORCHID, benchmarking), documentation,
 * 6to4, the former 6bone, AS112: https://www.iana.org/assignments/iana-ipv6-special-registry
 */
const refusedIPv6: readonly (readonly [network: string, prefix: number])[] = [
  ['2001::', 23],
  ['2001:db8::', 32],
  ['2002::', 16],
  ['2620:4f:8000::', 48],
  ['3ffe::', 16],
  ['3fff::', 20],
];

const refused = new BlockList();
for (const [network, prefix] of refusedIPv4) refused.addSubnet(network, prefix, 'ipv4');
for (const [network, prefix] of refusedIPv6) refused.addSubnet(network, prefix, 'ipv6');

/**
 * All that IPv6 has handed out to the public. What is outside of it is refused without a list: loopback, mapped,
 * compatible and translated IPv4, unique local, link-local, multicast:
 * https://www.iana.org/assignments/ipv6-address-space
 */
const globalUnicast = new BlockList();
globalUnicast.addSubnet('2000::', 3, 'ipv6');

/** Whether an IP address (no name, no brackets, no zone) is one of the public Internet. */
export function isPublicAddress(address: string): boolean {
  if (isIPv4(address)) return !refused.check(address, 'ipv4');
  if (!isIPv6(address)) return false;
  return globalUnicast.check(address, 'ipv6') && !refused.check(address, 'ipv6');
}
