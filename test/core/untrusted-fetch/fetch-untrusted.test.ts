import type { LookupAddress } from 'node:dns';
import { once } from 'node:events';
import type { RequestListener } from 'node:http';
import { connect } from 'node:net';
import process from 'node:process';
import { getCACertificates, setDefaultCACertificates } from 'node:tls';
import { brotliCompressSync, deflateSync, gzipSync } from 'node:zlib';
import { afterEach, describe, expect, test } from 'vitest';
import type { Dial, DialTarget } from '../../../src/core/untrusted-fetch/dial.ts';
import type { FetchUntrustedOptions } from '../../../src/core/untrusted-fetch/fetch-untrusted.ts';
import { fetchUntrusted } from '../../../src/core/untrusted-fetch/fetch-untrusted.ts';
import { UntrustedFetchFailed } from '../../../src/core/untrusted-fetch/untrusted-fetch-failed.ts';
import { type LocalServer, serveHttp, serveHttps, serveTcp } from './local-server.ts';
import { selfSignedCertificate } from './self-signed-certificate.ts';

const publicAddress: LookupAddress = { address: '93.184.215.14', family: 4 };
const servers: LocalServer[] = [];
afterEach(async () => {
  for (const server of servers.splice(0)) await server.close();
});

async function http(answer: RequestListener): Promise<LocalServer> {
  const server = await serveHttp(answer);
  servers.push(server);
  return server;
}

async function tcp(...[connected]: Parameters<typeof serveTcp>): Promise<LocalServer> {
  const server = await serveTcp(connected);
  servers.push(server);
  return server;
}

const defaults = { maxBytes: 100_000, timeoutMs: 10_000, maxRedirects: 3, signal: undefined } as const;

/** Fetches from a server that the operator trusts. */
function fetchFrom(server: LocalServer, path: string, options: Partial<FetchUntrustedOptions> = {}) {
  return fetchUntrusted(server.origin + path, { ...defaults, trustedOrigins: [server.origin], ...options });
}

async function failureOf(fetching: Promise<unknown>): Promise<UntrustedFetchFailed> {
  const error = await fetching.then(
    () => expect.fail('the fetch was expected to fail'),
    (reason: unknown) => reason,
  );
  if (!(error instanceof UntrustedFetchFailed)) throw error;
  return error;
}

const reasonOf = async (fetching: Promise<unknown>) => (await failureOf(fetching)).reason;

/** Public addresses, all of which are one local server; and what was dialled. */
function publicInternet(server: LocalServer): { dial: Dial; dialled: DialTarget[] } {
  const dialled: DialTarget[] = [];
  const dial: Dial = (target) => {
    dialled.push(target);
    return connect(server.port, '127.0.0.1');
  };
  return { dial, dialled };
}

