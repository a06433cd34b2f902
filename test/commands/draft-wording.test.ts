import { describe, expect, test } from 'vitest';
import { readButtonId } from '../../src/commands/button-id.ts';
import { createWording } from '../../src/commands/create-wording.ts';
import { toPlainText } from '../../src/commands/join-text.ts';
import type { Draft } from '../../src/core/courier.ts';
import type { Generation } from '../../src/core/generation.ts';
import type { GenerationState } from '../../src/core/generation-state.ts';
import { sampleCatalog, sampleGeneration, sampleOutcome } from './sample-generation.ts';

const wording = createWording({ catalog: sampleCatalog, isSandbox: false });
const [shown] = sampleOutcome(sampleGeneration(), [1]).pictures;

/** A draft by FLUX that was to cost a cent. */
function draftIn(state: GenerationState, change: Partial<Generation> = {}): Draft {
  const wish = { model: 'bfl:5@1' };
  const generation = sampleGeneration({ draftOf: 'another', reservedMicros: 10_000, state, ...change, wish });
  return { generation, picture: undefined };
}

function drafted(state: GenerationState, change: Partial<Generation> = {}, count = 1): Generation {
  return sampleGeneration({
    reservedMicros: 39_000,
    state,
    ...change,
    wish: { draftModel: 'bfl:5@1', count },
  });
}

const painted = draftIn('delivered', { costMicros: 9_000 });

describe('the status of what a draft comes before', () => {
  const status = (draft: Draft, generation = drafted('running')) =>
    toPlainText(wording.status({ generation, ahead: 0, draft }));

  test.each(['accepted', 'waiting', 'running'] as const)('names both prices while it is %s', (state) => {
    expect(status(draftIn(state))).toMatch(
      /First a quick draft by FLUX.* for about \$0\.01, .* for about \$0\.039/,
    );
  });

  test('marks it, and says what cancelling would cost while the rest was not begun', () => {
    const draft = { ...painted, picture: shown };
    expect(status(draft)).toMatch(/This is only a draft, by FLUX.* for \$0\.009/);
    expect(status(draft)).not.toContain('cancel');
    expect(status(draft, drafted('waiting'))).toContain('you pay for the draft alone');
    expect(status(draft, drafted('waiting', { language: 'ru' }, 2))).toContain('придут 2 картинки');
  });

  test('says that one failed, and that nothing hangs on it', () => {
    expect(status(draftIn('failed'))).toMatch(/did not work out, and you were not charged for it/);
  });
});

describe('the end of what a draft came before', () => {
  const end = (generation: Generation, draft: Draft, isShown = false) =>
    toPlainText(
      wording.outcome({ generation, draft, pictures: isShown && shown ? [{ ...shown, role: 'draft' }] : [] }),
    );

  test('says what the draft cost beside what was asked for', () => {
    expect(end(drafted('made', { costMicros: 39_000 }), painted)).toMatch(
      /The draft by FLUX.* cost \$0\.009/,
    );
    expect(end(drafted('made', { costMicros: 39_000 }), draftIn('failed'))).not.toContain('draft');
  });

  test('is sure of nothing about a draft that had begun', () => {
    const text = end(drafted('cancelled'), draftIn('cancelled', { holdsSlot: true }));
    expect(text).toMatch(/The picture itself is not charged\..*had begun, so it may still be charged/s);
  });

  test.each([
    ['cancelled', /The picture itself is not charged\./],
    ['expired', /The picture itself is not charged\. Please ask again/],
  ] as const)('never says of what %s after a paid draft that nothing was charged', (state, words) => {
    const text = end(drafted(state), painted, true);
    expect(text).toMatch(words);
    expect(text).toMatch(/This is only a draft.*AI-generated/);
    expect(text).not.toMatch(/nothing was charged/i);
    expect(end(drafted(state), draftIn('cancelled'))).toMatch(/nothing was charged/i);
  });

  test('says of one that is still under way that it may cost something', () => {
    const underWay = draftIn('cancelled', { holdsSlot: true });
    expect(end(drafted('cancelled'), underWay)).toMatch(
      /had begun, so it may still be charged: about \$0\.01/,
    );
  });

  test('says of a draft that came to nothing after somebody cancelled that nothing was charged', () => {
    const lost = draftIn('cancelled', { costMicros: 10_000, missingPictures: 1 });
    expect(end(drafted('cancelled'), lost)).toMatch(/nothing was charged/i);
    expect(end(drafted('cancelled'), draftIn('cancelled', { costMicros: 10_000 }))).toContain(
      'The picture itself is not charged',
    );
  });

  test('says of a failure that the draft is all that is charged', () => {
    const failure = {
      code: 'provider-busy',
      mayRetryHelp: true,
      wasCharged: false,
      reference: 'abc',
    } as const;
    const text = end(drafted('failed', { failure }), painted, true);
    expect(text).toMatch(/too busy .* The picture itself is not charged\./);
    expect(end(drafted('failed', { failure }), draftIn('failed'))).toContain('You were not charged.');
  });
});

describe('the buttons under a draft that is all there is', () => {
  const labels = (generation: Generation, pictureCount: number) =>
    wording.buttons(generation, pictureCount).map((row) => row.map(({ id }) => readButtonId(id)?.action));
  const inGroup = { placeId: 'telegram:-5' };
  const failure = {
    code: 'provider-out-of-funds',
    mayRetryHelp: true,
    wasCharged: false,
    reference: 'a',
  } as const;

  test.each([
    ['failed', { failure }, []],
    ['failed', { failure: { ...failure, code: 'provider-busy' } }, [['retry']]],
    ['cancelled', {}, [['retry', 'change']]],
    ['cancelled', { holdsSlot: true }, []],
    ['expired', {}, [['retry']]],
  ] as const)('let people delete and report it where its picture %s', (state, change, others) => {
    const generation = drafted(state, { ...inGroup, ...change });
    expect(labels(generation, 1)).toEqual([...others, ['remove', 'report']]);
    expect(labels(generation, 0)).toEqual(others);
    expect(labels({ ...generation, isPrivate: true }, 1)).toEqual([...others, ['remove']]);
    expect(labels({ ...generation, removedAtMs: 5 }, 1)).toEqual([]);
  });
});
