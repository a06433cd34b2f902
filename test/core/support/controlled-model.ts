import type { Payment } from '../../../src/core/failure.ts';
import { GenerationFailure } from '../../../src/core/failure.ts';
import type {
  AccountStatus,
  ImageCall,
  ImageModel,
  ImageResult,
  PaintedPicture,
} from '../../../src/core/image-model.ts';

/** A call that is under way: the test decides how it ends. */
export interface OpenCall {
  readonly call: ImageCall;
  /** With fewer pictures than were asked for when a count is given, and why. */
  succeed(pictureCount?: number, failures?: readonly GenerationFailure[]): void;
  fail(failure: GenerationFailure): void;
}

/** What became of one task, however many calls ask for it. */
interface Outcome {
  readonly pictureCount: number;
  readonly pictureCostMicros: number;
  readonly failures: readonly GenerationFailure[];
}

/** An image backend whose calls stay open until the test ends them. */
export class ControlledModel implements ImageModel {
  /** The latest open call of each id. */
  readonly open = new Map<string, OpenCall>();
  /** Open calls whose id was called again since: they can still end, late. */
  readonly overtaken = new Set<OpenCall>();
  /** How often each id was sent. */
  readonly sent = new Map<string, number>();
  paidMicros = 0;
  /** What each picture of an outcome costs that is decided from now on. */
  pictureCostMicros = 27_300;
  isLeftAlone = false;
  /** What the service finds when it is asked to look at pictures. */
  isExplicit = false;
  /** While true, new calls hang whatever their signal says. */
  isDeaf = false;
  /** A test can make a call hang before its first send. */
  beforeSend: () => Promise<void> = async () => {};
  readonly #outcomes = new Map<string, Outcome | GenerationFailure>();

  async generate(call: ImageCall): Promise<ImageResult> {
    if (call.firstSentAtMs === undefined) {
      await this.beforeSend();
      await call.beforeSend();
      this.sent.set(call.id, (this.sent.get(call.id) ?? 0) + 1);
    }
    call.signal.throwIfAborted();
    const { promise, resolve, reject } = Promise.withResolvers<ImageResult>();
    const close = () => {
      this.overtaken.delete(open);
      if (this.open.get(call.id) === open) this.open.delete(call.id);
    };
    const end = (proposed: Outcome | GenerationFailure) => {
      close();
      const outcome = this.#outcomeOf(call.id, proposed);
      if (outcome instanceof GenerationFailure) reject(outcome);
      else resolve({ ...resultOf(call, outcome), isExplicit: this.isExplicit });
    };
    const open: OpenCall = {
      call,
      succeed: (pictureCount = call.count, failures = []) =>
        end({ pictureCount, pictureCostMicros: this.pictureCostMicros, failures }),
      fail: end,
    };
    if (!this.isDeaf) {
      call.signal.addEventListener('abort', () => {
        close();
        reject(call.signal.reason);
      });
    }
    const earlier = this.open.get(call.id);
    if (earlier !== undefined) this.overtaken.add(earlier);
    this.open.set(call.id, open);
    return promise;
  }

  /** The first end of a task is what became of it, and is paid once; whoever asks for it later hears the same. */
  #outcomeOf(id: string, proposed: Outcome | GenerationFailure): Outcome | GenerationFailure {
    const known = this.#outcomes.get(id);
    if (known !== undefined) return known;
    this.#outcomes.set(id, proposed);
    if (!(proposed instanceof GenerationFailure)) {
      this.paidMicros += proposed.pictureCount * proposed.pictureCostMicros;
    }
    return proposed;
  }

  /** Set to make the account not be in order. */
  accountFailure: GenerationFailure | undefined;
  accountChecks = 0;
  balanceDollars: number | undefined = 1;

  async checkAccount(): Promise<AccountStatus> {
    this.accountChecks += 1;
    if (this.accountFailure !== undefined) throw this.accountFailure;
    return { balanceDollars: this.balanceDollars };
  }
}

export function refusedByProvider(): GenerationFailure {
  return new GenerationFailure({ code: 'content-refused', mayRetryHelp: false, payment: 'no' });
}

function resultOf(call: ImageCall, { failures, pictureCostMicros, pictureCount }: Outcome): ImageResult {
  const made = Array.from({ length: pictureCount }, (_, index) => index);
  const costMicros = pictureCount * pictureCostMicros;
  if (call.verb === 'describe' || call.verb === 'enhance') {
    const texts = made.map((index) => ({ text: `words ${index}`, costMicros: pictureCostMicros }));
    return { pictures: [], texts, failures, costMicros };
  }
  const pictures = made.map((index) => pictureOf(call, index, pictureCostMicros));
  return { pictures, texts: [], failures, costMicros };
}

function pictureOf(call: ImageCall, index: number, costMicros: number): PaintedPicture {
  return {
    bytes: new TextEncoder().encode(`${call.id}/${index}`),
    mediaType: 'image/jpeg',
    width: 1024,
    height: 1024,
    seed: index,
    costMicros,
    vendorId: undefined,
  };
}

export function controlledFailure(payment: Payment): GenerationFailure {
  return new GenerationFailure({ code: 'provider-failed', mayRetryHelp: true, payment });
}
