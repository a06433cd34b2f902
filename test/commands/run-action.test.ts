import { afterEach, beforeEach, describe, expect, test } from 'vitest';
import { buttonId, pictureArgument } from '../../src/commands/button-id.ts';
import { createWording } from '../../src/commands/create-wording.ts';
import { toPlainText } from '../../src/commands/join-text.ts';
import type { Reply } from '../../src/commands/reply.ts';
import { runAction } from '../../src/commands/run-action.ts';
import type { FaultReport } from '../../src/commands/run-command.ts';
import type { FormAnswers } from '../../src/commands/words-form.ts';
import { createModelCatalog } from '../../src/core/create-model-catalog.ts';
import type { Generation } from '../../src/core/generation.ts';
import type { GenerationRequest } from '../../src/core/generation-request.ts';
import { controlledFailure } from '../core/support/controlled-model.ts';
import type { CoreUnderTest } from '../core/support/core-under-test.ts';
import { createCoreUnderTest } from '../core/support/core-under-test.ts';
import { wishFor } from '../core/support/wishes.ts';
import { houseOf } from './house-of.ts';

const catalog = createModelCatalog();
const wording = createWording({ catalog, isSandbox: false });

interface Pressing {
  readonly position?: number;
  readonly personId?: string;
  readonly answers?: FormAnswers;
  readonly isModerator?: boolean;
  readonly sourceKey?: string;
  readonly cannotPost?: boolean;
}

