import type { Wording } from '../commands/wording.ts';
import type { ModelCatalog } from '../core/model-catalog.ts';
import type { OperatorText } from './operator-texts.ts';

/** What every section needs to speak. */
export interface Speech {
  readonly catalog: ModelCatalog;
  readonly language: string;
  readonly wording: Wording;
  /** Whether this process paints; another one that does knows how the image service is. */
  readonly works: boolean;
  readonly nowMs: number;
  readonly say: (key: OperatorText) => string;
}
