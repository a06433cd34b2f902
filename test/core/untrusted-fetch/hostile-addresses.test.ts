import { describe, expect, test } from 'vitest';
import { fetchUntrusted } from '../../../src/core/untrusted-fetch/fetch-untrusted.ts';
import type { Lookup } from '../../../src/core/untrusted-fetch/host-resolution.ts';
import { isPublicAddress } from '../../../src/core/untrusted-fetch/public-address.ts';
import {
  UntrustedFetchFailed,
  type UntrustedFetchReason,
} from '../../../src/core/untrusted-fetch/untrusted-fetch-failed.ts';

/** What names resolve to. Whatever is not listed is a test that asks for a name it should not ask for. */
const names: Readonly<Record<string, readonly string[]>> = {
  'private.attacker.net': ['10.0.0.7'],
  'loopback.attacker.net': ['127.0.0.1'],
  'loopback6.attacker.net': ['::1'],
  'metadata.attacker.net': ['169.254.169.254'],
  'mixed.attacker.net': ['93.184.215.14', '192.168.1.1'],
  'mixed6.attacker.net': ['93.184.215.14', 'fd00:ec2::254'],
  'mapped.attacker.net': ['::ffff:93.184.215.14'],
  'scoped.attacker.net': ['fe80::1%lo'],
  'nonsense.attacker.net': ['not-an-address'],
  'nowhere.attacker.net': [],
  'xn--mnchen-3ya.attacker.net': ['172.16.0.1'],
  'wire.attacker.net': ['168.63.129.16'],
};

const lookup: Lookup = async (hostname) => {
  const addresses = names[hostname];
  if (addresses === undefined) throw new Error(`the name ${hostname} was not meant to be looked up`);
  return addresses.map((address) => ({ address, family: address.includes(':') ? 6 : 4 }));
};

async function refusalOf(address: string): Promise<UntrustedFetchReason> {
  const fetching = fetchUntrusted(address, {
    maxBytes: 1000,
    timeoutMs: 5000,
    maxRedirects: 3,
    signal: undefined,
    lookup,
    dial: ({ addresses }) => {
      throw new Error(`nothing was meant to be dialled: ${addresses.map(({ address }) => address)}`);
    },
  });
  const error = await fetching.then(
    () => expect.fail('the address was expected to be refused'),
    (reason: unknown) => reason,
  );
  if (!(error instanceof UntrustedFetchFailed)) throw error;
  return error.reason;
}

const hostRefused = [
  // Loopback, by number and by name
  'http://127.0.0.1/',
  'http://127.1.2.3/picture.png',
  'https://127.0.0.1/',
  'http://localhost/',
  'http://LOCALHOST/',
  'http://localhost./',
  'http://localhost../',
  'http://loc%61lhost/',
  'http://ⓛocalhost/',
  'http://files.localhost/',
  'http://[::1]/',
  'http://[0:0:0:0:0:0:0:1]/',
  'http://0.0.0.0/',
  'http://0/',
  'http://[::]/',
  // Other spellings of IPv4, also of public addresses
  'http://2130706433/',
  'http://0x7f000001/',
  'http://017700000001/',
  'http://0177.0.0.1/',
  'http://0x7f.0.0.1/',
  'http://0x7f.1/',
  'http://127.1/',
  'http://127.0.1/',
  'http://127.0.0.1./',
  'http://127%2e0%2e0%2e1/',
  'http://１２７.0.0.1/',
  'http://127。0。0。1/',
  'http://3110750478/',
  'http://0271.0270.0327.016/',
  // Private and shared networks
  'http://10.0.0.1/',
  'http://10.255.255.255/',
  'http://172.16.0.1/',
  'http://172.31.255.254/',
  'http://192.168.0.1/',
  'http://100.64.0.1/',
  'http://100.100.100.200/latest/meta-data/',
  'http://[fc00::1]/',
  'http://[fd12:3456:789a::1]/',
  // Link-local and the metadata services of clouds
  'http://169.254.169.254/latest/meta-data/',
  'http://169.254.170.2/v2/credentials',
  'http://[fd00:ec2::254]/latest/meta-data/',
  'http://[fe80::1]/',
  'http://[fec0::1]/',
  'http://168.63.129.16/machine?comp=goalstate',
  'http://192.0.0.192/opc/v2/',
  'http://metadata.google.internal/computeMetadata/v1/',
  // IPv4 inside IPv6
  'http://[::ffff:127.0.0.1]/',
  'http://[::ffff:7f00:1]/',
  'http://[::ffff:93.184.215.14]/',
  'http://[::127.0.0.1]/',
  'http://[::ffff:0:127.0.0.1]/',
  'http://[64:ff9b::127.0.0.1]/',
  'http://[64:ff9b:1::a00:1]/',
  'http://[2002:7f00:1::]/',
  'http://[2002:c0a8:101::1]/',
  'http://[2001:0:53aa:64c::1]/',
  // Reserved, documentation, benchmarking, multicast
  'http://192.0.2.1/',
  'http://198.51.100.7/',
  'http://203.0.113.9/',
  'http://198.18.0.1/',
  'http://192.88.99.1/',
  'http://224.0.0.1/',
  'http://239.255.255.250/',
  'http://240.0.0.1/',
  'http://255.255.255.255/',
  'http://[ff02::1]/',
  'http://[2001:db8::1]/',
  'http://[3fff::1]/',
  'http://[100::1]/',
  'http://[5f00::1]/',
  'http://[4000::1]/',
  // Names that mean something only inside a network
  'http://router/',
  'http://router./',
  'http://printer.local/',
  'http://nas.lan/',
  'http://vault.internal/',
  'http://db.svc.cluster.local/',
  'http://box.home.arpa/',
  'http://hidden.onion/',
  // Public names with private addresses
  'http://private.attacker.net/',
  'http://private.attacker.net./',
  'http://PRIVATE.attacker.net/',
  'http://loopback.attacker.net/',
  'https://loopback6.attacker.net/',
  'http://metadata.attacker.net/',
  'http://mixed.attacker.net/',
  'http://mixed6.attacker.net/',
  'http://mapped.attacker.net/',
  'http://scoped.attacker.net/',
  'http://nonsense.attacker.net/',
  'http://wire.attacker.net/',
  'http://münchen.attacker.net/',
];

