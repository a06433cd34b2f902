import fc from 'fast-check';
import { describe, expect, test } from 'vitest';
import { GenerationFailure } from '../src/core/failure.ts';
import { createLog, type LogOptions } from '../src/log.ts';

function recordLog(options: Partial<LogOptions> = {}) {
  const lines: string[] = [];
  const destination = { write: (line: string) => void lines.push(line) };
  const log = createLog({ level: 'debug', secrets: [], destination, ...options });
  const entries = () => lines.map((line) => JSON.parse(line) as Record<string, unknown>);
  return { log, lines, entries };
}

function textsIn(value: unknown): readonly string[] {
  if (typeof value === 'string') return [value];
  if (typeof value !== 'object' || value === null) return [];
  return Object.entries(value).flatMap(([name, entry]) => [name, ...textsIn(entry)]);
}

describe('a line', () => {
  test('is one JSON object with level, time, fields and message', () => {
    const { log, lines, entries } = recordLog();
    log.info({ generationId: 'a1', costMicros: 39_000 }, 'pictures are stored');
    expect(lines[0]?.endsWith('}\n')).toBe(true);
    expect(entries()).toEqual([
      expect.objectContaining({
        level: 'info',
        time: expect.stringMatching(/^\d{4}-\d\d-\d\dT.*Z$/),
        generationId: 'a1',
        costMicros: 39_000,
        msg: 'pictures are stored',
      }),
    ]);
  });

  test('below the level is not written', () => {
    const { log, entries } = recordLog({ level: 'warn' });
    log.debug({}, 'debug');
    log.info({}, 'info');
    log.warn({}, 'warn');
    log.error({}, 'error');
    expect(entries().map(({ level }) => level)).toEqual(['warn', 'error']);
  });
});

describe('an error', () => {
  test('is written with its facts, its stack and all its causes', () => {
    const { log, entries } = recordLog();
    const root = Object.assign(new Error('connect ECONNREFUSED'), { code: 'ECONNREFUSED', port: 443 });
    const error = new GenerationFailure({
      code: 'provider-unreachable',
      mayRetryHelp: true,
      payment: 'no',
      cause: new TypeError('fetch failed', { cause: new AggregateError([root], 'no address answered') }),
    });
    log.warn({ error }, 'the image service cannot be reached');
    expect(entries()[0]?.error).toMatchObject({
      type: 'GenerationFailure',
      code: 'provider-unreachable',
      payment: 'no',
      stack: expect.stringContaining('log.test.ts'),
      cause: {
        type: 'TypeError',
        message: 'fetch failed',
        cause: { message: 'no address answered', errors: [{ code: 'ECONNREFUSED' }] },
      },
    });
  });

  test('leaves out what a library attached to it, wherever the error stands', () => {
    const { log, lines } = recordLog();
    const body = { content: 'a private prompt' };
    const failed = () =>
      Object.assign(new Error('Unknown interaction'), { code: 10062, requestBody: body, url: '/token' });
    log.error(
      {
        error: failed(),
        attempts: [{ error: failed() }],
        more: { error: new Error('outer', { cause: failed() }) },
      },
      'an update failed',
    );
    expect(lines[0]).toContain('10062');
    expect(lines[0]).not.toContain('private prompt');
    expect(lines[0]).not.toContain('/token');
  });

  test('whose causes go in a circle still gets its line', () => {
    const { log, entries } = recordLog();
    const error = new Error('circle');
    error.cause = error;
    const fields: Record<string, unknown> = { error };
    fields.self = fields;
    log.error(fields, 'round and round');
    expect(entries()).toEqual([expect.objectContaining({ msg: 'round and round' })]);
  });
});

describe('a secret', () => {
  const token = '123:ABC';

  test('inside a URL is replaced, and the rest of the URL stays', () => {
    const { log, entries } = recordLog({ secrets: [token] });
    log.info({ url: 'https://api.telegram.org/bot123:ABC/getMe' }, 'asked https://proxy/?to=bot123%3aABC');
    expect(entries()[0]).toMatchObject({
      url: 'https://api.telegram.org/bot[secret]/getMe',
      msg: 'asked https://proxy/?to=bot[secret]',
    });
  });

  test('that begins with another secret disappears as a whole', () => {
    const { log, entries } = recordLog({ secrets: ['12345', '12345-rest'] });
    log.info({}, '12345-rest 12345');
    expect(entries()[0]?.msg).toBe('[secret] [secret]');
  });

  test('that looks like a part of the line does not damage it', () => {
    const { log, entries } = recordLog({ secrets: ['","level":', '"', 'level'] });
    log.info({ text: 'a "," b' }, 'level');
    expect(entries()[0]).toMatchObject({ text: 'a [secret],[secret] b', msg: '[secret]' });
  });

  test('that is a number is found in numbers', () => {
    const { log, entries } = recordLog({ secrets: ['4815162342'] });
    log.info({ id: 4_815_162_342, other: 7 }, 'numbers');
    expect(entries()[0]).toMatchObject({ id: '[secret]', other: 7 });
  });

  test('appears in no line, wherever and however it was put there', () => {
    const alphabet = fc.constantFrom(...'abcXYZ019:-_./+=%"\\\'&?#@ éя🎨');
    // Longer than the replacement's own words, so that `[secret]` cannot contain it.
    const secrets = fc.array(fc.string({ unit: alphabet, minLength: 9, maxLength: 40 }), {
      minLength: 1,
      maxLength: 3,
    });
    const around = fc.string({ unit: 'grapheme' });
    fc.assert(
      fc.property(secrets, around, around, (known, before, after) => {
        const { log, lines, entries } = recordLog({ secrets: known });
        for (const secret of known) {
          const text = `${before}${secret}${after}`;
          const cause = Object.assign(new Error(text), { code: text });
          log.error(
            {
              [text]: 1,
              text,
              list: [text, { deep: text }],
              url: new URL(`https://host.example/${encodeURIComponent(secret)}/file`),
              json: JSON.stringify({ text }),
              error: new Error(JSON.stringify({ url: text }), { cause }),
            },
            text,
          );
        }
        expect(lines).toHaveLength(known.length);
        const written = entries().flatMap(textsIn);
        for (const secret of known) {
          for (const spelling of [secret, JSON.stringify(secret).slice(1, -1), encodeURIComponent(secret)]) {
            for (const text of [...lines, ...written]) expect(text).not.toContain(spelling);
          }
        }
      }),
    );
  });
});
