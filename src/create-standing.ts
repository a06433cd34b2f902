import type { ImageModel } from './core/image-model.ts';
import type { Limits } from './core/limits/admission.ts';
import { resolveBudget } from './core/limits/budget.ts';
import { Calendar } from './core/limits/calendar.ts';
import type { Storage } from './core/storage/storage.ts';
import type { Readiness } from './status/readiness.ts';
import type { Standing } from './status/standing.ts';

interface StandingOptions {
  readonly storage: Storage;
  readonly model: Pick<ImageModel, 'isLeftAlone'>;
  readonly readiness: Readiness;
  readonly limits: Limits;
  /** IANA name of the zone in which budgets renew. */
  readonly timeZone: string;
  readonly now: () => number;
}

/** Creates what looks how Easel stands: the same for whoever measures and for whoever watches. */
export function createStanding(options: StandingOptions): () => Promise<Standing> {
  const { storage, model, readiness, limits, now } = options;
  const calendar = new Calendar(options.timeZone);
  return () =>
    storage.read(async ({ allotments, generations, ledger }) => {
      const usage = await ledger.usage({ day: calendar.dayOf(now()), personId: undefined });
      const decided = (await allotments.of(['bot'])).get('bot')?.budget ?? {};
      const budget = resolveBudget({ own: [decided], roles: [], standard: limits.budgets.bot });
      return {
        load: await generations.load(undefined),
        outbox: await generations.outbox(),
        platforms: readiness.platforms,
        isProviderLeftAlone: model.isLeftAlone,
        budget: {
          usedMicros: usage.reservedMicros + usage.spentMicros,
          limitMicros: budget.day.micros,
        },
      };
    });
}