const refusedOtherwise: readonly (readonly [UntrustedFetchReason, readonly string[]])[] = [
  ['host-unknown', ['http://nowhere.attacker.net/']],
  [
    'scheme-refused',
    [
      'file:///etc/passwd',
      'ftp://93.184.215.14/picture.png',
      'gopher://93.184.215.14:70/1',
      'data:image/png;base64,AAAA',
      'javascript:alert(1)',
      'blob:https://93.184.215.14/1',
      'ws://93.184.215.14/',
      'dict://127.0.0.1:11211/stat',
      'unix:/var/run/docker.sock',
    ],
  ],
  [
    'port-refused',
    [
      'http://93.184.215.14:22/',
      'http://93.184.215.14:8080/',
      'https://93.184.215.14:6379/',
      'http://93.184.215.14:0/',
      'http://127.0.0.1:9200/',
      'http://private.attacker.net:2375/',
    ],
  ],
  [
    'credentials-refused',
    [
      'http://user@93.184.215.14/',
      'http://user:password@93.184.215.14/',
      'http://@93.184.215.14/',
      'http://93.184.215.14@127.0.0.1/',
      'http://93.184.215.14%2f@127.0.0.1/',
      'http://:@93.184.215.14/',
    ],
  ],
  [
    'address-unreadable',
    [
      '',
      'picture.png',
      '//93.184.215.14/picture.png',
      'http://',
      'http:93.184.215.14/',
      'http:/93.184.215.14/',
      'http:///93.184.215.14/',
      'http://93.184.215.14\\@127.0.0.1/',
      'http:\\\\93.184.215.14\\',
      ' http://93.184.215.14/',
      'http://93.184.215.14/ a',
      'ht\ntp://93.184.215.14/',
      'http://93.184.\t215.14/',
      'http://93.184.215.14/\r\nHost:%20127.0.0.1',
      'http://93.184.215.14/\u0000.png',
      'http://256.256.256.256/',
      'http://93.184.215.14:99999/',
      'http://[fe80::1%25eth0]/',
      'http://[::1/',
      'http://exa<mple.net/',
      `http://93.184.215.14/${'a'.repeat(5000)}`,
    ],
  ],
];

describe('what is not on the public Internet is refused', () => {
  test.each(hostRefused)('%j', async (address) => {
    expect(await refusalOf(address)).toBe('host-refused');
  });
});

describe.each(refusedOtherwise)('%s', (reason, addresses) => {
  test.each(addresses)('%j', async (address) => {
    expect(await refusalOf(address)).toBe(reason);
  });
});

describe('public addresses', () => {
  test.each([
    '93.184.215.14',
    '1.1.1.1',
    '9.255.255.255',
    '11.0.0.0',
    '100.63.255.255',
    '100.128.0.0',
    '126.255.255.255',
    '128.0.0.0',
    '169.253.255.255',
    '172.15.255.255',
    '172.32.0.0',
    '192.0.1.0',
    '192.167.255.255',
    '223.255.255.255',
    '2606:4700:4700::1111',
    '2a00:1450:4001:81b::200e',
    '2001:200::1',
    '2003::1',
  ])('%s is one', (address) => {
    expect(isPublicAddress(address)).toBe(true);
  });
});