describe('a file', () => {
  test('arrives with what the server calls it', async () => {
    const server = await http((_request, response) => {
      response.setHeader('content-type', 'Image/PNG; charset=binary');
      response.end('bytes');
    });
    const file = await fetchFrom(server, '/picture?size=1');
    expect(file.bytes.toString()).toBe('bytes');
    expect(file.claimedMediaType).toBe('image/png');
    expect(server.paths).toEqual(['/picture?size=1']);
  });

  test('is asked for with nothing that tells who asks', async () => {
    let headers: NodeJS.Dict<string | string[]> = {};
    const server = await http((request, response) => {
      headers = request.headers;
      response.setHeader('set-cookie', 'a=1');
      if (request.url === '/first') response.writeHead(302, { location: '/second' });
      response.end();
    });
    await fetchFrom(server, '/first');
    expect(Object.keys(headers).toSorted()).toEqual([
      'accept',
      'accept-encoding',
      'connection',
      'host',
      'user-agent',
    ]);
    expect(headers['accept-encoding']).toBe('identity');
  });

  test('may be empty', async () => {
    const server = await http((_request, response) => response.end());
    const file = await fetchFrom(server, '/');
    expect(file.bytes.byteLength).toBe(0);
    expect(file.claimedMediaType).toBeUndefined();
  });

  test.each([
    ['gzip', gzipSync],
    ['deflate', deflateSync],
    ['br', brotliCompressSync],
  ] as const)('is unpacked when it comes as %s although nobody asked', async (encoding, compress) => {
    const server = await http((_request, response) => {
      response.setHeader('content-encoding', encoding);
      response.end(compress('bytes'));
    });
    expect((await fetchFrom(server, '/')).bytes.toString()).toBe('bytes');
  });

  test('from a public name is asked for by its name, at its checked address only', async () => {
    let host: string | undefined;
    const server = await http((request, response) => {
      host = request.headers.host;
      response.end('bytes');
    });
    const { dial, dialled } = publicInternet(server);
    const lookup = async () => [publicAddress];
    await fetchUntrusted('https://Files.Example.NET./a', { ...defaults, lookup, dial });
    expect(host).toBe('files.example.net');
    expect(dialled).toEqual([
      { host: 'files.example.net', addresses: [publicAddress], port: 443, isTls: true },
    ]);
  });

  test('over TLS is asked for with the name in the greeting', async () => {
    const greeting = Promise.withResolvers<Buffer>();
    const server = await tcp((socket) => {
      socket.once('data', (bytes) => {
        greeting.resolve(bytes);
        socket.destroy();
      });
    });
    const origin = `https://files.example.net:${server.port}`;
    const lookup = async () => [{ address: '127.0.0.1', family: 4 }];
    const fetching = fetchUntrusted(`${origin}/a`, { ...defaults, trustedOrigins: [origin], lookup });
    expect(await reasonOf(fetching)).toBe('unreachable');
    expect((await greeting.promise).includes('files.example.net')).toBe(true);
  });
});

describe('a server over TLS', () => {
  async function fetchOverTls(host: string, certificate: ReturnType<typeof selfSignedCertificate>) {
    const server = await serveHttps(certificate, (_request, response) => response.end('bytes'));
    servers.push(server);
    const origin = `https://${host}:${server.port}`;
    const lookup = async () => [{ address: '127.0.0.1', family: 4 }];
    return {
      server,
      fetching: fetchUntrusted(`${origin}/a`, { ...defaults, trustedOrigins: [origin], lookup }),
    };
  }

  afterEach(() => {
    setDefaultCACertificates(getCACertificates('bundled'));
    delete process.env.NODE_TLS_REJECT_UNAUTHORIZED;
  });

  test('is believed when its certificate is known', async () => {
    const certificate = selfSignedCertificate('files.example.net');
    setDefaultCACertificates([certificate.cert]);
    const { fetching } = await fetchOverTls('files.example.net', certificate);
    expect((await fetching).bytes.toString()).toBe('bytes');
  });

  test('is not believed when its certificate is for another name', async () => {
    const certificate = selfSignedCertificate('other.example.net');
    setDefaultCACertificates([certificate.cert]);
    const { server, fetching } = await fetchOverTls('files.example.net', certificate);
    expect(await reasonOf(fetching)).toBe('unreachable');
    expect(server.paths).toEqual([]);
  });

  test('is not believed when only itself vouches for it, whatever the environment says', async () => {
    process.env.NODE_TLS_REJECT_UNAUTHORIZED = '0';
    const certificate = selfSignedCertificate('files.example.net');
    const { server, fetching } = await fetchOverTls('files.example.net', certificate);
    expect(await reasonOf(fetching)).toBe('unreachable');
    expect(server.paths).toEqual([]);
  });
});

describe('a name that changes its meaning', () => {
  test('is looked up once, and that answer is the one used', async () => {
    const server = await http((_request, response) => response.end('bytes'));
    const { dial, dialled } = publicInternet(server);
    const answers: LookupAddress[][] = [[publicAddress], [{ address: '127.0.0.1', family: 4 }]];
    const lookup = async () => answers.shift() ?? [];
    await fetchUntrusted('http://rebinding.attacker.net/', { ...defaults, lookup, dial });
    expect(answers).toHaveLength(1);
    expect(dialled.map(({ addresses }) => addresses)).toEqual([[publicAddress]]);
  });

  test('stays where it was when the real connection is made', async () => {
    const server = await http((_request, response) => response.end('bytes'));
    const origin = `http://files.example.net:${server.port}`;
    // Nothing listens at the second address: a second look-up would end in a refused connection.
    const answers: LookupAddress[][] = [
      [{ address: '127.0.0.1', family: 4 }],
      [{ address: '127.0.0.77', family: 4 }],
    ];
    const lookup = async () => answers.shift() ?? [];
    await fetchUntrusted(`${origin}/`, { ...defaults, trustedOrigins: [origin], lookup });
    expect(answers).toHaveLength(1);
  });

  test('is checked again after a redirect to itself', async () => {
    const server = await http((_request, response) => {
      response.writeHead(302, { location: 'http://rebinding.attacker.net/again' }).end();
    });
    const { dial, dialled } = publicInternet(server);
    const answers: LookupAddress[][] = [[publicAddress], [{ address: '127.0.0.1', family: 4 }]];
    const lookup = async () => answers.shift() ?? [];
    const fetching = fetchUntrusted('http://rebinding.attacker.net/', { ...defaults, lookup, dial });
    expect(await reasonOf(fetching)).toBe('host-refused');
    expect(dialled).toHaveLength(1);
  });
});

