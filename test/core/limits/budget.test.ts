import fc from 'fast-check';
import { expect, test } from 'vitest';
import type { PartialBudget } from '../../../src/core/limits/budget.ts';
import { measures, periods, resolveBudget } from '../../../src/core/limits/budget.ts';

const standard = { day: { micros: 100, pictures: 10 }, month: { micros: 1_000, pictures: 50 } };

test('the standard holds where nothing else was said', () => {
  expect(resolveBudget({ own: [], roles: [], standard })).toEqual(standard);
  expect(resolveBudget({ own: [{}], roles: [{}, { day: {} }], standard })).toEqual(standard);
});

test('the most generous role holds, number by number, be it below the standard', () => {
  const roles = [{ day: { micros: 50, pictures: 3 } }, { day: { micros: 20, pictures: 7 } }];
  expect(resolveBudget({ own: [], roles, standard })).toEqual({
    ...standard,
    day: { micros: 50, pictures: 7 },
  });
});

test('what was set for a person holds whatever their roles say', () => {
  const own = [{ day: { micros: 5 }, month: { pictures: Number.POSITIVE_INFINITY } }];
  const roles = [{ day: { micros: 500, pictures: 500 } }];
  expect(resolveBudget({ own, roles, standard })).toEqual({
    day: { micros: 5, pictures: 500 },
    month: { micros: 1_000, pictures: Number.POSITIVE_INFINITY },
  });
});

test('of what was set for one person under several names, the strictest holds', () => {
  const anyLimit = fc.option(fc.oneof(fc.nat(1_000), fc.constant(Number.POSITIVE_INFINITY)), {
    nil: undefined,
  });
  const anyBudget: fc.Arbitrary<PartialBudget> = fc
    .tuple(anyLimit, anyLimit, anyLimit, anyLimit)
    .map(([dayMicros, dayPictures, monthMicros, monthPictures]) => ({
      day: defined({ micros: dayMicros, pictures: dayPictures }),
      month: defined({ micros: monthMicros, pictures: monthPictures }),
    }));
  fc.assert(
    fc.property(anyBudget, anyBudget, fc.array(anyBudget), (one, other, roles) => {
      const alone = (own: PartialBudget) => resolveBudget({ own: [own], roles, standard });
      const together = resolveBudget({ own: [one, other], roles, standard });
      for (const period of periods) {
        for (const measure of measures) {
          const said = [one, other].filter((own) => own[period]?.[measure] !== undefined);
          const expected = (said.length === 0 ? [one] : said).map((own) => alone(own)[period][measure]);
          expect(together[period][measure]).toBe(Math.min(...expected));
        }
      }
    }),
  );
});

function defined<Limits extends Readonly<Record<string, number | undefined>>>(limits: Limits) {
  return Object.fromEntries(Object.entries(limits).filter(([, limit]) => limit !== undefined));
}
