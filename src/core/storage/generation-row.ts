import type { Address } from '../address.ts';
import type { FailureRecord } from '../failure-record.ts';
import type { Generation } from '../generation.ts';
import type { Wish } from '../wish.ts';
import {
  storableFlag,
  storableInteger,
  storableKey,
  storableOptionalInteger,
  storableText,
} from './storable.ts';
import type { AddressRow, GenerationRow } from './tables.ts';

/** What is written with the entity; the rest is kept in step beside it. */
export type StoredGeneration = Omit<
  GenerationRow,
  'sequence' | 'folded_prompt' | 'kept_results' | 'kept_bytes' | 'shown_at_ms' | 'held_by'
>;
export type StoredAddress = Omit<AddressRow, 'generation_id'>;

/** @throws RangeError when a field would not come back as it is. */
export function toGenerationRow(generation: Generation): StoredGeneration {
  return {
    id: storableKey('id', generation.id),
    source_key: storableKey('sourceKey', generation.sourceKey),
    origin: generation.origin === undefined ? null : storableKey('origin', generation.origin),
    draft_of: generation.draftOf === undefined ? null : storableKey('draftOf', generation.draftOf),
    person_id: storableKey('personId', generation.personId),
    account_id: storableKey('accountId', generation.accountId),
    place_id: storableText('placeId', generation.placeId),
    language: storableText('language', generation.language),
    is_private: storableFlag(generation.isPrivate),
    is_spoiler: storableFlag(generation.isSpoiler),
    wish: JSON.stringify(generation.wish),
    state: generation.state,
    accepted_at_ms: storableInteger('acceptedAtMs', generation.acceptedAtMs),
    expires_at_ms: storableInteger('expiresAtMs', generation.expiresAtMs),
    started_at_ms: storableOptionalInteger('startedAtMs', generation.startedAtMs),
    first_sent_at_ms: storableOptionalInteger('firstSentAtMs', generation.firstSentAtMs),
    deadline_at_ms: storableOptionalInteger('deadlineAtMs', generation.deadlineAtMs),
    ended_at_ms: storableOptionalInteger('endedAtMs', generation.endedAtMs),
    answered_at_ms: storableOptionalInteger('answeredAtMs', generation.answeredAtMs),
    removed_at_ms: storableOptionalInteger('removedAtMs', generation.removedAtMs),
    holds_slot: storableFlag(generation.holdsSlot),
    attempt: storableInteger('attempt', generation.attempt),
    lease_until_ms: storableOptionalInteger('leaseUntilMs', generation.leaseUntilMs),
    budget_day: storableText('budgetDay', generation.budgetDay),
    reserved_micros: storableInteger('reservedMicros', generation.reservedMicros),
    cost_micros: storableOptionalInteger('costMicros', generation.costMicros),
    failure: generation.failure === undefined ? null : JSON.stringify(generation.failure),
    texts: JSON.stringify(generation.texts),
    missing_pictures: storableInteger('missingPictures', generation.missingPictures),
    delivery_attempts: storableInteger('deliveryAttempts', generation.deliveryAttempts),
    delivery_rejections: storableInteger('deliveryRejections', generation.deliveryRejections),
    next_delivery_at_ms: storableOptionalInteger('nextDeliveryAtMs', generation.nextDeliveryAtMs),
  };
}

/** The detail of an address must be JSON: whatever else it holds (undefined, dates, …) does not survive. */
export function toAddressRow(address: Address): StoredAddress {
  const { platform, isDurable, ...detail } = address;
  return {
    platform: storableKey('address.platform', platform),
    is_durable: storableFlag(isDurable),
    detail: JSON.stringify(detail),
  };
}

export function toGeneration(row: StoredGeneration & StoredAddress): Generation {
  return {
    id: row.id,
    sourceKey: row.source_key,
    origin: row.origin ?? undefined,
    draftOf: row.draft_of ?? undefined,
    personId: row.person_id,
    accountId: row.account_id,
    placeId: row.place_id,
    language: row.language,
    isPrivate: row.is_private === 1,
    isSpoiler: row.is_spoiler === 1,
    wish: parseWish(row.wish),
    address: parseAddress(row),
    state: row.state,
    acceptedAtMs: row.accepted_at_ms,
    expiresAtMs: row.expires_at_ms,
    startedAtMs: row.started_at_ms ?? undefined,
    firstSentAtMs: row.first_sent_at_ms ?? undefined,
    deadlineAtMs: row.deadline_at_ms ?? undefined,
    endedAtMs: row.ended_at_ms ?? undefined,
    answeredAtMs: row.answered_at_ms ?? undefined,
    removedAtMs: row.removed_at_ms ?? undefined,
    holdsSlot: row.holds_slot === 1,
    attempt: row.attempt,
    leaseUntilMs: row.lease_until_ms ?? undefined,
    budgetDay: row.budget_day,
    reservedMicros: row.reserved_micros,
    costMicros: row.cost_micros ?? undefined,
    failure: row.failure === null ? undefined : parseFailure(row.failure),
    texts: JSON.parse(row.texts),
    missingPictures: row.missing_pictures,
    deliveryAttempts: row.delivery_attempts,
    deliveryRejections: row.delivery_rejections,
    nextDeliveryAtMs: row.next_delivery_at_ms ?? undefined,
  };
}

/** Reads the wish of a stored generation. */
export function parseWish(text: string): Wish {
  // Written by toGenerationRow alone; JSON leaves out what is undefined.
  const stored: Omit<Wish, 'verb' | 'aspect' | 'size' | 'seed' | 'dropped'> & Partial<Wish> =
    JSON.parse(text);
  return {
    // Earlier releases did nothing but paint.
    verb: stored.verb ?? 'paint',
    prompt: stored.prompt,
    ...(stored.style && { style: stored.style }),
    model: stored.model,
    count: stored.count,
    aspect: stored.aspect,
    size: stored.size,
    seed: stored.seed,
    format: stored.format,
    references: stored.references,
    ...(stored.contentCheck && { contentCheck: stored.contentCheck }),
    // Earlier releases knew no defaults.
    dropped: stored.dropped ?? [],
    ...(stored.draftModel && { draftModel: stored.draftModel }),
  };
}

/** Reads an address as it is stored. */
export function parseAddress(row: StoredAddress): Address {
  const detail: Record<string, unknown> = JSON.parse(row.detail);
  return { ...detail, platform: row.platform, isDurable: row.is_durable === 1 };
}

function parseFailure(text: string): FailureRecord {
  return JSON.parse(text);
}