describe('a redirect', () => {
  test.each([
    ['http://127.0.0.1/', 'host-refused'],
    ['http://169.254.169.254/latest/meta-data/', 'host-refused'],
    ['http://[::ffff:7f00:1]/', 'host-refused'],
    ['http://2130706433/', 'host-refused'],
    ['//0x7f.1/', 'host-refused'],
    ['//localhost/', 'host-refused'],
    ['http://private.attacker.net/', 'host-refused'],
    ['http://93.184.215.14:6379/', 'port-refused'],
    ['file:///etc/passwd', 'scheme-refused'],
    ['gopher://93.184.215.14/', 'scheme-refused'],
    ['http://user:password@93.184.215.14/', 'credentials-refused'],
    ['http://93.184.215.14\\@127.0.0.1/', 'address-unreadable'],
    ['http://', 'address-unreadable'],
  ])('to %s is refused', async (location, reason) => {
    const server = await http((_request, response) => response.writeHead(302, { location }).end());
    const lookup = async () => [{ address: '10.0.0.1', family: 4 }];
    expect(await reasonOf(fetchFrom(server, '/', { lookup }))).toBe(reason);
    expect(server.paths).toEqual(['/']);
  });

  test('from https to http is refused', async () => {
    const server = await http((_request, response) =>
      response.writeHead(301, { location: 'http://93.184.215.14/' }).end(),
    );
    const { dial, dialled } = publicInternet(server);
    const fetching = fetchUntrusted('https://93.184.215.14/', { ...defaults, dial });
    expect(await reasonOf(fetching)).toBe('redirect-refused');
    expect(dialled).toHaveLength(1);
  });

  test('from the public Internet into a trusted origin is refused as for anybody else', async () => {
    const secrets = await http((_request, response) => response.end('secret'));
    const server = await http((_request, response) =>
      response.writeHead(302, { location: `${secrets.origin}/` }).end(),
    );
    const fetching = fetchUntrusted('http://93.184.215.14/', {
      ...defaults,
      trustedOrigins: [secrets.origin],
      dial: publicInternet(server).dial,
    });
    expect(await reasonOf(fetching)).toBe('port-refused');
    expect(secrets.paths).toEqual([]);
  });

  test('out of the allowed origins is refused', async () => {
    const server = await http((_request, response) =>
      response.writeHead(302, { location: 'http://93.184.215.14/' }).end(),
    );
    const fetching = fetchFrom(server, '/', { allowedOrigins: [server.origin] });
    expect(await reasonOf(fetching)).toBe('origin-refused');
  });

  test.each([301, 302, 303, 307, 308])('with status %i is followed', async (status) => {
    const server = await http((request, response) => {
      if (request.url === '/b/picture') response.end('bytes');
      else response.writeHead(status, { location: '../b/picture' }).end('elsewhere');
    });
    expect((await fetchFrom(server, '/a/')).bytes.toString()).toBe('bytes');
  });

  test('that never ends is left', async () => {
    const server = await http((_request, response) => response.writeHead(302, { location: '/' }).end());
    expect(await reasonOf(fetchFrom(server, '/', { maxRedirects: 2 }))).toBe('too-many-redirects');
    expect(server.paths).toHaveLength(3);
  });

  test('to nowhere is refused', async () => {
    const server = await http((_request, response) => response.writeHead(302).end());
    expect(await reasonOf(fetchFrom(server, '/'))).toBe('redirect-refused');
  });
});

