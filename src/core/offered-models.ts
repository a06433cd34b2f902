import type { ModelEntry } from './model-catalog.ts';
import { toMicros } from './money.ts';
import type { PictureSize } from './wish.ts';

const allFormats = ['jpeg', 'png', 'webp'] as const;

// Runware itself allows 20 results in a call; four fill one message and keep an accident affordable.
const common = {
  takesSizeWithReferences: true,
  needsSize: false,
  takesSeed: true,
  formats: allFormats,
  maxReferences: 0,
  maxResults: 4,
  promptLength: { min: 2, max: 3000 },
  referencePriceMicros: 0,
  typicalSeconds: { text: 15, references: 45 },
} as const satisfies Partial<ModelEntry>;

/** The only sizes of Nano Banana: https://runware.ai/docs/models/google-nano-banana */
const nanoBananaSizes = sizes({
  '1:1': [1024, 1024],
  '3:2': [1248, 832],
  '2:3': [832, 1248],
  '4:3': [1184, 864],
  '3:4': [864, 1184],
  '5:4': [1152, 896],
  '4:5': [896, 1152],
  '16:9': [1344, 768],
  '9:16': [768, 1344],
  '21:9': [1536, 672],
});

/** The 1K sizes of Nano Banana Pro: https://runware.ai/docs/models/google-nano-banana-pro */
const nanoBananaProSizes = sizes({
  '1:1': [1024, 1024],
  '3:2': [1264, 848],
  '2:3': [848, 1264],
  '4:3': [1200, 896],
  '3:4': [896, 1200],
  '5:4': [1152, 928],
  '4:5': [928, 1152],
  '16:9': [1376, 768],
  '9:16': [768, 1376],
  '21:9': [1548, 672],
});

/** The only sizes of FLUX.1 Kontext: https://runware.ai/docs/models/bfl-flux-1-kontext-pro */
const kontextSizes = sizes({
  '1:1': [1024, 1024],
  '3:2': [1248, 832],
  '2:3': [832, 1248],
  '4:3': [1184, 880],
  '3:4': [880, 1184],
  '16:9': [1392, 752],
  '9:16': [752, 1392],
  '21:9': [1568, 672],
});

/**
 * Models with free sizes, multiples of 32 and never above 1024 × 1024 pixels in all, so that the price of one megapixel
 * holds: https://runware.ai/docs/models/bfl-flux-2-pro
 */
const oneMegapixelSizes = nanoBananaSizes;

/** Multiples of 64, which the older open models demand. */
const coarseSizes = sizes({
  '1:1': [1024, 1024],
  '3:2': [1152, 768],
  '2:3': [768, 1152],
  '4:3': [1024, 768],
  '3:4': [768, 1024],
  '5:4': [1152, 896],
  '4:5': [896, 1152],
  '16:9': [1344, 768],
  '9:16': [768, 1344],
  '21:9': [1536, 640],
});

/** https://platform.openai.com/docs/guides/image-generation */
const gptImageSizes = sizes({ '1:1': [1024, 1024], '3:2': [1536, 1024], '2:3': [1024, 1536] });

/**
 * Every model that Easel knows, in the order in which they are shown; the first one is the default.
 *
 * Which parameters a model takes follows the schemas that Runware publishes with its SDKs
 * (https://github.com/Runware/runware-python, `runware/types/task_map.py`); prices and sizes follow the model's page
 * under https://runware.ai/docs/models. A price that no official page states is left open, which keeps the model off.
 */
