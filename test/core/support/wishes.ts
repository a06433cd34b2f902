import type { WishRequest } from '../../../src/core/wish.ts';

/** A plain wish for one picture by the default model, changed as a test needs it. */
export function wishFor(change: Partial<WishRequest> = {}): WishRequest {
  return {
    prompt: 'a lighthouse at dawn',
    model: undefined,
    count: 1,
    aspect: undefined,
    seed: undefined,
    format: undefined,
    references: [],
    ...change,
  };
}
