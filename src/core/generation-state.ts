/** In the order of a generation's life; the last five are final. */
export const generationStates = [
  'accepted',
  'preparing',
  'waiting',
  'running',
  'made',
  'delivered',
  'failed',
  'cancelled',
  'expired',
  'undeliverable',
] as const;

export type GenerationState = (typeof generationStates)[number];

/** States that count against a person's queue. */
export const queuedStates = [
  'accepted',
  'preparing',
  'waiting',
] as const satisfies readonly GenerationState[];

/** States from which a generation can still come to an end. */
export const unfinishedStates = [...queuedStates, 'running'] as const satisfies readonly GenerationState[];

/** The ends of a generation's life. */
export const finalStates: readonly GenerationState[] = [
  'delivered',
  'failed',
  'cancelled',
  'expired',
  'undeliverable',
];
