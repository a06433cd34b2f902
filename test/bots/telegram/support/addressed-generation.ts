import type { TelegramAddress } from '../../../../src/bots/telegram/telegram-address.ts';
import type { DeliverablePicture, OwedOutcome } from '../../../../src/core/courier.ts';
import type { Generation } from '../../../../src/core/generation.ts';

/** A running generation whose answers go to this address. */
export function generationFor(
  address: Partial<TelegramAddress> & { chatId: number },
  change: Partial<Generation> = {},
): Generation {
  return {
    id: '0b5c9f4e-8d6f-4a51-9c43-2d0a5d0f6b11',
    sourceKey: 'telegram:update:1',
    personId: 'telegram:1',
    accountId: 'telegram:1',
    placeId: `telegram:${address.chatId}`,
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
    address: { platform: 'telegram', isDurable: true, chatKind: 'private', personId: 1, ...address },
    state: 'running',
    acceptedAtMs: 1_000,
    expiresAtMs: 3_601_000,
    startedAtMs: 2_000,
    firstSentAtMs: 2_000,
    deadlineAtMs: 302_000,
    endedAtMs: undefined,
    answeredAtMs: undefined,
    removedAtMs: undefined,
    holdsSlot: true,
    attempt: 1,
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
    ...change,
  };
}

/** The same, painted. */
export function made(generation: Generation, bytes: readonly Uint8Array[]): OwedOutcome {
  return {
    isOwed: async () => true,
    generation: { ...generation, state: 'made', costMicros: 39_000 * bytes.length, endedAtMs: 9_000 },
    pictures: bytes.map(
      (content, position): DeliverablePicture => ({
        key: `${generation.id}/${position}`,
        generationId: generation.id,
        role: 'result',
        position,
        mediaType: 'image/jpeg',
        width: 32,
        height: 24,
        byteLength: content.byteLength,
        seed: 100 + position,
        costMicros: 39_000,
        vendorId: undefined,
        read: async () => content,
      }),
    ),
  };
}
