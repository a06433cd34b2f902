import { randomUUID } from 'node:crypto';
import { afterEach, beforeEach, describe, expect, test } from 'vitest';
import type { EaselUnderTest, World } from './support/easel-under-test.ts';
import { createWorld, startEasel } from './support/easel-under-test.ts';
import { encode, quarteredPicture } from './support/painted-picture.ts';
import type { SeenMessage } from './support/playground-visitor.ts';
import { PlaygroundVisitor, wordsOf } from './support/playground-visitor.ts';

let world: World;
let easel: EaselUnderTest;

beforeEach(async () => {
  world = await createWorld({ downloadSide: 512 });
  easel = await startEasel(environment());
});
afterEach(async () => {
  await easel.app.stop();
  await world.close();
  expect(world.runware.violations).toEqual([]);
});

function environment(): Readonly<Record<string, string>> {
  return { ...world.environment, DISCORD_TOKEN: '', TELEGRAM_TOKEN: '' };
}

async function restart(changes: Readonly<Record<string, string>> = {}): Promise<void> {
  await easel.app.stop();
  easel = await startEasel({ ...environment(), ...changes });
}

function visitor(person = 'ada', language = 'en'): PlaygroundVisitor {
  return new PlaygroundVisitor({ person, language, url: () => easel.app.statusUrl });
}

const says = (words: RegExp) => (messages: readonly SeenMessage[]) =>
  messages.find((message) => words.test(wordsOf(message)));
const shows = (count: number) => (messages: readonly SeenMessage[]) =>
  messages.find(({ kind, pictures }) => kind === 'final' && pictures.length === count);

type Body = { readonly isRefused?: boolean; readonly notice?: SeenMessage['text'] };

async function paint(
  ada: PlaygroundVisitor,
  options: Readonly<Record<string, unknown>> = {},
): Promise<SeenMessage> {
  expect((await ada.use('imagine', { options: { prompt: 'a boat', ...options } })).status).toBe(200);
  return ada.waitFor(shows(1), 'the boat');
}

