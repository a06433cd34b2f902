import { afterEach, beforeEach, describe, expect, test } from 'vitest';
import { createWording } from '../../src/commands/create-wording.ts';
import { toPlainText } from '../../src/commands/join-text.ts';
import { createModelCatalog } from '../../src/core/create-model-catalog.ts';
import type { FailureCode } from '../../src/core/failure.ts';
import type { Generation } from '../../src/core/generation.ts';
import type { ToolVerb } from '../../src/core/verb.ts';
import { toolVerbs } from '../../src/core/verb.ts';
import { refusedByProvider } from '../core/support/controlled-model.ts';
import { wishFor } from '../core/support/wishes.ts';
import { labelsOf, PeopleAtCore, pageOf } from './people-at-core.ts';
import { pictureAt, sampleGeneration, sampleOutcome } from './sample-generation.ts';

const catalog = createModelCatalog({ toolsAreFree: true });
const wording = createWording({ catalog, isSandbox: false });

function generationFor(verb: ToolVerb, changes: Partial<Generation> = {}): Generation {
  const { air: model = '' } = catalog.toolFor(verb) ?? {};
  const prompt = verb === 'enhance' ? 'a boat' : '';
  return sampleGeneration({ costMicros: 2_000, ...changes, wish: { verb, model, prompt } });
}

const labels = (generation: Generation, pictureCount: number) =>
  wording.buttons(generation, pictureCount).map((row) => row.map(({ label }) => label));

describe('buttons', () => {
  const painted = sampleGeneration({ state: 'delivered' });

  test('offer to enlarge and to cut out one picture, or each of several', () => {
    expect(labels(painted, 1)).toEqual([
      ['🔁 Again', '✏️ Change the words', '✨ Vary', '🖼 Work from it'],
      ['⬆ Enlarge', '✂ Cut out'],
      ['📄 Original', '⭐ Favourite', '🗑 Delete'],
    ]);
    expect(labels(painted, 2).slice(-2)).toEqual([
      ['⬆ 1', '⬆ 2'],
      ['✂ 1', '✂ 2'],
    ]);
    expect(labels(painted, 4)).toHaveLength(5);
  });

  test('of an enlarged picture offer to paint from it, and what was not done yet', () => {
    expect(labels(generationFor('upscale', { state: 'delivered' }), 1)).toEqual([
      ['🖼 Work from it', '✂ Cut out'],
      ['📄 Original', '⭐ Favourite', '🗑 Delete'],
    ]);
  });

  test('offer to report what others can see, however many there are', () => {
    const shared = { ...painted, placeId: 'telegram:-5' };
    const places = [1, 2, 4].map((count) => labels(shared, count));
    expect(places.map((rows) => rows.flat().filter((label) => label === '🚩 Report'))).toEqual([
      ['🚩 Report'],
      ['🚩 Report'],
      ['🚩 Report'],
    ]);
    for (const rows of places) {
      expect(rows.length).toBeLessThanOrEqual(5);
      expect(Math.max(...rows.map(({ length }) => length))).toBeLessThanOrEqual(5);
    }
    expect(labels({ ...shared, isPrivate: true }, 1).flat()).not.toContain('🚩 Report');
    expect(labels(painted, 1).flat()).not.toContain('🚩 Report');
  });

  test('of words paint them, as they are or changed', () => {
    const described = generationFor('describe', { state: 'delivered', texts: ['a boat'] });
    expect(labels(described, 0)).toEqual([['🎨 Paint this', '✏️ Change the words']]);
  });

  test('of what failed or was cancelled ask again, for there are no words to change', () => {
    const failure = {
      code: 'content-refused',
      mayRetryHelp: false,
      wasCharged: false,
      reference: 'X',
    } as const;
    expect(labels(generationFor('upscale', { state: 'failed', failure }), 0)).toEqual([]);
    expect(labels(generationFor('upscale', { state: 'cancelled' }), 0)).toEqual([['🔁 Try again']]);
  });

  test('of other things than painting are not there where nobody has named a price', () => {
    const without = createWording({ catalog: createModelCatalog(), isSandbox: false });
    expect(JSON.stringify(without.buttons(painted, 4))).not.toMatch(/[⬆✂]/);
  });
});

