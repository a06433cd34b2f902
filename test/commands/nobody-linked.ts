import type { Linking } from '../../src/core/linking.ts';

/** Nobody is linked, and no code is good. */
export const nobodyLinked: Linking = {
  offer: async () => ({ kind: 'code', code: 'K7QM-2XWD' }),
  join: async () => ({ kind: 'refused', refusal: { reason: 'wrong-code' } }),
  spoil: async () => undefined,
  part: async () => ({ kind: 'not-linked' }),
};
