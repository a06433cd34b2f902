import { afterEach, beforeEach, describe, expect, test } from 'vitest';
import { allCommands } from '../../src/commands/all-commands.ts';
import { readButtonId } from '../../src/commands/button-id.ts';
import { createWording } from '../../src/commands/create-wording.ts';
import { lengthOf, toPlainText } from '../../src/commands/join-text.ts';
import type { RawOptions } from '../../src/commands/option.ts';
import type { Page, Reply } from '../../src/commands/reply.ts';
import { runAction } from '../../src/commands/run-action.ts';
import type { FaultReport } from '../../src/commands/run-command.ts';
import { runCommand } from '../../src/commands/run-command.ts';
import { createModelCatalog } from '../../src/core/create-model-catalog.ts';
import type { ModelCatalog } from '../../src/core/model-catalog.ts';
import { noSettings } from '../../src/core/person-settings.ts';
import type { CoreUnderTest } from '../core/support/core-under-test.ts';
import { createCoreUnderTest } from '../core/support/core-under-test.ts';
import { houseOf } from './house-of.ts';

const catalog = createModelCatalog();
const drafting = createModelCatalog({
  modelsFile: { models: [{ air: 'runware:100@1', priceDollars: 0.001 }] },
});

describe('/settings', () => {
  let underTest: CoreUnderTest;
  let uses = 0;
  const faults: FaultReport[] = [];

  beforeEach(async () => {
    faults.length = 0;
    underTest = await createCoreUnderTest();
    await underTest.core.start();
  });
  afterEach(async () => {
    await underTest.close();
    expect(faults).toEqual([]);
  });

  interface Use {
    readonly personId?: string;
    readonly language?: string;
    readonly catalog?: ModelCatalog;
  }

  function place({ language = 'en', personId = 'test:ada' }: Use) {
    uses += 1;
    return {
      sourceKey: `test:use:${uses}`,
      platform: 'test',
      personId,
      placeId: 'test:place',
      isPrivateChat: false,
      isSeenByOthers: false,
      mayManage: async () => false,
      language,
      addressFor: async () => ({ kind: 'address', address: { platform: 'test', isDurable: false } }) as const,
    };
  }

  const tools = (use: Use) => ({
    services: {
      ...underTest.core,
      house: houseOf(underTest.core),
      catalog: use.catalog ?? catalog,
      isSandbox: false,
      platforms: ['test'],
      now: () => underTest.clock.nowMs,
    },
    wording: createWording({ catalog: use.catalog ?? catalog, isSandbox: false }),
    reportFault: (report: FaultReport) => void faults.push(report),
  });

  function run(name: string, raw: RawOptions = {}, use: Use = {}): Promise<Reply> {
    const command = allCommands.find((candidate) => candidate.name === name);
    if (command === undefined) throw new Error(`Expected a command ${name}, found none`);
    return runCommand({ command, raw, invocation: { ...place(use), pictures: [] }, ...tools(use) });
  }

  function press(buttonId: string, use: Use = {}): Promise<Reply> {
    const pressed = { ...place(use), buttonId, mayModerate: async () => false };
    return runAction({ press: pressed, answers: undefined, ...tools(use) });
  }

  function pageOf(reply: Reply): Page {
    if (reply.kind !== 'page') throw new Error(`Expected a page, got ${JSON.stringify(reply)}`);
    return reply.page;
  }

  function wordsOf(reply: Reply): string {
    return toPlainText('text' in reply ? reply.text : pageOf(reply).text);
  }

  function buttonNamed(reply: Reply, label: string): string {
    const buttons = pageOf(reply).buttons.flat();
    const found = buttons.find((button) => button.label === label || button.label === `✓ ${label}`);
    if (found === undefined) throw new Error(`Expected a button ${label} among ${JSON.stringify(buttons)}`);
    return found.id;
  }

  async function pressNamed(label: string, use: Use = {}): Promise<Reply> {
    return press(buttonNamed(await run('settings', {}, use), label), use);
  }

  const kept = () => underTest.core.settings.of('test:ada');

  test('shows at first that nothing was chosen', async () => {
    const reply = await run('settings');
    expect(wordsOf(reply)).toMatch(
      /Model: the usual one, Nano Banana.*\nStyle: none\nPictures at a time: 1\nShape: as the model likes/,
    );
    expect(wordsOf(reply)).toContain('Language: as in your app');
    expect(wordsOf(reply)).toContain('everyone where you ask');
  });

  test('takes everything as options at once, and shows it', async () => {
    const reply = await run('settings', {
      model: 'FLUX',
      style: 'Pixel Art',
      count: '2',
      aspect: 'wide',
      format: 'jpg',
      language: 'en',
      private: 'yes',
    });
    expect(await kept()).toEqual({
      model: 'bfl:5@1',
      style: 'pixel-art',
      count: 2,
      aspect: '16:9',
      format: 'jpeg',
      language: 'en',
      isPrivate: true,
      draftsFirst: false,
    });
    expect(wordsOf(reply)).toMatch(/FLUX\.2 \[pro\]\nStyle: Pixel art\nPictures at a time: 2\nShape: 16:9\n/);
    expect(wordsOf(reply)).toMatch(/Language: English\nWho sees the results: only you/);
    await run('settings', { private: 'off', language: 'app' });
    expect(await kept()).toMatchObject({ count: 2, language: undefined, isPrivate: false });
  });

  test('offers drafts where a model paints them, and says what they cost and when there are none', async () => {
    const page = await run('settings');
    expect(wordsOf(page)).not.toContain('draft');
    expect(wordsOf(await run('settings', { draft: 'on' }))).toContain('I do not offer this here.');
    expect(await kept()).toEqual(noSettings);

    const offered = { catalog: drafting };
    const off = wordsOf(await run('settings', {}, offered));
    expect(off).toContain('Draft first: no');
    expect(off).toMatch(/by FLUX\.1 \[schnell\] for about \$0\.001\..*none when you give pictures/);
    const on = await run('settings', { draft: 'on' }, offered);
    expect(wordsOf(on)).toContain('Draft first: yes');
    expect(await kept()).toMatchObject({ draftsFirst: true });
    await press(buttonNamed(on, '✏️ Draft first'), offered);
    expect(await kept()).toMatchObject({ draftsFirst: false });
  });

  test('refuses a model that nobody knows, and changes nothing', async () => {
    const reply = await run('settings', { model: 'fluks', count: '2' });
    expect(reply.kind).toBe('refusal');
    expect(wordsOf(reply)).toContain('Did you mean flux?');
    expect(await kept()).toEqual(noSettings);
  });

  test('refuses a style that nobody knows together with the model, and changes nothing', async () => {
    const reply = await run('settings', { style: 'watercolor', model: 'fluks', count: '2' });
    expect(reply.kind).toBe('refusal');
    expect(wordsOf(reply)).toContain('Did you mean watercolour?');
    expect(wordsOf(reply)).toContain('Did you mean flux?');
    expect(await kept()).toEqual(noSettings);
  });

  test('takes a style, and none, as a default for what names no other', async () => {
    await run('settings', { style: 'акварель' });
    expect(await run('imagine', { prompt: 'a fox' })).toMatchObject({
      generation: { wish: { prompt: 'a fox', style: { key: 'watercolour' } } },
    });
    expect(await run('imagine', { prompt: 'a fox', style: 'ink' })).toMatchObject({
      generation: { wish: { style: { key: 'ink' } } },
    });
    const plain = await run('imagine', { prompt: 'a fox', style: 'none' });
    expect(plain.kind === 'accepted' && plain.generation.wish).not.toHaveProperty('style');
    expect(wordsOf(await run('settings', { style: 'none' }))).toContain('Style: none');
    expect(await kept()).toEqual(noSettings);
  });

  test('refuses what is out of range', async () => {
    const reply = await run('settings', { count: '5', language: 'de', private: true });
    expect(reply.kind).toBe('refusal');
    expect(wordsOf(reply).match(/^• /gm)).toHaveLength(3);
    expect(await kept()).toEqual(noSettings);
  });

  test.each([
    ['3 pictures', { count: 3 }],
    ['WEBP', { format: 'webp' }],
    ['Русский', { language: 'ru' }],
    ['🔒 Only me', { isPrivate: true }],
  ])('a press on %s changes that alone, and ticks it', async (label, change) => {
    await run('settings', { aspect: '1:1' });
    const reply = await pressNamed(label);
    expect(await kept()).toEqual({ ...noSettings, aspect: '1:1', ...change });
    const ticked = pageOf(reply).buttons.flat();
    expect(ticked.filter((button) => button.look === 'main')).toContainEqual(
      expect.objectContaining({ label: expect.stringMatching(/^✓ /) }),
    );
  });

  test('a press twice is the same as once', async () => {
    const id = buttonNamed(await run('settings'), '🔒 Only me');
    await Promise.all([press(id), press(id)]);
    expect((await kept()).isPrivate).toBe(true);
  });

  test('models and shapes are chosen on pages of their own, which lead back', async () => {
    const models = await pressNamed('🎨 Model…');
    for (const { label } of catalog.offered) expect(wordsOf(models)).toContain(label);
    expect(wordsOf(models)).toContain('$');
    const chosen = await press(buttonNamed(models, 'flux'));
    expect(wordsOf(chosen)).toContain('Model: FLUX.2 [pro]');
    const shapes = await press(buttonNamed(chosen, '📐 Shape…'));
    expect(wordsOf(await press(buttonNamed(shapes, '← Back')))).toContain('Shape: as the model likes');
    expect(wordsOf(await press(buttonNamed(shapes, '9:16')))).toContain('Shape: 9:16');
    expect(await kept()).toEqual({ ...noSettings, model: 'bfl:5@1', aspect: '9:16' });
    await press(buttonNamed(models, 'The usual one'));
    await press(buttonNamed(shapes, 'As the model likes'));
    expect(await kept()).toEqual(noSettings);
  });

  test('styles are chosen on a page of their own, by their names', async () => {
    const styles = await pressNamed('🖌 Style…');
    for (const { names } of catalog.styles.offered) buttonNamed(styles, names.en);
    const chosen = await press(buttonNamed(styles, 'Watercolour'));
    expect(wordsOf(chosen)).toContain('Style: Watercolour');
    expect((await kept()).style).toBe('watercolour');
    expect(wordsOf(await press(buttonNamed(styles, 'No style')))).toContain('Style: none');
    const fewer = { ...catalog, styles: { offered: [], find: () => undefined } };
    const gone = await press(buttonNamed(styles, 'Anime'), { catalog: fewer });
    expect(wordsOf(gone)).toMatch(/not on offer any more/);
    expect(await kept()).toEqual(noSettings);
  });

  test('reset forgets everything, the language too', async () => {
    await run('settings', { count: '2', language: 'ru', private: 'on' });
    const page = await run('settings');
    expect(wordsOf(page)).toContain('Ваши настройки');
    const reply = await press(buttonNamed(page, '↩ Сбросить всё'));
    expect(wordsOf(reply)).toContain('Your settings');
    expect(await kept()).toEqual(noSettings);
  });

  test('a page is its person’s: another press changes nothing, and shows nothing', async () => {
    const id = buttonNamed(await run('settings'), '4 pictures');
    const reply = await press(id, { personId: 'test:ben' });
    expect(reply.kind).toBe('refusal');
    expect(wordsOf(reply)).toMatch(/somebody else/);
    expect(await underTest.core.settings.of('test:ben')).toEqual(noSettings);
    expect(await kept()).toEqual(noSettings);
  });

  test('a button for what is not on offer any more says so', async () => {
    const models = await pressNamed('🎨 Model…');
    const flux = buttonNamed(models, 'flux');
    const fewer = { ...catalog, offered: catalog.offered.slice(0, 1) };
    expect(wordsOf(await press(flux, { catalog: fewer }))).toMatch(/not on offer any more/);
    for (const step of ['count.9', 'frame.2', 'frame', 'private.maybe']) {
      const id = buttonNamed(await run('settings'), '↩ Reset all').replace('reset', step);
      expect(wordsOf(await press(id))).toMatch(/not on offer any more/);
    }
    expect(wordsOf(await press('e1:set'))).toMatch(/not on offer any more/);
    expect(await kept()).toEqual(noSettings);
  });

  test.each(['en', 'ru'])('every page fits every platform in %s', async (language) => {
    const many = Array.from({ length: 60 }, (_, index) => ({
      ...catalog.defaultModel,
      air: `${'maker'.repeat(20)}:${index}@1`,
      label: `Model ${index}`,
      aliases: [`${'модель'.repeat(10)}${index}`],
    }));
    const manyStyles = many.map(({ aliases: [name = ''] }, index) => ({
      key: `a-very-long-name-of-a-${index}`,
      names: { en: name },
      template: '{prompt}',
    }));
    const crowded = { offered: many, styles: { ...catalog.styles, offered: manyStyles } };
    for (const offer of [{}, crowded]) {
      const use = { language, catalog: { ...catalog, ...offer } };
      const page = await run('settings', {}, use);
      const pages = [page];
      for (const { id } of pageOf(page).buttons[0] ?? []) pages.push(await press(id, use));
      expect(pages).toHaveLength(4);
      for (const { buttons, text } of pages.map(pageOf)) {
        expect(lengthOf(text)).toBeLessThanOrEqual(2_000);
        expect(buttons.length).toBeLessThanOrEqual(5);
        for (const row of buttons) expect(row.length).toBeLessThanOrEqual(5);
        for (const { id, label } of buttons.flat()) {
          expect(readButtonId(id)?.action).toBe('set');
          expect(Buffer.byteLength(id)).toBeLessThanOrEqual(64);
          expect(label.length).toBeLessThanOrEqual(40);
        }
        const ids = buttons.flat().map(({ id }) => id);
        expect(new Set(ids).size).toBe(ids.length);
      }
    }
  });

  test('what was chosen holds for a request that says nothing else, and the wish says what had no room', async () => {
    await run('settings', { model: 'flux', count: '2', aspect: '16:9', format: 'png', language: 'ru' });
    const plain = await run('imagine', { prompt: 'a fox' });
    if (plain.kind !== 'accepted') throw new Error(`Expected an acceptance, got ${plain.kind}`);
    expect(plain.generation).toMatchObject({ language: 'ru', isPrivate: false });
    expect(plain.generation.wish).toMatchObject({
      model: 'bfl:5@1',
      count: 2,
      aspect: '16:9',
      format: 'png',
      dropped: [],
    });
    const named = await run('imagine', { prompt: 'a fox', model: 'imagen', count: '1', aspect: '1:1' });
    expect(named).toMatchObject({ generation: { wish: { count: 1, aspect: '1:1', format: 'png' } } });
    const from = { prompt: 'a fox', model: 'imagen', link: 'https://example.com/a.png' };
    const ownShape = await run('imagine', from);
    expect(ownShape).toMatchObject({ generation: { wish: { count: 2, dropped: ['aspect'] } } });
  });

  test('private holds for requests and buttons, unless a request says otherwise', async () => {
    const first = await run('imagine', { prompt: 'a fox' }, { personId: 'test:ben' });
    if (first.kind !== 'accepted') throw new Error(`Expected an acceptance, got ${first.kind}`);
    await underTest.settled();
    underTest.model.open.get(first.generation.id)?.succeed();
    await underTest.settled();
    await run('settings', { private: 'on', count: '3' });
    const asked = await run('imagine', { prompt: 'a fox' });
    expect(asked).toMatchObject({ generation: { isPrivate: true } });
    const shown = await run('imagine', { prompt: 'a fox', private: false });
    expect(shown).toMatchObject({ generation: { isPrivate: false } });
    const { generation } = first;
    const wording = createWording({ catalog, isSandbox: false });
    const [again] = wording.buttons({ ...generation, state: 'delivered' }, 1).flat();
    const repeated = await press(again?.id ?? '');
    expect(repeated).toMatchObject({ generation: { isPrivate: true, wish: { count: 1, dropped: [] } } });
  });

  test('the language chosen comes before that of the app, for answers, refusals and presses', async () => {
    expect(wordsOf(await run('models', {}, { language: 'ru' }))).toContain('Модели');
    await run('settings', { language: 'en' }, { language: 'ru' });
    expect(wordsOf(await run('models', {}, { language: 'ru' }))).toContain('Models');
    expect(wordsOf(await run('imagine', {}, { language: 'ru' }))).toContain('What shall I paint?');
    expect(wordsOf(await press('e1:nothing', { language: 'ru' }))).toContain('no longer know');
    expect(wordsOf(await pressNamed('As in my app', { language: 'ru' }))).toContain('Ваши настройки');
  });
});
