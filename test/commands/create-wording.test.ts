import fc from 'fast-check';
import { describe, expect, test } from 'vitest';
import { createWording } from '../../src/commands/create-wording.ts';
import { lengthOf, toPlainText } from '../../src/commands/join-text.ts';
import type { RichText } from '../../src/commands/rich-text.ts';
import { failureCodes } from '../../src/core/failure.ts';
import { generationStates } from '../../src/core/generation-state.ts';
import type { Refusal } from '../../src/core/refusal.ts';
import { pictureAt, sampleCatalog, sampleGeneration, sampleOutcome } from './sample-generation.ts';

const nowMs = Date.UTC(2026, 10, 22, 18, 40);
const wording = createWording({ catalog: sampleCatalog, isSandbox: false, now: () => nowMs });
const sandboxWording = createWording({ catalog: sampleCatalog, isSandbox: true });

/** What stands below the quoted prompt. */
function below(text: RichText): string {
  return toPlainText(text).replace('a lighthouse at dawn\n', '');
}

describe('status', () => {
  test.each([
    [undefined, '⏳ In line.'],
    [0, '⏳ Next in line.'],
    [1, '⏳ In line: 1 request is ahead of this one.'],
    [3, '⏳ In line: 3 requests are ahead of this one.'],
  ])('with %s ahead', (ahead, expected) => {
    expect(below(wording.status({ generation: sampleGeneration(), ahead }))).toBe(expected);
  });

  test('while nothing is painted, and of what is painted all the same', () => {
    const paused = (state: 'waiting' | 'running') =>
      below(wording.status({ generation: sampleGeneration({ state }), ahead: 0, isPaused: true }));
    expect(paused('waiting')).toMatch(/out of order.*keeps its place/);
    expect(paused('running')).toMatch(/^🎨 Painting/);
  });

  test.each([
    [{ count: 1 }, '🎨 Painting with Nano Banana. This usually takes about 9 s.'],
    [{ count: 2 }, '🎨 Painting 2 pictures with Nano Banana. This usually takes about 9 s.'],
    [
      { references: [{ kind: 'kept' as const, key: 'a' }] },
      '🎨 Painting from your pictures with Nano Banana. This takes 30 to 120 s, usually about 14 s.',
    ],
    [{ model: 'gone:1@1' }, '🎨 Painting with gone:1@1.'],
  ])('while %j is painted', (wish, expected) => {
    const generation = sampleGeneration({ state: 'running', wish });
    expect(below(wording.status({ generation, ahead: undefined }))).toBe(expected);
  });

  const painting = (changes: { readonly startedAtMs: number }, p90Ms?: number) => {
    const learned = createWording({
      catalog: sampleCatalog,
      isSandbox: false,
      now: () => nowMs,
      expectedTime: () => ({ medianMs: 10_000, p90Ms }),
    });
    const generation = sampleGeneration({ state: 'running', ...changes });
    return below(learned.status({ generation, ahead: undefined })).split('\n');
  };

  test.each([
    [1_000, undefined, undefined],
    [6_000, undefined, '▓▓▓▓░░░░░░ 6 s so far'],
    [16_000, undefined, '▓▓▓▓▓▓▓▓▓▓ 16 s so far, longer than usual. I keep waiting for it.'],
    [6_000, 20_000, '▓▓▓░░░░░░░ 6 s so far; nearly always done within 20 s'],
    [21_000, 20_000, '▓▓▓▓▓▓▓▓▓▓ 21 s so far, longer than usual. I keep waiting for it.'],
  ])('after %i ms, where nine of ten take %s ms', (elapsedMs, p90Ms, expected) => {
    const [first, second] = painting({ startedAtMs: nowMs - elapsedMs }, p90Ms);
    expect(first).toBe('🎨 Painting with Nano Banana. This usually takes about 10 s.');
    expect(second).toBe(expected);
  });

  test.each([
    ['en', 'Left out of your /settings, because it does not fit here: model, shape.'],
    ['ru', 'Из ваших /settings сюда не подошло: модель, соотношение сторон.'],
  ])('and the result say in %s which settings had no room', (language, note) => {
    const wish = { dropped: ['model', 'aspect'] as const };
    for (const state of ['waiting', 'running'] as const) {
      const generation = sampleGeneration({ state, language, wish });
      expect(
        toPlainText(wording.status({ generation, ahead: 0 }))
          .split('\n')
          .at(-1),
      ).toBe(note);
    }
    const made = sampleOutcome(sampleGeneration({ state: 'made', language, wish }), [7]);
    expect(toPlainText(wording.outcome(made)).split('\n').at(-1)).toBe(note);
  });

  test('shows only the start of a long prompt', () => {
    const generation = sampleGeneration({ wish: { prompt: 'word '.repeat(800) } });
    const [prompt] = wording.status({ generation, ahead: 0 });
    expect(prompt?.style).toBe('quote');
    expect(prompt?.text.length).toBeLessThanOrEqual(200);
  });
});

