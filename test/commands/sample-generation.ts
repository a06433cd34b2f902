import type { GenerationOutcome } from '../../src/core/courier.ts';
import { createStyleCatalog } from '../../src/core/create-style-catalog.ts';
import type { Generation } from '../../src/core/generation.ts';
import { knownTools } from '../../src/core/known-tools.ts';
import type { ModelCatalog, ModelEntry } from '../../src/core/model-catalog.ts';
import type { Wish } from '../../src/core/wish.ts';

const nanoBanana: ModelEntry = {
  air: 'google:4@1',
  label: 'Nano Banana',
  aliases: ['nano-banana', 'banana'],
  sizes: {
    '1:1': { width: 1024, height: 1024 },
    '3:2': { width: 1248, height: 832 },
    '2:3': { width: 832, height: 1248 },
    '16:9': { width: 1344, height: 768 },
  },
  takesSizeWithReferences: false,
  needsSize: false,
  takesSeed: false,
  formats: ['jpeg', 'png', 'webp'],
  maxReferences: 8,
  maxResults: 4,
  promptLength: { min: 2, max: 3_000 },
  priceMicros: 39_000,
  referencePriceMicros: 0,
  typicalSeconds: { text: 9, references: 14 },
};

const flux: ModelEntry = {
  ...nanoBanana,
  air: 'bfl:5@1',
  label: 'FLUX.2 [pro]',
  aliases: ['flux', 'flux-pro'],
  sizes: { '1:1': { width: 1024, height: 1024 }, '21:9': { width: 1536, height: 672 } },
  takesSeed: true,
  maxResults: 1,
  priceMicros: 30_000,
  typicalSeconds: { text: 12, references: 20 },
};

export const sampleCatalog: ModelCatalog = {
  defaultModel: nanoBanana,
  draftModel: undefined,
  offered: [nanoBanana, flux],
  styles: createStyleCatalog(),
  find: findSample,
  toolFor: (verb) => knownTools.find((tool) => tool.verb === verb),
  about: (name) => findSample(name) ?? knownTools.find(({ air }) => air === name),
};

function findSample(name: string): ModelEntry | undefined {
  return [nanoBanana, flux].find((model) =>
    [model.air, model.label, ...model.aliases].includes(name.toLowerCase()),
  );
}

/** A generation with everything filled in; a test names what matters to it. */
export function sampleGeneration(
  changes: Partial<Omit<Generation, 'wish'>> & { wish?: Partial<Wish> } = {},
): Generation {
  return {
    id: '0b9f4c1e-7a52-4f0e-9d1b-3c2a1f6e8d70',
    sourceKey: 'telegram:update:81',
    personId: 'telegram:7',
    accountId: changes.personId ?? 'telegram:7',
    placeId: 'telegram:7',
    language: 'en',
    origin: undefined,
    draftOf: undefined,
    isPrivate: false,
    isSpoiler: false,
    address: { platform: 'telegram', isDurable: true },
    state: 'waiting',
    acceptedAtMs: 1_000,
    expiresAtMs: 1_000 + 60 * 60_000,
    startedAtMs: undefined,
    firstSentAtMs: undefined,
    deadlineAtMs: undefined,
    endedAtMs: undefined,
    answeredAtMs: undefined,
    removedAtMs: undefined,
    holdsSlot: false,
    attempt: 0,
    leaseUntilMs: undefined,
    budgetDay: '2026-11-22',
    reservedMicros: 39_000,
    costMicros: undefined,
    failure: undefined,
    missingPictures: 0,
    texts: [],
    deliveryAttempts: 0,
    deliveryRejections: 0,
    nextDeliveryAtMs: undefined,
    ...changes,
    wish: {
      verb: 'paint',
      prompt: 'a lighthouse at dawn',
      model: 'google:4@1',
      count: 1,
      aspect: undefined,
      size: undefined,
      seed: undefined,
      format: 'jpeg',
      references: [],
      dropped: [],
      ...changes.wish,
    },
  };
}

export function sampleOutcome(
  generation: Generation,
  seeds: readonly (number | undefined)[],
): GenerationOutcome {
  const pictures = seeds.map((seed, position) => ({
    key: `results/${position}`,
    generationId: generation.id,
    role: 'result' as const,
    position,
    mediaType: 'image/png',
    width: 1024,
    height: 1024,
    byteLength: 3,
    seed,
    costMicros: undefined,
    vendorId: undefined,
    read: async () => new Uint8Array([1, 2, 3]),
  }));
  return { generation, pictures };
}

/** One of its pictures, as its alternative text tells of it. */
export function pictureAt(position: number) {
  return { position, role: 'result' } as const;
}