describe('a server that is no file server', () => {
  test.each([204, 206, 304, 401, 404, 500])('answers %i, and nothing is taken', async (status) => {
    const server = await http((_request, response) => response.writeHead(status).end());
    const failure = await failureOf(fetchFrom(server, '/'));
    expect([failure.reason, failure.status]).toEqual(['status-refused', status]);
  });

  test('is not there', async () => {
    const server = await http(() => {});
    await server.close();
    servers.splice(0);
    expect(await reasonOf(fetchFrom(server, '/'))).toBe('unreachable');
  });

  test.each([
    ['no HTTP', 'SSH-2.0-OpenSSH_9.9\r\n'],
    ['two lengths', 'HTTP/1.1 200 OK\r\nContent-Length: 1\r\nContent-Length: 2\r\n\r\nab'],
    ['a nonsense chunk', 'HTTP/1.1 200 OK\r\nTransfer-Encoding: chunked\r\n\r\nzz\r\n'],
    ['more header than anyone needs', `HTTP/1.1 200 OK\r\nA: ${'a'.repeat(40_000)}\r\n\r\n`],
    ['another protocol', 'HTTP/1.1 101 Switching Protocols\r\nConnection: Upgrade\r\nUpgrade: x\r\n\r\n'],
    ['a length that is a lie: less comes', 'HTTP/1.1 200 OK\r\nContent-Length: 50\r\n\r\nabc'],
    ['a chunked body without its end', 'HTTP/1.1 200 OK\r\nTransfer-Encoding: chunked\r\n\r\n3\r\nabc\r\n'],
    ['what is not gzip', 'HTTP/1.1 200 OK\r\nContent-Encoding: gzip\r\nContent-Length: 3\r\n\r\nabc'],
    [
      'an unknown encoding',
      'HTTP/1.1 200 OK\r\nContent-Encoding: gzip, gzip\r\nContent-Length: 3\r\n\r\nabc',
    ],
  ])('says %s', async (_, answer) => {
    const server = await tcp((socket) => socket.once('data', () => socket.end(answer)));
    expect(await reasonOf(fetchFrom(server, '/'))).toBe('answer-broken');
  });

  test('says a length that is a lie: more comes, and is not taken', async () => {
    const answer = 'HTTP/1.1 200 OK\r\nContent-Length: 3\r\n\r\nabcdef';
    const server = await tcp((socket) => socket.once('data', () => socket.end(answer)));
    const outcome = await fetchFrom(server, '/').then(
      ({ bytes }) => bytes.toString(),
      (error: unknown) => (error as UntrustedFetchFailed).reason,
    );
    expect(['abc', 'answer-broken']).toContain(outcome);
  });
});

describe('too many bytes', () => {
  test('are refused by their announcement, and the connection is closed', async () => {
    const closed = Promise.withResolvers<void>();
    const server = await tcp((socket) => {
      socket.once('close', () => closed.resolve());
      socket.once('data', () => socket.write('HTTP/1.1 200 OK\r\nContent-Length: 100001\r\n\r\n'));
    });
    expect(await reasonOf(fetchFrom(server, '/'))).toBe('too-large');
    await closed.promise;
  });

  test('are cut off when there is no end to them', async () => {
    const closed = Promise.withResolvers<void>();
    const server = await http((_request, response) => {
      const more = () => {
        while (response.write('x'.repeat(50_000)));
      };
      response.on('drain', more).once('close', () => closed.resolve());
      more();
    });
    expect(await reasonOf(fetchFrom(server, '/'))).toBe('too-large');
    await closed.promise;
  });

  test.each([
    ['gzip', gzipSync],
    ['deflate', deflateSync],
    ['br', brotliCompressSync],
  ] as const)('are cut off while they are unpacked from %s', async (encoding, compress) => {
    const bomb = compress(Buffer.alloc(50_000_000));
    expect(bomb.byteLength).toBeLessThan(defaults.maxBytes);
    const server = await http((_request, response) => {
      response.setHeader('content-encoding', encoding);
      response.end(bomb);
    });
    expect(await reasonOf(fetchFrom(server, '/'))).toBe('too-large');
  });

  test('as many as allowed are not too many', async () => {
    const server = await http((_request, response) => response.end(Buffer.alloc(defaults.maxBytes)));
    expect((await fetchFrom(server, '/')).bytes.byteLength).toBe(defaults.maxBytes);
  });
});