describe('what people do', () => {
  test('a picture that is sent along is worked from, and shown beside the words', async () => {
    const ada = visitor();
    const bytes = new Uint8Array(await encode(quarteredPicture(2), 'png'));
    await ada.use('imagine', { options: { prompt: 'in the snow' }, files: [bytes] });
    await ada.waitFor(shows(1), 'the result');
    expect(world.runware.tasks.at(-1)).toMatchObject({ referenceImages: [expect.any(String)] });
    const [asked] = await ada.look();
    expect(asked).toMatchObject({ author: 'person', pictures: [{ altText: '0.png' }] });
    expect(await ada.picture(asked?.pictures[0]?.url)).toEqual(bytes);
  });

  test('what is no picture is refused in words, and never shown as one', async () => {
    const ada = visitor();
    const svg = new TextEncoder().encode('<svg xmlns="http://www.w3.org/2000/svg"><script>1</script></svg>');
    await ada.use('imagine', { options: { prompt: 'a boat' }, files: [svg] });
    await ada.waitFor(says(/SVG/), 'why not');
    const [asked] = await ada.look();
    expect(asked?.pictures[0]).not.toHaveProperty('url');
    const path = `/playground/pictures/${encodeURIComponent(asked?.key ?? '')}/0?person=ada`;
    expect((await fetch(`${easel.app.statusUrl}${path}`)).status).toBe(404);
    expect(world.runware.tasks).toEqual([]);
  });

  test('a button opens a form, and what is filled in becomes a picture', async () => {
    const ada = visitor();
    const result = await paint(ada);
    const { form } = (await (await ada.pressLabel(result, /Change/)).json()) as {
      form: { buttonId: string };
    };
    await ada.press(result.key, form.buttonId, 'a boat at night');
    await ada.waitFor(
      (messages) => messages.find((message) => message.kind === 'final' && /at night/.test(wordsOf(message))),
      'the changed boat',
    );
    expect(
      wordsOf((await ada.look()).filter(({ author }) => author === 'person').at(-1) ?? { text: [] }),
    ).toBe('a boat at night');
  });

  test('pages turn in their place, and a deleted picture is gone from page and chat', async () => {
    const ada = visitor();
    await paint(ada);
    await ada.use('imagine', { options: { prompt: 'a bird' } });
    await ada.waitFor(says(/^a bird\n.*\$/s), 'the bird');
    await ada.use('history');
    const page = await ada.waitFor((messages) => messages.find(({ kind }) => kind === 'page'), 'the page');
    await ada.pressLabel(page, /Older/);
    const older = await ada.waitFor(
      (messages) => messages.find(({ key, revision }) => key === page.key && revision > page.revision),
      'the page to turn',
    );
    expect(wordsOf(older)).toContain('a boat');
    await ada.pressLabel(older, /Delete/);
    const all = await ada.look();
    expect(all.filter(({ pictures }) => pictures.length > 0).map(wordsOf)).toEqual([
      expect.stringContaining('a bird'),
    ]);
    expect(all.some(({ kind }) => kind === 'page')).toBe(false);
  });

  test('the files of a result are handed out to its person alone', async () => {
    const ada = visitor();
    const result = await paint(ada);
    await ada.pressLabel(result, /Original/);
    const files = await ada.waitFor((messages) => messages.find(({ kind }) => kind === 'files'), 'the files');
    expect(await ada.picture(files.pictures[0]?.url)).toEqual(await ada.picture(result.pictures[0]?.url));
    expect((await visitor('ben').look()).some(({ kind }) => kind === 'files')).toBe(false);
  });

  test('each has turns and limits of their own', async () => {
    const held = world.runware.hold();
    await restart({ MAX_RUNNING: '1', MAX_QUEUED_PER_USER: '2' });
    const [ada, ben] = [visitor(), visitor('ben')];
    for (const prompt of ['first', 'second', 'third', 'fourth'])
      await ada.use('imagine', { options: { prompt } });
    await ada.waitFor(says(/already have 2/), 'that there are enough');
    await ben.use('imagine', { options: { prompt: 'of ben' } });
    await ben.waitFor(says(/of ben[\s\S]*1 request/), 'how many are ahead');
    held.release();
    await ben.waitFor(shows(1), 'the picture of ben');
    await ada.waitFor(
      (messages) => (messages.filter(({ kind }) => kind === 'final').length === 4 ? true : undefined),
      'all',
    );
    expect(world.runware.ledger.entries.map(({ prompt }) => prompt)).toEqual([
      'first',
      'second',
      'of ben',
      'third',
    ]);
  });

  test('what comes too fast is refused without a trace, and can be sent again', async () => {
    await restart({ MAX_COMMANDS_PER_USER: '1' });
    const ada = visitor();
    const answers = await Promise.all(['help', 'help', 'help'].map((command) => ada.use(command)));
    const bodies = await Promise.all(answers.map((answer) => answer.json() as Promise<Body>));
    const refused = bodies.filter(({ isRefused }) => isRefused === true);
    expect(refused.length).toBeGreaterThan(0);
    expect(wordsOf({ text: refused[0]?.notice ?? [] })).toMatch(/second/);
    expect((await ada.look()).filter(({ author }) => author === 'person')).toHaveLength(3 - refused.length);
  });

  test('a request that comes twice is done once', async () => {
    const ada = visitor();
    const sent = { id: randomUUID(), options: { prompt: 'a boat' } };
    await Promise.all([ada.use('imagine', sent), ada.use('imagine', sent)]);
    await ada.waitFor(shows(1), 'the boat');
    await ada.use('imagine', sent);
    expect((await ada.look()).map(({ kind }) => kind)).toEqual(['asked', 'final']);
    expect(world.runware.ledger.entries).toHaveLength(1);
  });

  test('the conversation and its pictures are there after a restart', async () => {
    const ada = visitor();
    await ada.use('help');
    const result = await paint(ada);
    const before = await ada.look();
    const bytes = await ada.picture(result.pictures[0]?.url);
    await restart();
    expect(await ada.look()).toEqual(before);
    expect(await ada.picture(result.pictures[0]?.url)).toEqual(bytes);
  });

  test('what somebody has erased goes from every page that is open', async () => {
    const [ada, ben] = [visitor(), visitor('ben')];
    await paint(ada);
    const opened = Promise.withResolvers<void>();
    const gone = ben.waitFor((messages) => {
      opened.resolve();
      return messages.some(({ person }) => person === 'ada') ? undefined : true;
    }, 'all of it to be gone');
    await opened.promise;
    await ada.use('privacy');
    const page = await ada.waitFor(says(/What I keep/), 'the page');
    await ada.pressLabel(page, /Erase/);
    const question = await ada.waitFor(says(/Shall I erase/), 'the question');
    await ada.pressLabel(question, /erase/i);
    await gone;
    expect((await ada.look()).map(wordsOf)).toEqual([expect.stringContaining('Erased.')]);
  });

  test('the menu speaks both languages, and offers what is offered here alone', async () => {
    const menu = async (language: string) =>
      (await (await fetch(`${easel.app.statusUrl}/playground/menu?language=${language}`)).json()) as {
        commands: { name: string; description: string; options: { name: string }[] }[];
      };
    const { commands } = await menu('en');
    const names = commands.map(({ name }) => name);
    expect(names).toEqual(expect.arrayContaining(['imagine', 'help', 'history', 'settings']));
    for (const elsewhere of ['start', 'link', 'unlink']) expect(names).not.toContain(elsewhere);
    expect(commands[0]?.options.map(({ name }) => name)).not.toContain('image');
    expect((await menu('ru-RU')).commands[0]?.description).toMatch(/[а-я]/);
  });

  test('options are suggested as they are typed', async () => {
    const query = 'command=imagine&option=style&typed=wat&person=ada&language=en';
    const answer = await fetch(`${easel.app.statusUrl}/playground/suggestions?${query}`);
    expect(await answer.json()).toContainEqual({
      value: 'watercolour',
      label: expect.stringContaining('Watercolour'),
    });
  });
});