describe('outcome', () => {
  test('names model, seed and cost', () => {
    const made = sampleOutcome(sampleGeneration({ state: 'made', costMicros: 39_000 }), [4_294_967_295]);
    expect(wording.outcome(made)[0]).toEqual({ text: 'a lighthouse at dawn', style: 'quote' });
    expect(below(wording.outcome(made))).toBe('Nano Banana · seed 4294967295 · AI-generated · $0.039');
  });

  test.each([
    ['en', 'ink', 'Nano Banana · Ink drawing · AI-generated · $0.039'],
    ['ru', 'ink', /^Nano Banana · Тушь · создано ИИ · 0,039\s\$$/],
    ['ru', 'sepia', /^Nano Banana · sepia · создано ИИ · 0,039\s\$$/],
  ])('names the style in %s under the words of the person: %s', (language, key, expected) => {
    const style = { key, template: '{prompt} in ink', prompt: 'a lighthouse at dawn in ink' };
    const generation = sampleGeneration({
      language,
      state: 'delivered',
      costMicros: 39_000,
      wish: { style },
    });
    const text = wording.outcome(sampleOutcome(generation, [undefined]));
    expect(text[0]).toEqual({ text: 'a lighthouse at dawn', style: 'quote' });
    expect(below(text)).toMatch(expected);
    expect(wording.altText(generation, pictureAt(0))).not.toContain('in ink');
  });

  test('names count, shape and every seed', () => {
    const generation = sampleGeneration({
      state: 'delivered',
      costMicros: 78_000,
      wish: { count: 2, aspect: '16:9' },
    });
    expect(below(wording.outcome(sampleOutcome(generation, [7, 8])))).toBe(
      'Nano Banana · 2 pictures · 16:9 · seeds 7, 8 · AI-generated · $0.078',
    );
  });

  test('says when pictures are missing, and that only the others were paid', () => {
    const generation = sampleGeneration({ state: 'made', missingPictures: 2, wish: { count: 4 } });
    expect(below(wording.outcome(sampleOutcome(generation, [1, 2])))).toMatch(
      /^2 of 4: the model refused or lost the rest\. You paid only for what you see here\.\n/,
    );
  });

  test.each([
    [39_000, '$0.039'],
    [30_000, '$0.03'],
    [400, '$0.0004'],
    [27_300, '$0.0273'],
    [123_456, '$0.123'],
    [1_278_000, '$1.28'],
    [10_000_000, '$10'],
    [999_999, '$1.00'],
    [0, '$0'],
  ])('writes %i micro-dollars as %s', (costMicros, expected) => {
    const generation = sampleGeneration({ state: 'made', costMicros });
    expect(below(wording.outcome(sampleOutcome(generation, [undefined])))).toBe(
      `Nano Banana · AI-generated · ${expected}`,
    );
  });

  test.each([
    [{ holdsSlot: false }, 'Nothing was charged.'],
    [{ holdsSlot: true }, 'it may still be charged'],
    [{ costMicros: 39_000 }, 'It cost $0.039.'],
  ])('a cancellation with %j tells what it cost', (changes, expected) => {
    const generation = sampleGeneration({ state: 'cancelled', ...changes });
    expect(below(wording.outcome(sampleOutcome(generation, [])))).toContain(expected);
  });

  test('an expiry tells how long it waited', () => {
    const generation = sampleGeneration({ state: 'expired' });
    expect(below(wording.outcome(sampleOutcome(generation, [])))).toContain('for 60 minutes');
  });
});

