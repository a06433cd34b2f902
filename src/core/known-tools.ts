import type { ToolEntry } from './model-catalog.ts';

const nothingToSay = { min: 0, max: 3000 } as const;

/**
 * The models of everything but painting. No official page states what they cost, so each is off until the operator
 * gives its price; the sandbox does it for nothing.
 */
export const knownTools: readonly ToolEntry[] = [
  {
    // https://runware.ai/docs/en/tools/upscale
    verb: 'upscale',
    air: 'runware:504@1',
    label: 'Real-ESRGAN',
    promptLength: nothingToSay,
    priceMicros: undefined,
    typicalSeconds: { text: 10, references: 10 },
  },
  {
    // https://runware.ai/docs/en/tools/remove-background
    verb: 'cutout',
    air: 'runware:112@5',
    label: 'BiRefNet',
    promptLength: nothingToSay,
    priceMicros: undefined,
    typicalSeconds: { text: 8, references: 8 },
  },
  {
    // https://runware.ai/docs/en/tools/caption
    verb: 'describe',
    air: 'runware:152@2',
    label: 'Qwen2.5-VL',
    promptLength: nothingToSay,
    priceMicros: undefined,
    typicalSeconds: { text: 8, references: 8 },
  },
  {
    // https://runware.ai/docs/en/tools/prompt-enhancer takes prompts of 1 to 300 characters.
    verb: 'enhance',
    air: 'runware:llama-3-1-8b@prompt-enhancer',
    label: 'Llama 3.1',
    promptLength: { min: 1, max: 300 },
    priceMicros: undefined,
    typicalSeconds: { text: 5, references: 5 },
  },
];