describe.each(['en', 'ru'])('words in %s', (language) => {
  const say = (text: Parameters<typeof toPlainText>[0]) => toPlainText(text);

  test.each(toolVerbs)('say while it runs that it is %s, with what', (verb) => {
    const running = generationFor(verb, { language, state: 'running', startedAtMs: Date.now() });
    const text = say(wording.status({ generation: running, ahead: undefined }));
    expect(text).toContain(catalog.toolFor(verb)?.label);
    expect(text).not.toMatch(/paint|рису/i);
  });

  test.each(['upscale', 'cutout'] as const)('tell what %s made, and cost, and never say painted', (verb) => {
    const made = generationFor(verb, { language, state: 'made' });
    const text = say(wording.outcome(sampleOutcome(made, [undefined])));
    expect(text).toContain(catalog.toolFor(verb)?.label);
    const done = {
      upscale: /enlarged to 1024 × 1024|увеличено до 1024 × 1024/,
      cutout: /background removed|фон убран/,
    };
    expect(text).toMatch(done[verb]);
    expect(text).toMatch(/0[.,]002/);
    expect(wording.altText(made, pictureAt(0))).not.toMatch(/paint|нарисован/i);
    expect(wording.altText(made, pictureAt(0))).toMatch(/\S\.$/);
  });

  test.each(['upscale', 'cutout'] as const)(
    'say of %s that it is generated where a result went in',
    (verb) => {
      const said = (key: string) => {
        const references = [{ kind: 'kept' as const, key }];
        const made = generationFor(verb, { language, state: 'made' });
        const worked = { ...made, wish: { ...made.wish, references } };
        return say(wording.outcome(sampleOutcome(worked, [undefined])));
      };
      expect(said('an-earlier-one/result-0')).toMatch(/AI-generated|создано ИИ/);
      expect(said('this-one/reference-0')).not.toMatch(/AI|ИИ/);
    },
  );

  test('quote the words that were made, and those they were made from', () => {
    const made = generationFor('enhance', { language, state: 'made', texts: ['a boat at dawn'] });
    const text = wording.outcome({ generation: made, pictures: [] });
    expect(text[0]).toEqual({ text: 'a boat at dawn', style: 'quote' });
    expect(text).toContainEqual({ text: 'a boat', style: 'italic' });
  });

  test.each<[ToolVerb, FailureCode]>([
    ['upscale', 'model-unavailable'],
    ['describe', 'content-refused'],
    ['cutout', 'outcome-unknown'],
    ['enhance', 'outcome-unknown'],
  ])('on a failed %s (%s) advise nothing that is not there', (verb, code) => {
    const failure = { code, mayRetryHelp: false, wasCharged: false, reference: 'X' };
    const failed = generationFor(verb, { language, state: 'failed', failure, costMicros: 0 });
    const text = say(wording.outcome({ generation: failed, pictures: [] }));
    expect(text).not.toMatch(
      /\/models|other words|друг(ими|ие) слов|your picture was made|была ли нарисована/,
    );
  });

  test('on a cancelled one do not speak of painting', () => {
    for (const changes of [{ holdsSlot: true, costMicros: undefined }, { costMicros: 2_000 }]) {
      const cancelled = generationFor('upscale', { language, state: 'cancelled', ...changes });
      const text = say(wording.outcome({ generation: cancelled, pictures: [] }));
      expect(text).not.toMatch(/paint|рис/i);
    }
  });
});

describe('at the core', () => {
  let people: PeopleAtCore;

  beforeEach(async () => {
    people = await PeopleAtCore.start({}, catalog);
  });
  afterEach(async () => {
    expect(people.faults).toEqual([]);
    await people.core.close();
  });

  test('a page of the history has room for all of its rows', async () => {
    await people.painted('a fox', { wish: wishFor({ count: 4 }) });
    await people.painted('a wolf', { wish: wishFor({ count: 4 }) });
    const { buttons } = pageOf(await people.use('history'));
    expect(buttons).toHaveLength(5);
    for (const row of buttons) expect(row.length).toBeLessThanOrEqual(5);
  });

  test('what failed is tried again as what it was', async () => {
    const reply = await people.use('upscale', { link: 'https://example.com/a.png' });
    if (reply.kind !== 'accepted') throw new Error(`Expected an acceptance, got ${JSON.stringify(reply)}`);
    await people.core.settled();
    people.core.intake.waiting[0]?.arrive();
    await people.core.settled();
    people.core.model.open.get(reply.generation.id)?.fail(refusedByProvider());
    await people.core.settled();
    const [retry] = wording.buttons({ ...reply.generation, state: 'expired' }, 0).flat();
    const again = await people.press(retry?.id ?? '');
    expect(again).toMatchObject({
      kind: 'accepted',
      generation: { wish: { verb: 'upscale', references: [{ kind: 'kept' }] } },
    });
  });

  test('the queue names what has no words by its command', async () => {
    await people.use('describe', { link: 'https://example.com/a.png' });
    await people.use('enhance', { prompt: 'a boat' });
    await people.core.settled();
    const { text } = pageOf(await people.use('queue'));
    expect(toPlainText(text)).toContain('1. /describe\n');
    expect(toPlainText(text)).toContain('2. /enhance a boat');
    expect(text.filter((run) => run.text === '')).toEqual([]);
    expect(labelsOf(pageOf(await people.use('queue')))[0]).toHaveLength(2);
  });

  test('words that nobody can paint from are no suggestion', async () => {
    await people.use('describe', { link: 'https://example.com/a.png' });
    await people.use('enhance', { prompt: 'a boat' });
    expect(await people.core.core.gallery.promptsOf('test:ada')).toEqual(['a boat']);
  });
});