describe('failure', () => {
  const cases = failureCodes.flatMap((code) => [true, false].map((mayRetryHelp) => ({ code, mayRetryHelp })));

  test.each(cases)(
    '$code (retry: $mayRetryHelp) says what happened, what it cost and what to do',
    (details) => {
      for (const language of ['en', 'ru']) {
        const words = (wasCharged: boolean) => {
          const failure = { ...details, wasCharged, reference: 'K7PM2QXA' };
          const generation = sampleGeneration({ language, state: 'failed', costMicros: 39_000, failure });
          return below(wording.outcome(sampleOutcome(generation, [])));
        };
        expect(words(false)).toContain(
          language === 'en' ? 'You were not charged.' : 'С вас ничего не списано.',
        );
        expect(words(true)).toContain(language === 'en' ? '$0.039' : '0,039');
        expect(words(false).split('. ').length).toBeGreaterThanOrEqual(3);
      }
    },
  );

  test.each([
    [
      1,
      undefined,
      '⚠️ The model could not use the picture you gave it. You were not charged. Try other pictures, as PNG, JPEG or WebP.',
    ],
    [
      3,
      undefined,
      '⚠️ The model could not use the 3 pictures you gave it, and did not say which one is the trouble. You were not charged. Try other pictures, as PNG, JPEG or WebP.',
    ],
    [
      3,
      'broken',
      '⚠️ I cannot use picture 2: the file is damaged or cut short. You were not charged. Try other pictures, as PNG, JPEG or WebP.',
    ],
    [
      3,
      'unreachable',
      '⚠️ I cannot use picture 2: I could not fetch it. You were not charged. Please try again in a minute.',
    ],
  ] as const)(
    'of %i pictures, with %s, names which one as far as it is known',
    (count, problem, expected) => {
      const picture = problem && { number: 2, problem, format: undefined };
      const details = { code: 'references-refused', mayRetryHelp: false, wasCharged: false } as const;
      const failure = { ...details, reference: 'K7PM2QXA', picture };
      const references = Array.from({ length: count }, () => ({ kind: 'kept' as const, key: 'a' }));
      const generation = sampleGeneration({ state: 'failed', wish: { references }, failure });
      expect(below(wording.outcome(sampleOutcome(generation, [])))).toBe(expected);
    },
  );

  test('a refused prompt is not said once more, and any other is', () => {
    const said = (code: 'content-refused' | 'provider-busy') => {
      const failure = { code, mayRetryHelp: true, wasCharged: false, reference: 'K7PM2QXA' };
      const refused = sampleGeneration({ state: 'failed', failure });
      return toPlainText(wording.outcome(sampleOutcome(refused, [])));
    };
    expect(said('content-refused')).not.toContain('lighthouse');
    expect(said('provider-busy')).toContain('a lighthouse at dawn');
  });

  test('a refused prompt is nothing that the operator must look up', () => {
    const words = (code: 'content-refused' | 'internal') => {
      const failure = { code, mayRetryHelp: false, wasCharged: false, reference: 'K7PM2QXA' };
      return below(wording.outcome(sampleOutcome(sampleGeneration({ state: 'failed', failure }), [])));
    };
    expect(words('content-refused')).not.toContain('K7PM2QXA');
    expect(words('internal')).toContain('Reference: K7PM2QXA');
  });
});

describe('outcomeWithin', () => {
  const made = (prompt: string) =>
    sampleOutcome(sampleGeneration({ state: 'made', costMicros: 39_000, wish: { prompt } }), [7]);
  const facts = 'Nano Banana · seed 7 · AI-generated · $0.039';

  test('shortens the prompt and keeps the facts', () => {
    expect(toPlainText(wording.outcomeWithin(made('a fox '.repeat(50)), 75))).toBe(
      `a fox a fox a fox a fox a fox…\n${facts}`,
    );
  });

  test('drops the prompt before it touches the facts', () => {
    expect(toPlainText(wording.outcomeWithin(made('a fox in the snow'), facts.length + 1))).toBe(facts);
  });

  test('any prompt keeps to any length, and outcome to 4,000', () => {
    const prompts = fc.string({ unit: 'grapheme', maxLength: 500 }).map((text) => text.repeat(10));
    fc.assert(
      fc.property(prompts, fc.integer({ min: 0, max: 1_100 }), (prompt, maxLength) => {
        const text = wording.outcomeWithin(made(prompt), maxLength);
        expect(lengthOf(text)).toBeLessThanOrEqual(maxLength);
        if (maxLength >= facts.length) expect(toPlainText(text).endsWith(facts)).toBe(true);
        expect(lengthOf(wording.outcome(made(prompt)))).toBeLessThanOrEqual(4_000);
      }),
      { numRuns: 50 },
    );
  });

  test('a prompt that fits is shown to the letter, whatever it looks like', () => {
    fc.assert(
      fc.property(fc.string({ unit: 'binary', minLength: 1 }), (words) => {
        const prompt = `<b>x</b>{{seed}}$t(fault)${words}.`;
        expect(wording.outcome(made(prompt))[0]).toEqual({ text: prompt, style: 'quote' });
      }),
    );
  });
});

