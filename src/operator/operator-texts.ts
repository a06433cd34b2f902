import type { TextKey } from '../commands/texts/text-key.ts';

/** What the page says, which needs no values. */
export type OperatorText = Extract<TextKey, `operator.${string}`>;
