import { afterAll, afterEach, beforeEach, describe, expect, test } from 'vitest';
import { openSqliteStorage } from '../../src/core/storage/open-storage.ts';
import type { EaselUnderTest, World } from './support/easel-under-test.ts';
import { createWorld, startEasel } from './support/easel-under-test.ts';
import { openBrowserIfAny } from './support/open-browser-if-any.ts';
import type { SeenMessage } from './support/playground-visitor.ts';
import { PlaygroundVisitor, wordsOf } from './support/playground-visitor.ts';
import { seriousFaults } from './support/serious-faults.ts';
import { createWorldOnPostgres } from './support/world-on-postgres.ts';

const password = 'a-long-sentence-of-mine';

let world: World;
let easel: EaselUnderTest;

beforeEach(async () => {
  world = await createWorld({ downloadSide: 512 });
  await start();
});
afterEach(async () => {
  await easel.app.stop();
  await world.close();
});

async function start(changes: Readonly<Record<string, string>> = {}): Promise<void> {
  const alone = { DISCORD_TOKEN: '', TELEGRAM_TOKEN: '', OPERATOR_PASSWORD: password };
  easel = await startEasel({ ...world.environment, ...alone, ...changes });
}

function get(path: string, known = password, method = 'GET'): Promise<Response> {
  const Authorization = `Basic ${Buffer.from(`operator:${known}`).toString('base64')}`;
  return fetch(`${easel.app.statusUrl}${path}`, { method, headers: { Authorization } });
}

async function paint(prompt: string, options: Readonly<Record<string, unknown>> = {}): Promise<void> {
  await ask(prompt, { options, told: prompt });
}

async function ask(
  prompt: string,
  { options = {}, told }: { options?: Readonly<Record<string, unknown>>; told: string },
): Promise<void> {
  const ada = new PlaygroundVisitor({ person: 'ada', url: () => easel.app.statusUrl });
  await ada.use('imagine', { options: { prompt, ...options } });
  const isOver = (message: SeenMessage) => message.kind === 'final' && wordsOf(message).includes(told);
  await ada.waitFor((messages) => messages.find(isOver), told);
}