describe('alternative text', () => {
  test('describes the picture by its prompt', () => {
    expect(wording.altText(sampleGeneration(), pictureAt(0))).toBe(
      'A picture painted from these words: a lighthouse at dawn',
    );
    expect(wording.altText(sampleGeneration({ wish: { count: 3 } }), pictureAt(1))).toMatch(
      /^Picture 2 of 3, /,
    );
  });

  test('keeps to 1,024 characters', () => {
    const generation = sampleGeneration({ wish: { prompt: '🦊'.repeat(2_000) } });
    expect(wording.altText(generation, pictureAt(0)).length).toBeLessThanOrEqual(1_024);
  });
});

describe('refusal', () => {
  const own = {
    reason: 'person-budget-spent',
    period: 'day',
    measure: 'micros',
    asked: 39_000,
    left: 10_000,
    limit: 1_000_000,
    renewsAtMs: Date.UTC(2026, 10, 23),
    remedy: 'less-or-later',
  } as const;
  const words = (refusal: Refusal, language = 'en') => toPlainText(wording.refusal(refusal, language));

  test('a spent budget tells the price, what is left and when it renews', () => {
    expect(words(own)).toBe(
      '💸 This would cost about $0.039, and you have $0.01 left of your $1 for today. Nothing was charged. The budget renews in 6 hours (Nov 23, 00:00 UTC). Until then, fewer pictures or a cheaper model may fit: /models shows the prices.',
    );
  });

  test('a model that is not used in a place goes by its name, also where a button asks for it', () => {
    const problems = [{ problem: 'model-not-here', asked: 'google:4@1', offered: ['flux'] }] as const;
    expect(words({ reason: 'wish-impossible', problems })).toContain(
      'The model Nano Banana is not used here. You can choose flux.',
    );
  });

  test('a spent budget of pictures counts pictures, and suggests no cheaper model', () => {
    const renewsAtMs = Date.UTC(2026, 11, 1);
    const pictures = {
      measure: 'pictures',
      period: 'month',
      asked: 4,
      left: 2,
      limit: 50,
      renewsAtMs,
    } as const;
    expect(words({ ...own, ...pictures })).toBe(
      '💸 That is more pictures than you have left for this month: 2 of your 50. Nothing was charged. The budget renews in 9 days (Dec 1, 00:00 UTC). Until then, fewer pictures may fit.',
    );
  });

  test.each([
    ['place-budget-spent', 'day', '💸 The budget that everyone here shares is used up for today.'],
    ['place-budget-spent', 'month', '💸 The budget that everyone here shares is used up for this month.'],
    ['bot-budget-spent', 'day', '💸 The budget of the whole bot is used up for today.'],
    ['bot-budget-spent', 'month', '💸 The budget of the whole bot is used up for this month.'],
  ] as const)('%s by %s tells when it renews, and no figures', (reason, period, text) => {
    const refusal = { reason, period, renewsAtMs: Date.UTC(2026, 10, 23), remedy: 'later' } as const;
    expect(words(refusal)).toBe(
      `${text} Nothing was charged. The budget renews in 6 hours (Nov 23, 00:00 UTC).`,
    );
    expect(words({ ...refusal, remedy: 'less' })).toMatch(
      /^💸 That is more than the shared budget can ever bear/,
    );
  });

  test('the renewal is named in the zone in which days are counted', () => {
    const local = createWording({
      catalog: sampleCatalog,
      isSandbox: false,
      timeZone: 'Asia/Tokyo',
      now: () => nowMs,
    });
    expect(toPlainText(local.refusal(own, 'en'))).toContain('(Nov 23, 09:00 GMT+9)');
  });

  test('with nothing left, nothing cheaper is suggested', () => {
    expect(words({ ...own, left: 0, remedy: 'later' })).not.toContain('/models');
  });

  test('what no day can pay is not put off until tomorrow', () => {
    const text = words({ ...own, asked: 2_000_000, remedy: 'less' });
    expect(text).toContain('more than the $1 that you may spend in a whole day');
    expect(text).not.toContain('renews');
  });

  test('where there is no budget at all, nothing is suggested', () => {
    const text = words({ ...own, left: 0, limit: 0, remedy: 'nothing' });
    expect(text).toBe(
      '💸 No budget is set aside for this at the moment, so I cannot paint it. Nothing was charged.',
    );
  });

  test('every impossible part of a wish is named, with what is possible', () => {
    const problems = [
      { problem: 'model-unknown', asked: 'fluxx', offered: ['nano-banana', 'flux'] },
      { problem: 'aspect-unknown', asked: '9:21', offered: ['1:1', '3:2', '16:9'] },
      { problem: 'seed-not-taken', model: 'google:4@1' },
    ] as const;
    expect(words({ reason: 'wish-impossible', problems })).toBe(
      [
        'This does not work as asked:',
        '• I do not know the model fluxx. Did you mean flux? /models shows them all.',
        '• This model does not paint in 9:21. You can choose 1:1, 3:2 or 16:9.',
        '• Nano Banana takes no seed: leave it out.',
        'Nothing was charged.',
      ].join('\n'),
    );
  });

  test('an unknown style is told the nearest one by key, else all there are; what a style adds counts', () => {
    const offered = sampleCatalog.styles.offered.map(({ key }) => key);
    const unknown = (asked: string) => ({ problem: 'style-unknown', asked, offered }) as const;
    const tooLong = { problem: 'prompt-too-long', max: 3_000, length: 3_050, style: 'ink' } as const;
    const text = words({
      reason: 'wish-impossible',
      problems: [unknown('Пиксел арт'), unknown('sepia'), tooLong],
    });
    expect(text).toContain('style Пиксел арт. Did you mean pixel-art? /styles');
    expect(text).toMatch(/style sepia\. You can choose photo, .* or pixel-art\./);
    expect(text).toContain('With what the style “Ink drawing” adds');
    expect(text).toContain('3,050 characters, and 3,000 are possible');
  });

  test('a very long model name is not repeated in full', () => {
    const problems = [{ problem: 'model-unknown', asked: 'x'.repeat(100), offered: ['flux'] }] as const;
    expect(words({ reason: 'wish-impossible', problems })).not.toContain('x'.repeat(41));
  });
});

