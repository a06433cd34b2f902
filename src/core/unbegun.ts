import type { Generation } from './generation.ts';
import { noSlot } from './generation.ts';

/** What a generation has that was just accepted. */
export const unbegun = {
  draftOf: undefined,
  state: 'accepted',
  startedAtMs: undefined,
  firstSentAtMs: undefined,
  deadlineAtMs: undefined,
  endedAtMs: undefined,
  answeredAtMs: undefined,
  removedAtMs: undefined,
  ...noSlot,
  attempt: 0,
  costMicros: undefined,
  failure: undefined,
  missingPictures: 0,
  texts: [],
  deliveryAttempts: 0,
  deliveryRejections: 0,
  nextDeliveryAtMs: undefined,
} as const satisfies Partial<Generation>;