describe('what nobody can do', () => {
  test('see what is for somebody else', async () => {
    const [ada, ben] = [visitor(), visitor('ben')];
    const result = await paint(ada, { private: true });
    expect(await ben.look()).toEqual([]);
    const url = String(result.pictures[0]?.url).replace('person=ada', 'person=ben');
    await expect(ben.picture(url)).rejects.toThrow('404');
    expect((await ben.pressLabel(result, /Again/)).status).toBe(404);
  });

  test.each([
    ['nothing', ''],
    ['another person', { person: 'mallory' }],
    ['an id of their own making', { id: 'one' }],
    ['an object for a picture', { options: { link: { kind: 'kept', key: 'x' } } }],
    ['more than that', { isAdmin: true }],
  ])('ask with %s', async (_, change) => {
    const request = { id: randomUUID(), person: 'ada', language: 'en', command: 'imagine', options: {} };
    const sent = typeof change === 'string' ? change : { ...request, ...change };
    expect((await visitor().send('/playground/commands', sent)).status).toBe(400);
    expect(await visitor().look()).toEqual([]);
  });

  test('use what is no command here', async () => {
    for (const command of ['start', 'toString', 'link'])
      expect((await visitor().use(command)).status).toBe(404);
  });

  test('send more or larger pictures than may be', async () => {
    const ada = visitor();
    const small = new Uint8Array(10);
    expect((await ada.use('imagine', { files: [small, small, small, small, small] })).status).toBe(400);
    const large = new Uint8Array(81_000_000);
    const status = await ada.use('imagine', { files: [large] }).then(
      (answer) => answer.status,
      // The server hangs up on who goes on sending.
      () => 413,
    );
    expect(status).toBe(413);
    expect(await ada.look()).toEqual([]);
  });

  test('reach it from another site', async () => {
    const request = { id: randomUUID(), person: 'ada', language: 'en', command: 'help', options: {} };
    const answer = await visitor().send('/playground/commands', request, [], {
      Origin: 'https://evil.example',
    });
    expect(answer.status).toBe(403);
    expect(await visitor().look()).toEqual([]);
  });

  test.each([
    '/playground/page/../playground-desk.ts',
    '/playground/page/%2e%2e/menu.ts',
    '/playground/page/tsconfig.json',
  ])('read %s', async (path) => {
    expect((await fetch(`${easel.app.statusUrl}${path}`)).status).toBe(404);
  });

  test.each(['/', '/playground/page/main.js', '/playground/menu', '/playground/nothing'])(
    'run on %s what is not its own',
    async (path) => {
      const { headers } = await fetch(`${easel.app.statusUrl}${path}`);
      const policy = headers.get('content-security-policy') ?? '';
      const directives = policy.split('; ');
      expect(directives).toContain("default-src 'none'");
      expect(directives).toContain("style-src 'self'");
      expect(directives).toContainEqual(expect.stringMatching(/^script-src 'self' 'sha256-[\w+/]{43}='$/));
      expect(directives).toContain("frame-ancestors 'none'");
      expect(directives).toContain("require-trusted-types-for 'script'");
      expect(policy).not.toMatch(/unsafe|https?:|data:|\*/);
      expect(headers.get('x-content-type-options')).toBe('nosniff');
    },
  );

  test('make an address of this machine be fetched', async () => {
    const ada = visitor();
    await ada.use('imagine', { options: { prompt: 'a boat', link: `${easel.app.statusUrl}/metrics` } });
    await ada.waitFor(says(/address/), 'why not');
    expect(world.runware.tasks).toEqual([]);
  });
});

test('health and metrics stay where they were, and the playground is one of the platforms', async () => {
  const get = (path: string) => fetch(`${easel.app.statusUrl}${path}`);
  expect(await (await get('/health/ready')).json()).toMatchObject({
    status: 'ready',
    parts: [{ name: 'playground', state: 'connected' }],
  });
  expect(await (await get('/metrics')).text()).toContain('easel_platform_connected{platform="playground"} 1');
});

test('with tokens it is closed unless it was asked for', async () => {
  await easel.app.stop();
  easel = await startEasel(world.environment);
  expect((await fetch(easel.app.statusUrl)).status).toBe(404);
  await easel.app.stop();
  easel = await startEasel({ ...world.environment, PLAYGROUND: 'on' });
  expect((await fetch(easel.app.statusUrl)).status).toBe(200);
});
