import type { Address } from './address.ts';
import type { Generation } from './generation.ts';
import { remove } from './generation.ts';

/** Where nothing goes any more: the address of a request that was erased. */
export const noAddress: Address = { platform: 'none', isDurable: false };

/** Whether all but the account of it is gone: it tells no more what it was made from. */
export function isErased({ address }: Pick<Generation, 'address'>): boolean {
  return address.platform === noAddress.platform;
}

/** Takes what has ended out of everybody's sight; pictures that were made and not brought yet are not brought. */
export function hide(generation: Generation, nowMs: number): Generation {
  // Its status message is still there, and what becomes of it is told like a cancellation.
  const withheld =
    generation.state === 'made' ? ({ ...generation, state: 'cancelled' } as const) : generation;
  return remove(withheld, nowMs);
}

/**
 * What is left of a request as an entry of the account: who, when and where, by which model, how it ended and what it
 * cost. No word of it, none that came of it, no address, and nothing of the pictures it was made from.
 */
export function erase(generation: Generation): Generation {
  const { count, format, model, verb } = generation.wish;
  return {
    ...generation,
    origin: undefined,
    language: 'und',
    wish: {
      verb,
      prompt: '',
      model,
      count,
      aspect: undefined,
      size: undefined,
      seed: undefined,
      format,
      references: [],
      dropped: [],
    },
    texts: [],
    address: noAddress,
  };
}
