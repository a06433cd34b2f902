import { Hono } from 'hono';
import { describe, expect, test } from 'vitest';
import { createPageGuard } from '../../src/web/page-guard.ts';

const password = 'a-long-sentence-of-mine';

interface Asked {
  readonly method?: string;
  readonly headers?: Readonly<Record<string, string>>;
}

/** The status of an answer of pages that are guarded so. */
async function statusOf(known: string | undefined, { headers = {}, method = 'GET' }: Asked): Promise<number> {
  const pages = new Hono();
  pages.use(createPageGuard({ password: known, realm: 'Easel' }));
  pages.all('/', (context) => context.text('inside'));
  return (await pages.request('http://x/', { method, headers: { Host: 'localhost:8080', ...headers } }))
    .status;
}

const basic = (text: string) => `Basic ${Buffer.from(text).toString('base64')}`;

describe('without a password', () => {
  test.each(['localhost', 'localhost:8080', '127.0.0.1:8080', '127.1.2.3', '[::1]:8080', 'LOCALHOST:1'])(
    'lets in who asks for %s',
    async (host) => {
      expect(await statusOf(undefined, { headers: { Host: host } })).toBe(200);
    },
  );

  test.each(['evil.example', 'localhost.evil.example', '127.0.0.1.evil.example:8080', 'evil-localhost', ''])(
    'lets nobody in who asks for "%s"',
    async (host) => {
      expect(await statusOf(undefined, { headers: { Host: host } })).toBe(421);
    },
  );
});

describe('what changes something', () => {
  const post = (headers: Asked['headers']) =>
    statusOf(undefined, { method: 'POST', headers: { ...headers } });

  test('comes from the page itself', async () => {
    expect(await post({ Origin: 'http://localhost:8080' })).toBe(200);
    expect(await post({ Origin: 'https://localhost:8080' })).toBe(200);
  });

  test.each(['https://evil.example', 'http://localhost:9090', 'http://127.0.0.1:8080', 'null', 'no address'])(
    'does not come from %s',
    async (origin) => {
      expect(await post({ Origin: origin })).toBe(403);
    },
  );

  test('does not come from who does not say where from', async () => {
    expect(await post({})).toBe(403);
    expect(await statusOf(undefined, { method: 'DELETE' })).toBe(403);
  });
});

describe('with a password', () => {
  const get = (headers: Asked['headers'], known = password) =>
    statusOf(known, { headers: { Host: 'easel.example', ...headers } });

  test('lets in who knows it, under whichever name', async () => {
    expect(await get({ Authorization: basic(`anybody:${password}`) })).toBe(200);
    expect(await get({ Authorization: basic(`:${password}`) })).toBe(200);
    expect(await get({ Authorization: basic('x:with:colons-in-it') }, 'with:colons-in-it')).toBe(200);
  });

  test.each([
    undefined,
    basic('anybody:'),
    basic(`anybody:${password}x`),
    basic(password.slice(1)),
    `Bearer ${password}`,
    'Basic %%%',
  ])('lets nobody in with %s', async (authorization) => {
    expect(await get(authorization === undefined ? {} : { Authorization: authorization })).toBe(401);
  });

  test('still wants changes to come from the page itself', async () => {
    const headers = { Host: 'easel.example', Authorization: basic(`a:${password}`) };
    const post = (origin: string) =>
      statusOf(password, { method: 'POST', headers: { ...headers, Origin: origin } });
    expect(await post('https://easel.example')).toBe(200);
    expect(await post('https://evil.example')).toBe(403);
  });
});
