import type { ModelCatalog } from '../core/model-catalog.ts';
import type { Say } from './texts/texts.ts';

/** What the parts of the wording share. */
export interface WordingTools {
  readonly say: Say;
  readonly catalog: ModelCatalog;
  /** IANA name of the zone in which days and budgets are counted. */
  readonly timeZone: string;
  readonly now: () => number;
}