export const knownModels: readonly ModelEntry[] = [
  {
    ...common,
    air: 'google:4@1',
    label: 'Nano Banana (Gemini 2.5 Flash Image)',
    aliases: ['imagen', 'google-imagen', 'nano-banana', 'banana'],
    sizes: nanoBananaSizes,
    // "Either provide inputs.referenceImages, or specify width/height": the picture takes the reference's shape.
    takesSizeWithReferences: false,
    takesSeed: false,
    maxReferences: 8,
    priceMicros: toMicros(0.039),
    typicalSeconds: { text: 11, references: 75 },
  },
  {
    ...common,
    air: 'bfl:5@1',
    label: 'FLUX.2 [pro]',
    aliases: ['flux', 'flux-pro', 'flux.2-pro', 'flux-2-pro', 'flux.1-pro'],
    sizes: oneMegapixelSizes,
    needsSize: true,
    maxReferences: 8,
    priceMicros: toMicros(0.03),
  },
  {
    ...common,
    air: 'google:4@2',
    label: 'Nano Banana Pro (Gemini 3 Pro Image)',
    aliases: ['nano-banana-pro', 'banana-pro'],
    sizes: nanoBananaProSizes,
    // Worded like Nano Banana's rule, so a size beside references is not promised.
    takesSizeWithReferences: false,
    maxReferences: 8,
    priceMicros: toMicros(0.138),
    typicalSeconds: { text: 25, references: 60 },
  },
  {
    ...common,
    air: 'bfl:6@1',
    label: 'FLUX.2 [flex]',
    aliases: ['flux-flex', 'flux.2-flex', 'flux-2-flex'],
    sizes: oneMegapixelSizes,
    needsSize: true,
    maxReferences: 10,
    priceMicros: toMicros(0.06),
  },
  {
    ...common,
    air: 'bfl:3@1',
    label: 'FLUX.1 Kontext [pro]',
    aliases: ['kontext', 'kontext-pro'],
    sizes: kontextSizes,
    needsSize: true,
    maxReferences: 2,
    priceMicros: toMicros(0.04),
  },
  {
    ...common,
    air: 'bfl:4@1',
    label: 'FLUX.1 Kontext [max]',
    aliases: ['kontext-max'],
    sizes: kontextSizes,
    needsSize: true,
    maxReferences: 2,
    priceMicros: toMicros(0.08),
  },
  {
    ...common,
    air: 'runware:106@1',
    label: 'FLUX.1 Kontext [dev]',
    aliases: ['kontext-dev'],
    sizes: kontextSizes,
    maxReferences: 2,
    priceMicros: toMicros(0.0105),
  },
  {
    ...common,
    air: 'google:4@3',
    label: 'Nano Banana 2 (Gemini 3.1 Flash Image)',
    aliases: ['nano-banana-2', 'banana-2'],
    sizes: {},
    takesSizeWithReferences: false,
    maxReferences: 8,
    priceMicros: undefined,
  },
  {
    ...common,
    air: 'bfl:7@1',
    label: 'FLUX.2 [max]',
    aliases: ['flux-max', 'flux.2-max', 'flux-2-max'],
    sizes: oneMegapixelSizes,
    maxReferences: 8,
    priceMicros: undefined,
  },
  {
    ...common,
    air: 'runware:400@1',
    label: 'FLUX.2 [dev]',
    aliases: ['flux-dev', 'flux.2-dev', 'flux-2-dev'],
    sizes: coarseSizes,
    needsSize: true,
    maxReferences: 4,
    priceMicros: undefined,
  },
  {
    ...common,
    air: 'runware:100@1',
    label: 'FLUX.1 [schnell]',
    aliases: ['schnell', 'flux-schnell'],
    sizes: coarseSizes,
    needsSize: true,
    priceMicros: undefined,
    typicalSeconds: { text: 5, references: 5 },
  },
  {
    ...common,
    air: 'runware:101@1',
    label: 'FLUX.1 [dev]',
    aliases: ['flux-1-dev', 'flux.1-dev'],
    sizes: coarseSizes,
    needsSize: true,
    priceMicros: undefined,
  },
  {
    ...common,
    air: 'openai:4@1',
    label: 'GPT Image 1.5',
    aliases: ['gpt-image', 'gpt-image-1.5'],
    sizes: gptImageSizes,
    needsSize: true,
    takesSeed: false,
    maxReferences: 4,
    priceMicros: undefined,
    typicalSeconds: { text: 45, references: 75 },
  },
];

function sizes(table: Record<string, readonly [number, number]>): Readonly<Record<string, PictureSize>> {
  return Object.fromEntries(
    Object.entries(table).map(([aspect, [width, height]]) => [aspect, { width, height }]),
  );
}