test('in a sandbox every status and result says so, in both languages', () => {
  for (const language of ['en', 'ru']) {
    for (const state of generationStates) {
      const failure = { code: 'internal', mayRetryHelp: false, wasCharged: false, reference: 'K' } as const;
      const generation = sampleGeneration({ language, state, failure });
      expect(toPlainText(sandboxWording.status({ generation, ahead: 0 }))).toContain('🧪');
      expect(toPlainText(sandboxWording.outcome(sampleOutcome(generation, [1])))).toContain('🧪');
      expect(toPlainText(wording.status({ generation, ahead: 0 }))).not.toContain('🧪');
      expect(toPlainText(wording.outcome(sampleOutcome(generation, [1])))).not.toContain('🧪');
    }
    expect(sandboxWording.altText(sampleGeneration({ language }), pictureAt(0))).toMatch(/Sandbox|песочниц/);
  }
});

test('options are named as they are known on the platform', () => {
  const problems = [{ problem: 'unknown', given: 'cuont', nearest: 'count' }] as const;
  const words = (platform: string) =>
    toPlainText(wording.optionProblems(problems, { platform, language: 'en' }));
  expect(words('telegram')).toContain('I do not know the option --cuont. Did you mean --count?');
  expect(words('telegram')).toContain('put -- before the description');
  expect(words('discord')).toContain('I do not know the option cuont. Did you mean count?');
  expect(words('discord')).not.toContain('--');
  const ofRules = { platform: 'telegram', language: 'en', command: 'admin rules' };
  expect(toPlainText(wording.optionProblems(problems, ofRules))).not.toContain('description');
});

test('the description is not named like a flag', () => {
  const problems = [{ problem: 'too-long', option: 'prompt', max: 4_000, length: 4_050 }] as const;
  const words = toPlainText(wording.optionProblems(problems, { platform: 'telegram', language: 'en' }));
  expect(words).toContain('• The description is 4,050 characters long, and 4,000 are possible.');
});

test('a missing prompt alone is asked for without a list', () => {
  const problems = [{ problem: 'missing', option: 'prompt' }] as const;
  expect(toPlainText(wording.optionProblems(problems, { platform: 'telegram', language: 'ru' }))).toBe(
    'Что нарисовать? Опишите это сразу после команды, например /imagine маяк на рассвете',
  );
});
