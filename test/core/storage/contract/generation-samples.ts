import fc from 'fast-check';
import { failureCodes } from '../../../../src/core/failure.ts';
import type { Generation } from '../../../../src/core/generation.ts';
import { generationStates } from '../../../../src/core/generation-state.ts';
import { verbs } from '../../../../src/core/verb.ts';
import { pictureFormats } from '../../../../src/core/wish.ts';

/** A plain waiting generation; two with the same id also share their source. */
export function sampleGeneration(changes: Partial<Generation> = {}): Generation {
  const id = changes.id ?? crypto.randomUUID();
  return {
    id,
    sourceKey: `source:${id}`,
    personId: 'discord:1',
    accountId: changes.personId ?? 'discord:1',
    placeId: 'discord:2',
    language: 'en',
    origin: undefined,
    draftOf: undefined,
    isPrivate: false,
    isSpoiler: false,
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
    },
    address: { platform: 'discord', isDurable: false, token: 'abc' },
    state: 'waiting',
    acceptedAtMs: 1_000,
    expiresAtMs: 2_000,
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
  };
}

/** What people type: any code units, among them NUL, lone surrogates, quotes and emoji. */
const anyProse = fc.oneof(
  fc.string({ unit: 'binary', maxLength: 60 }),
  fc.string({ unit: 'grapheme', maxLength: 60 }),
  fc
    .array(fc.constantFrom('\0', '\ud800', '\udfff', '"', "'", '\\', '🗼', '‮', 'ё', '$1', '?', '%'), {
      maxLength: 20,
    })
    .map((parts) => parts.join('')),
);

/** What identifies something: any well-formed text without NUL. */
const anyKey = fc
  .string({ unit: 'grapheme', minLength: 1, maxLength: 40 })
  .filter((text) => !text.includes('\0'));

const anyTime = fc.maxSafeNat();
const maybe = <Value>(value: fc.Arbitrary<Value>) => fc.option(value, { nil: undefined });
const anyCount = fc.nat(2_000_000_000);

/** Objects as the application makes them; fast-check would also make some without a prototype. */
function plainRecord<Fields>(fields: { [Name in keyof Fields]: fc.Arbitrary<Fields[Name]> }) {
  return fc.record(fields, { noNullPrototype: true });
}

const anyPlainWish = plainRecord({
  verb: fc.constantFrom(...verbs),
  prompt: anyProse,
  model: anyProse,
  count: fc.integer({ min: 1, max: 20 }),
  aspect: maybe(fc.constantFrom('1:1', '16:9')),
  size: maybe(plainRecord({ width: fc.nat(4_096), height: fc.nat(4_096) })),
  seed: maybe(fc.maxSafeNat()),
  format: fc.constantFrom(...pictureFormats),
  references: fc.array(plainRecord({ kind: fc.constant('link' as const), url: anyProse }), { maxLength: 4 }),
  dropped: fc.subarray(['model', 'style', 'count', 'aspect', 'format', 'draftsFirst'] as const),
});

const anyStyle = plainRecord({ key: anyProse, template: anyProse, prompt: anyProse });

const anyWish = fc.oneof(
  anyPlainWish,
  fc.tuple(anyPlainWish, anyKey).map(([wish, draftModel]) => ({ ...wish, draftModel })),
  fc.tuple(anyPlainWish, anyStyle).map(([wish, style]) => ({ ...wish, style })),
);

const anyAddress = fc
  .record({
    detail: fc.dictionary(anyProse, fc.jsonValue({ stringUnit: 'binary' }), { maxKeys: 4 }),
    platform: anyKey,
    isDurable: fc.boolean(),
  })
  // JSON knows no negative zero.
  .map(({ detail, ...fixed }) => ({ ...JSON.parse(JSON.stringify(detail)), ...fixed }));

const anyFailure = plainRecord({
  code: fc.constantFrom(...failureCodes),
  mayRetryHelp: fc.boolean(),
  wasCharged: fc.boolean(),
  reference: anyProse,
});

/** Any generation at all; ids and sources repeat only by design. */
export const anyGeneration: fc.Arbitrary<Generation> = plainRecord({
  id: fc.uuid({ version: 4 }),
  sourceKey: anyKey,
  personId: anyKey,
  accountId: anyKey,
  placeId: anyKey,
  language: anyKey,
  origin: maybe(anyKey),
  draftOf: maybe(anyKey),
  isPrivate: fc.boolean(),
  isSpoiler: fc.boolean(),
  wish: anyWish,
  address: anyAddress,
  state: fc.constantFrom(...generationStates),
  acceptedAtMs: anyTime,
  expiresAtMs: anyTime,
  startedAtMs: maybe(anyTime),
  firstSentAtMs: maybe(anyTime),
  deadlineAtMs: maybe(anyTime),
  endedAtMs: maybe(anyTime),
  answeredAtMs: maybe(anyTime),
  removedAtMs: maybe(anyTime),
  holdsSlot: fc.boolean(),
  attempt: anyCount,
  leaseUntilMs: maybe(anyTime),
  budgetDay: anyKey,
  reservedMicros: anyTime,
  costMicros: maybe(anyTime),
  failure: maybe(anyFailure),
  missingPictures: anyCount,
  texts: fc.array(anyProse, { maxLength: 2 }),
  deliveryAttempts: anyCount,
  deliveryRejections: anyCount,
  nextDeliveryAtMs: maybe(anyTime),
});
