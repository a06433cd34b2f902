import { randomUUID } from 'node:crypto';
import type { Acceptance } from '../../../../src/core/acceptance-desk.ts';
import type { Address } from '../../../../src/core/address.ts';
import type { Courier, DeliverablePicture, OwedOutcome } from '../../../../src/core/courier.ts';
import type { Generation } from '../../../../src/core/generation.ts';
import type { GenerationRequest } from '../../../../src/core/generation-request.ts';
import type { GenerationService } from '../../../../src/core/generation-service.ts';
import type { Refusal } from '../../../../src/core/refusal.ts';

/** Stands in for the core: accepts everything at once and has the first answer sent, as the real one does. */
export class AcceptingCore implements GenerationService {
  courier: Courier | undefined;
  refuseWith: Refusal | undefined;
  failWith: Error | undefined;
  readonly requests: GenerationRequest[] = [];
  readonly #acknowledged: Promise<Generation>[] = [];
  #accepted: (() => void)[] = [];
  /** What the bot said of lost places, oldest first. */
  readonly lost: ((address: Address) => boolean)[] = [];
  #losing: (() => void)[] = [];
  /** What anybody who asks has missed. */
  readonly missed = new Set<string>();
  /** Resolves with what the bot first said to have told. */
  readonly forgotten = Promise.withResolvers<readonly string[]>();

  async request(request: GenerationRequest): Promise<Acceptance> {
    if (this.failWith !== undefined) throw this.failWith;
    this.requests.push(request);
    if (this.refuseWith !== undefined) return { kind: 'refused', refusal: this.refuseWith };
    const generation = toGeneration(request);
    const acknowledged = this.#acknowledge(generation);
    // A test that awaits it sees the failure; another one does not care.
    acknowledged.catch(() => undefined);
    this.#acknowledged.push(acknowledged);
    for (const resolve of this.#accepted.splice(0)) resolve();
    return { kind: 'accepted', generation, ahead: 0 };
  }

  async cancel(): Promise<never> {
    throw new Error('the stand-in cancels nothing');
  }

  async abandonAt(isLost: (address: Address) => boolean): Promise<number> {
    this.lost.push(isLost);
    for (const resolve of this.#losing.splice(0)) resolve();
    return 0;
  }

  async acceptedFor(): Promise<undefined> {
    return undefined;
  }

  async missedBy(): Promise<readonly string[]> {
    return [...this.missed];
  }

  async forgetMissed(ids: readonly string[]): Promise<void> {
    for (const id of ids) this.missed.delete(id);
    this.forgotten.resolve(ids);
  }

  async movePlace(): Promise<never> {
    throw new Error('the stand-in moves nothing');
  }

  /** Resolves once the bot has said this often that places are lost. */
  async lostPlaces(count: number): Promise<void> {
    while (this.lost.length < count) await new Promise<void>((resolve) => this.#losing.push(resolve));
  }

  async unfinished(): Promise<never> {
    throw new Error('the stand-in has nothing under way');
  }

  /** The nth accepted generation once its first answer has arrived; rejects when that failed. */
  async acknowledged(index = 0): Promise<Generation> {
    while (this.#acknowledged.length <= index) {
      await new Promise<void>((resolve) => this.#accepted.push(resolve));
    }
    const generation = await this.#acknowledged[index];
    if (generation === undefined) throw new Error(`Expected an accepted generation number ${index}`);
    return generation;
  }

  async #acknowledge(generation: Generation): Promise<Generation> {
    if (this.courier === undefined) throw new Error('Expected a courier');
    const address = await this.courier.acknowledge({ generation, ahead: 2 });
    return { ...generation, address, state: 'waiting' };
  }
}

function toGeneration({ wish: { style: _style, ...wish }, ...request }: GenerationRequest): Generation {
  return {
    ...request,
    isSpoiler: false,
    draftOf: undefined,
    accountId: request.personId,
    id: randomUUID(),
    wish: {
      ...wish,
      verb: wish.verb ?? 'paint',
      model: wish.model ?? 'google:4@1',
      count: wish.count ?? 1,
      size: undefined,
      format: wish.format ?? 'jpeg',
      dropped: [],
    },
    state: 'accepted',
    budgetDay: '2026-11-22',
    acceptedAtMs: 1_000,
    expiresAtMs: 3_601_000,
    startedAtMs: undefined,
    firstSentAtMs: undefined,
    deadlineAtMs: undefined,
    endedAtMs: undefined,
    answeredAtMs: undefined,
    removedAtMs: undefined,
    holdsSlot: false,
    attempt: 0,
    leaseUntilMs: undefined,
    reservedMicros: 39_000,
    costMicros: undefined,
    failure: undefined,
    missingPictures: 0,
    texts: [],
    deliveryAttempts: 0,
    deliveryRejections: 0,
    nextDeliveryAtMs: undefined,
  };
}

export interface PaintedBytes {
  readonly bytes: Uint8Array;
  readonly mediaType: string;
  readonly width?: number;
  readonly height?: number;
}

/** The generation with its pictures made, ready to be delivered. */
export function made(generation: Generation, pictures: readonly PaintedBytes[]): OwedOutcome {
  return {
    isOwed: async () => true,
    generation: { ...generation, state: 'made', costMicros: 39_000 * pictures.length, endedAtMs: 9_000 },
    pictures: pictures.map((picture, position) => toPicture(generation, picture, position)),
  };
}

function toPicture(generation: Generation, picture: PaintedBytes, position: number): DeliverablePicture {
  const { bytes, mediaType, width = 64, height = 64 } = picture;
  return {
    key: `${generation.id}/${position}`,
    generationId: generation.id,
    role: 'result',
    position,
    mediaType,
    width,
    height,
    byteLength: bytes.byteLength,
    seed: 4_242 + position,
    costMicros: 39_000,
    vendorId: undefined,
    read: async () => bytes,
  };
}
