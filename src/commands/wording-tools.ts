import type { ModelCatalog } from '../core/model-catalog.ts';
import type { ExpectedTime } from '../core/model-timings.ts';
import type { Wish } from '../core/wish.ts';
import type { Say } from './texts/texts.ts';

/** What the parts of the wording share. */
export interface WordingTools {
  readonly say: Say;
  readonly catalog: ModelCatalog;
  /** IANA name of the zone in which days and budgets are counted. */
  readonly timeZone: string;
  readonly now: () => number;
  /** How long a wish takes; undefined when nobody knows. */
  readonly expectedTime: (wish: Pick<Wish, 'model' | 'references'>) => ExpectedTime | undefined;
}