describe('a button', () => {
  let underTest: CoreUnderTest;
  let presses = 0;
  const faults: FaultReport[] = [];

  beforeEach(async () => {
    faults.length = 0;
    underTest = await createCoreUnderTest({ drafts: true });
    await underTest.core.start();
  });
  afterEach(() => underTest.close());

  async function accepted(change: Partial<GenerationRequest> = {}): Promise<Generation> {
    const acceptance = await underTest.ask('test:ada', change);
    if (acceptance.kind !== 'accepted') throw new Error(`Expected an acceptance, got ${acceptance.kind}`);
    return acceptance.generation;
  }

  async function painted(change: Partial<GenerationRequest> = {}): Promise<Generation> {
    const generation = await accepted(change);
    await underTest.settled();
    if ((change.wish?.references.length ?? 0) > 0) {
      for (const one of [...underTest.intake.waiting]) one.arrive();
      await underTest.settled();
    }
    underTest.model.open.get(generation.id)?.succeed();
    await underTest.settled();
    return generation;
  }

  function press(action: string, { id }: Pick<Generation, 'id'>, pressing: Pressing = {}): Promise<Reply> {
    const { answers, isModerator = false, personId = 'test:ada', position } = pressing;
    presses += 1;
    const { cannotPost = false, sourceKey = `test:press:${presses}` } = pressing;
    return runAction({
      press: {
        buttonId: buttonId({ action, argument: pictureArgument({ generationId: id, position }) }),
        sourceKey,
        platform: 'test',
        personId,
        placeId: 'test:place',
        isPrivateChat: false,
        isSeenByOthers: false,
        language: 'en',
        addressFor: async () =>
          cannotPost
            ? { kind: 'cannot-post', text: [{ text: 'not there', style: 'plain' }] }
            : { kind: 'address', address: { platform: 'test', isDurable: false } },
        mayManage: async () => false,
        mayModerate: async () => isModerator,
      },
      answers,
      services: {
        ...underTest.core,
        house: houseOf(underTest.core),
        catalog,
        isSandbox: false,
        platforms: ['test'],
        now: () => underTest.clock.nowMs,
      },
      wording,
      reportFault: (report) => faults.push(report),
    });
  }

  function wishOf(reply: Reply) {
    if (reply.kind !== 'accepted') throw new Error(`Expected an acceptance, got ${JSON.stringify(reply)}`);
    return reply.generation.wish;
  }

  function wordsOf(reply: Reply): string {
    if (!('text' in reply)) throw new Error(`Expected words, got a reply of kind ${reply.kind}`);
    return toPlainText(reply.text);
  }

  test('asks for a draft where the request had one, whatever its person usually wants; others have it their way', async () => {
    const { core } = underTest;
    const usually = (personId: string, draftsFirst: boolean) =>
      core.settings.change(personId, { draftsFirst });
    await usually('test:ada', false);
    await usually('test:ben', true);
    const drafted = await painted({ wish: wishFor({ draftsFirst: true }) });
    const plain = await painted({ wish: wishFor({ draftsFirst: false }) });
    const hasDraft = (reply: Reply) =>
      reply.kind === 'accepted' && reply.generation.wish.draftModel !== undefined;
    expect(hasDraft(await press('again', drafted))).toBe(true);
    expect(hasDraft(await press('again', plain, { personId: 'test:ben' }))).toBe(true);
    await usually('test:ada', true);
    await usually('test:ben', false);
    expect(hasDraft(await press('again', plain))).toBe(false);
    expect(hasDraft(await press('again', drafted, { personId: 'test:ben' }))).toBe(false);
    const failed = await accepted({ wish: wishFor({ draftsFirst: false }) });
    await core.generations.cancel({ id: failed.id, personId: 'test:ada' });
    expect(hasDraft(await press('retry', failed))).toBe(false);
  });

  test('again asks for the same without the seed, on account of whoever presses', async () => {
    const first = await painted({ wish: wishFor({ model: 'bfl:5@1', seed: 7 }) });
    const reply = await press('again', first, { personId: 'test:ben' });
    expect(wishOf(reply)).toEqual({ ...first.wish, seed: undefined });
    expect(reply).toMatchObject({ generation: { personId: 'test:ben' } });
  });

  test('again, pressed twice at once, is one wish; pressed after the end, a new one', async () => {
    const first = await painted();
    const replies = await Promise.all([press('again', first), press('again', first)]);
    expect(replies.map(({ kind }) => kind).sort()).toEqual(['accepted', 'notice']);
    await underTest.settled();
    expect(underTest.model.open.size).toBe(1);
    for (const call of [...underTest.model.open.values()]) call.succeed();
    await underTest.settled();
    expect((await press('again', first)).kind).toBe('accepted');
  });

  test('vary works from the picture that it names', async () => {
    const first = await painted({ wish: wishFor({ count: 2 }) });
    const reply = await press('vary', first, { position: 1 });
    expect(wishOf(reply).references).toEqual([{ kind: 'kept', key: `${first.id}/result-1` }]);
    expect(wishOf(reply).prompt).toBe(first.wish.prompt);
  });

  test('change asks for words, with those that were there, and paints them', async () => {
    const first = await painted();
    const asked = await press('change', first);
    expect(asked).toMatchObject({ kind: 'form', form: { prefilled: first.wish.prompt } });
    const reply = await press('change', first, { answers: { words: 'at night', pictures: [] } });
    expect(wishOf(reply)).toEqual({ ...first.wish, prompt: 'at night' });
  });

  test('whatever paints it once more keeps its style, with words of its own too', async () => {
    const first = await painted({ wish: wishFor({ style: 'ink' }) });
    expect(wishOf(await press('again', first)).style).toEqual(first.wish.style);
    expect(wishOf(await press('vary', first)).style).toEqual(first.wish.style);
    const words = { answers: { words: 'at night', pictures: [] } };
    for (const action of ['change', 'from']) {
      const { prompt, style } = wishOf(await press(action, first, words));
      expect(prompt).toBe('at night');
      expect(style).toMatchObject({ key: 'ink', prompt: expect.stringMatching(/^at night\nStyle: ink/) });
    }
  });

  test('a style that is on offer no more is kept as it was', async () => {
    const gone = { key: 'sepia', template: '{prompt}, in sepia' };
    const first = await painted({ wish: wishFor({ style: gone }) });
    expect(wishOf(await press('again', first)).style).toEqual(first.wish.style);
    const changed = await press('change', first, { answers: { words: 'a fox', pictures: [] } });
    expect(wishOf(changed).style).toEqual({ ...gone, prompt: 'a fox, in sepia' });
  });

  test('a form leaves room for what the style adds', async () => {
    const first = await painted({
      wish: wishFor({ style: { key: 'sepia', template: '{prompt}, in sepia' } }),
    });
    const asked = await press('change', first);
    expect(asked).toMatchObject({ form: { length: { min: 2, max: 3_000 - ', in sepia'.length } } });
  });

  test('a form says beforehand what it will cost', async () => {
    const first = await painted({ wish: wishFor({ count: 2 }) });
    for (const action of ['change', 'from']) {
      const asked = await press(action, first);
      const note = asked.kind === 'form' ? toPlainText(asked.form.note) : undefined;
      expect(note).toBe('This costs about $0.078.');
    }
  });

  test.each(['change', 'from'])('%s with other words at the same time is another wish', async (action) => {
    const first = await painted();
    const fox = await press(action, first, { answers: { words: 'a red fox', pictures: [] } });
    const whale = await press(action, first, { answers: { words: 'a blue whale', pictures: [] } });
    expect([wishOf(fox).prompt, wishOf(whale).prompt]).toEqual(['a red fox', 'a blue whale']);
  });

  test('work from it takes new words and the picture', async () => {
    const first = await painted();
    expect(await press('from', first)).toMatchObject({ kind: 'form', form: { prefilled: '' } });
    const more = { kind: 'link', url: 'https://example.com/a.png' } as const;
    const reply = await press('from', first, { answers: { words: 'as a stamp', pictures: [more] } });
    expect(wishOf(reply)).toMatchObject({
      prompt: 'as a stamp',
      references: [{ kind: 'kept', key: `${first.id}/result-0` }, more],
    });
  });

  test('files hands out what was stored', async () => {
    const first = await painted({ wish: wishFor({ count: 2 }) });
    const reply = await press('files', first);
    if (reply.kind !== 'files') throw new Error(`Expected files, got ${reply.kind}`);
    expect(reply.pictures.map(({ key }) => key)).toEqual([`${first.id}/result-0`, `${first.id}/result-1`]);
  });

  test('favourite is on, and off again', async () => {
    const first = await painted();
    expect(wordsOf(await press('star', first))).toMatch(/Added/);
    expect(wordsOf(await press('star', first))).toMatch(/Removed/);
  });

  test('favourite pressed once and told of twice is on, however often it is pressed afterwards', async () => {
    const first = await painted();
    const told = (sourceKey: string) => press('star', first, { sourceKey });
    for (const key of ['one', 'two', 'three']) await told(key);
    for (const key of ['one', 'two', 'three']) await told(key);
    expect(wordsOf(await told('three'))).toMatch(/Added/);
    expect(wordsOf(await press('star', first))).toMatch(/Removed/);
  });

  test('what was accepted is not refused when it is told of once more and there is no way to the person', async () => {
    const first = await painted();
    const accepting = await press('again', first, { sourceKey: 'one' });
    if (accepting.kind !== 'accepted') throw new Error(`Expected an acceptance, got ${accepting.kind}`);
    const again = await press('again', first, { sourceKey: 'one', cannotPost: true });
    expect(again).toMatchObject({ kind: 'accepted', generation: { id: accepting.generation.id } });
    const refused = await press('again', first, { sourceKey: 'two', cannotPost: true });
    expect(wordsOf(refused)).toBe('not there');
  });

  test('delete is for its person and for moderators, and leaves nothing behind', async () => {
    const first = await painted();
    expect(wordsOf(await press('remove', first, { personId: 'test:ben' }))).toMatch(/somebody else/);
    const reply = await press('remove', first, { personId: 'test:mod', isModerator: true });
    expect(reply.kind).toBe('removal');
    await expect(underTest.pictures.read(`${first.id}/result-0`)).rejects.toThrow();
    expect(wordsOf(await press('vary', first))).toMatch(/Deleted/);
    expect(wordsOf(await press('again', first))).toMatch(/Deleted/);
  });

  test('delete can be pressed again where a message stayed, for instance because the process died', async () => {
    const first = await painted();
    expect((await press('remove', first)).kind).toBe('removal');
    expect((await press('remove', first)).kind).toBe('removal');
  });

  test('delete works the moment the pictures can be seen, before their arrival is noted', async () => {
    const arrival = Promise.withResolvers<void>();
    underTest.courier.beforeDeliver = () => arrival.promise;
    const first = await painted();
    expect((await press('remove', first)).kind).toBe('removal');
    expect((await underTest.core.gallery.find(first.id))?.results).toEqual([]);
    expect(faults).toEqual([]);
    arrival.resolve();
  });

  test('delete waits for what is still under way, although no message offers it there', async () => {
    const first = await accepted();
    expect(wordsOf(await press('remove', first))).toMatch(/already on it/);
    expect((await underTest.core.gallery.find(first.id))?.generation.removedAtMs).toBeUndefined();
    expect(faults).toEqual([]);
  });

  test('cancel is for its person alone, free while it waits', async () => {
    const first = await accepted();
    expect(wordsOf(await press('cancel', first, { personId: 'test:ben' }))).toMatch(/somebody else/);
    await underTest.settled();
    expect(wordsOf(await press('cancel', first))).toMatch(/already begun/);
    expect(wordsOf(await press('cancel', first))).toMatch(/already ended/);
  });

  test('try again asks for exactly the same', async () => {
    const failed = await accepted({ wish: wishFor({ model: 'bfl:5@1', seed: 7 }) });
    await underTest.settled();
    underTest.model.open.get(failed.id)?.fail(controlledFailure('no'));
    await underTest.settled();
    expect(wishOf(await press('retry', failed))).toEqual(failed.wish);
  });

  test('a private result is there for nobody else', async () => {
    const hidden = await painted({ isPrivate: true });
    for (const action of ['again', 'change', 'files', 'from', 'remove', 'star', 'vary']) {
      const reply = await press(action, hidden, { personId: 'test:ben', isModerator: true });
      expect(wordsOf(reply)).toMatch(/somebody else/);
    }
  });

  test('whose result, or whose action, nobody knows any more says so', async () => {
    const unknown = { id: '0b9f4c1e-7a52-4f0e-9d1b-3c2a1f6e8d70' };
    expect(wordsOf(await press('again', unknown))).toMatch(/no longer know/);
    expect(wordsOf(await press('frame', unknown))).toMatch(/no longer know/);
    const first = await painted();
    expect(wordsOf(await press('again', first, { answers: { words: 'x', pictures: [] } }))).toMatch(
      /no longer know/,
    );
    expect(faults).toEqual([]);
  });

  test('whose pictures to work from are gone says so, and charges nothing', async () => {
    const reference = { kind: 'link', url: 'https://example.com/a.png' } as const;
    const first = await painted({ wish: wishFor({ references: [reference] }) });
    await underTest.storage.transaction(({ pictures }) => pictures.removeOf(first.id));
    expect(wordsOf(await press('again', first))).toMatch(/no longer keep the pictures/);
    expect(wordsOf(await press('vary', first))).toMatch(/no longer keep that picture/);
  });
});