describe("the operator's page", () => {
  test('shows the same numbers as the metrics, with public pictures alone', async () => {
    await paint('a boat', { count: 2 });
    await paint('a secret', { private: true });
    world.runware.fail({ kind: 'error', status: 400, code: 'invalidProviderContent' });
    await ask('something else', { told: 'safety filter' });
    const page = await (await get('/admin')).text();
    expect(page).toContain('How Easel does');
    expect(page).toMatch(/<dt>Playground<\/dt><dd>connected/);
    expect(page).toMatch(/<dt>image service<\/dt><dd>✅ Painting works/);
    const metrics = await (await get('/metrics')).text();
    const spent = /easel_day_budget_used_dollars ([\d.]+)/.exec(metrics)?.[1];
    expect(page).toContain(`<dt>spent today</dt><dd>$${spent} / $10`);
    expect(page).toMatch(/playground:ada<\/th><td>3<\/td><td>3<\/td>/);
    expect(page).toMatch(
      /safety filter turned this one down. <code>content-refused<\/code><\/th><td>1<\/td>/,
    );
    expect(page).toMatch(/<th scope="row">[\d.]+ sec<\/th><td>Nano Banana[^<]*<\/td><td>playground:ada/);
    const wall = [...page.matchAll(/src="(\/admin\/pictures\/[^"]+)"[^>]*alt="([^"]*)"/g)];
    expect(wall.map(([, , alt]) => alt)).toEqual([
      expect.stringContaining('a boat'),
      expect.stringContaining('a boat'),
    ]);
    expect(page).not.toContain('a secret');
    const picture = await get(wall[0]?.[1] ?? '');
    expect(picture.headers.get('content-type')).toBe('image/jpeg');
    const owner = await world.runware.whosePicture(new Uint8Array(await picture.arrayBuffer()));
    expect(owner).toMatchObject({ index: 0 });
  });

  test('says by what rules order is kept, and who decided what', async () => {
    await easel.app.stop();
    const storage = await openSqliteStorage(world.environment.DATABASE_URL ?? '');
    await storage.transaction(async ({ audit, bans, rules }) => {
      await rules.putBot({ denied: ['discord:9'], isPaused: true });
      await rules.putPlace('discord:5', { mostPictures: 2, privateOnly: true });
      const ban = { personId: 'discord:7', byId: 'shell', reason: '<i>spam</i>', atMs: Date.now() };
      await bans.put({ ...ban, scope: 'bot', untilMs: undefined });
      const detail = { before: {}, after: { mostPictures: 2 } };
      const deed = {
        atMs: Date.now(),
        byId: 'discord:8',
        scope: 'place:discord:5',
        subject: undefined,
      } as const;
      await audit.append({ ...deed, deed: 'rules-changed', detail });
    });
    await storage.close();
    await start();
    const page = await (await get('/admin')).text();
    const text = page.replaceAll(/<[^>]*>/g, ' ').replaceAll(/\s+/g, ' ');
    expect(text).toContain('Painting is paused by hand');
    expect(text).toMatch(/The whole bot [^:]*: discord:9 discord:5 /);
    expect(text).toMatch(/discord:5 [^:]*: 2 [^:]*: on /);
    expect(text).toContain('discord:7 &lt;i&gt;spam&lt;/i&gt; shell now until it is lifted');
    expect(text).toMatch(/\(discord:5\).*by discord:8.*Most pictures at once: 4 → 2/);
  });

  test('says that nothing is painted for want of funds, as the metrics do', async () => {
    world.runware.fail({ kind: 'error', status: 402, code: 'insufficientCredits' });
    await paint('a boat');
    const page = await (await get('/admin')).text();
    expect(page).toMatch(/<div class="fact warning"><dt>image service<\/dt><dd>[^<]*no funds left/);
    expect(await (await get('/metrics')).text()).toContain(
      'easel_painting_paused{reason="provider-out-of-funds"} 1',
    );
  });

  test('of a process that does not paint says so, rather than that all is well', async () => {
    await easel.app.stop();
    await world.close();
    world = await createWorldOnPostgres();
    await start({ ROLE: 'gateway' });
    expect(await (await get('/admin')).text()).toContain('<dt>image service</dt><dd>the workers know');
  });

  test('hands out no picture that does not hang there', async () => {
    await paint('a secret', { private: true });
    const [task] = world.runware.ledger.entries;
    expect((await get(`/admin/pictures/${task?.taskUUID}/0`)).status).toBe(404);
    expect((await get('/admin/pictures/nothing/0')).status).toBe(404);
  });

  test('speaks Russian', async () => {
    expect(await (await get('/admin?language=ru')).text()).toContain('Как дела у Easel');
  });

  test('what people wrote is never markup', async () => {
    await paint('<script>alert(1)</script>"><b>');
    const page = await (await get('/admin')).text();
    expect(page).not.toContain('<script');
    expect(page).not.toContain('"><b>');
    expect(page).toContain('&lt;script&gt;');
  });

  test('opens for who knows the password, and only to look', async () => {
    for (const path of ['/admin', '/admin/operator.css', '/admin/pictures/x/0']) {
      expect((await get(path, 'a-wrong-sentence-of-mine')).status).toBe(401);
    }
    expect((await fetch(`${easel.app.statusUrl}/admin`)).status).toBe(401);
    expect((await get('/admin', password, 'POST')).status).toBe(403);
    expect((await get('/admin', password, 'HEAD')).status).toBe(200);
  });

  test('is not there without a password', async () => {
    await easel.app.stop();
    easel = await startEasel({ ...world.environment, DISCORD_TOKEN: '', TELEGRAM_TOKEN: '' });
    expect((await get('/admin')).status).toBe(404);
  });
});

const browser = await openBrowserIfAny();
afterAll(() => browser?.close());

test.skipIf(browser === undefined).each(['light', 'dark'] as const)(
  "the operator's page is readable for everybody, in %s",
  async (colorScheme) => {
    await paint('a boat');
    const httpCredentials = { username: 'operator', password };
    const context = await browser?.newContext({ colorScheme, httpCredentials });
    const page = await context?.newPage();
    if (page === undefined) throw new Error('Expected a page');
    const faults: string[] = [];
    page.on('console', (message) => {
      if (message.type() === 'error') faults.push(message.text());
    });
    await page.goto(`${easel.app.statusUrl}/admin`);
    const first = "document.querySelector('.wall img')";
    expect(await page.evaluate(`${first}.decode().then(() => ${first}.naturalWidth)`)).toBe(512);
    expect(await seriousFaults(page)).toEqual([]);
    expect(faults).toEqual([]);
    await context?.close();
  },
);
