import type { LostAnswer } from './lost-answer.ts';
import type { Wait } from './pacing.ts';
import type { RunwareLimits } from './runware-limits.ts';
import type { RunwareTransport } from './runware-transport.ts';
import type { ServiceBreaker } from './service-breaker.ts';
import type { SpellingInUse } from './spelling.ts';

/** What all tasks share. */
export interface PaintingTools {
  readonly transport: RunwareTransport;
  readonly breaker: ServiceBreaker;
  readonly spelling: SpellingInUse;
  readonly lostAnswer: LostAnswer;
  readonly limits: RunwareLimits;
  readonly wait: Wait;
  readonly now: () => number;
  readonly random: () => number;
}
