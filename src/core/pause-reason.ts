import type { FailureCode } from './failure.ts';

/** Why every further call of the image service would fail the same way. */
export type PauseReason = Extract<FailureCode, 'provider-out-of-funds' | 'provider-key-rejected'>;