describe('a server that takes its time', () => {
  test('to begin', async () => {
    const server = await tcp(() => {});
    expect(await reasonOf(fetchFrom(server, '/', { headersTimeoutMs: 100 }))).toBe('timed-out');
  });

  test('with a header that comes byte by byte', async () => {
    const server = await tcp((socket) => drip(socket, 'HTTP/1.1 200 OK\r\n', 'A: a\r\n'));
    expect(await reasonOf(fetchFrom(server, '/', { headersTimeoutMs: 200 }))).toBe('timed-out');
  });

  test('with a body that stops', async () => {
    const server = await tcp((socket) =>
      socket.once('data', () => socket.write('HTTP/1.1 200 OK\r\nContent-Length: 9\r\n\r\nabc')),
    );
    expect(await reasonOf(fetchFrom(server, '/', { idleTimeoutMs: 100 }))).toBe('timed-out');
  });

  test('with a body that comes byte by byte', async () => {
    const server = await tcp((socket) => drip(socket, 'HTTP/1.1 200 OK\r\n\r\n', 'a'));
    expect(await reasonOf(fetchFrom(server, '/', { timeoutMs: 300 }))).toBe('timed-out');
  });

  test('with a body, but keeps talking, is heard to the end', async () => {
    const server = await http((_request, response) => {
      let left = 30;
      const timer = setInterval(() => {
        response.write('a');
        left -= 1;
        if (left === 0) response.end();
      }, 10);
      response.once('close', () => clearInterval(timer)).write('a');
    });
    const { bytes } = await fetchFrom(server, '/', { headersTimeoutMs: 200, idleTimeoutMs: 5000 });
    expect(bytes.byteLength).toBe(31);
  });

  test('with interim answers without end', async () => {
    const interim = 'HTTP/1.1 100 Continue\r\n\r\n';
    const server = await tcp((socket) => drip(socket, interim, interim));
    expect(await reasonOf(fetchFrom(server, '/', { headersTimeoutMs: 200 }))).toBe('timed-out');
  });

  test('to be found', async () => {
    const lookup = () => new Promise<never>(() => {});
    const fetching = fetchUntrusted('http://slow.attacker.net/', { ...defaults, timeoutMs: 100, lookup });
    expect(await reasonOf(fetching)).toBe('timed-out');
  });

  test('spends the time of all its redirects together', async () => {
    const server = await http((_request, response) => {
      const timer = setTimeout(() => response.writeHead(302, { location: '/' }).end(), 100);
      response.once('close', () => clearTimeout(timer));
    });
    const fetching = fetchFrom(server, '/', { timeoutMs: 250, maxRedirects: 1000 });
    expect(await reasonOf(fetching)).toBe('timed-out');
  });
});

describe('whoever waits', () => {
  test('may give up, with their own reason', async () => {
    const closed = Promise.withResolvers<void>();
    const controller = new AbortController();
    const server = await tcp((socket) => {
      socket.once('close', () => closed.resolve());
      socket.once('data', () => controller.abort(new Error('no longer wanted')));
    });
    const fetching = fetchFrom(server, '/', { signal: controller.signal });
    await expect(fetching).rejects.toThrow('no longer wanted');
    await closed.promise;
  });

  test('is told nothing of the address, which may hold a token', async () => {
    const server = await http((_request, response) => response.writeHead(404).end());
    const failure = await failureOf(fetchFrom(server, '/bot123:secret/photo.jpg'));
    const told = `${failure.stack}${JSON.stringify(failure)}`;
    expect(told).not.toContain('secret');
    expect(failure.cause).toBeUndefined();
  });
});

/** Sends a beginning, then a piece at a time for as long as the other side listens. */
function drip(socket: Parameters<Parameters<typeof serveTcp>[0]>[0], start: string, piece: string): void {
  socket.write(start);
  const timer = setInterval(() => socket.write(piece), 10);
  void once(socket, 'close').finally(() => clearInterval(timer));
}
