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

const pictureCostMicros = 27_300;

/** An image backend whose calls stay open until the test ends them. */
export class ControlledModel implements ImageModel {
  readonly open = new Map<string, OpenCall>();
  /** How often each id was sent. */
  readonly sent = new Map<string, number>();
  paidMicros = 0;
  isLeftAlone = false;

  async generate(call: ImageCall): Promise<ImageResult> {
    if (call.firstSentAtMs === undefined) {
      await call.beforeFirstSend();
      this.sent.set(call.id, (this.sent.get(call.id) ?? 0) + 1);
    }
    call.signal.throwIfAborted();
    return new Promise((resolve, reject) => {
      const close = () => this.open.delete(call.id);
      call.signal.addEventListener('abort', () => {
        close();
        reject(call.signal.reason);
      });
      this.open.set(call.id, {
        call,
        succeed: (pictureCount = call.count, failures = []) => {
          close();
          this.paidMicros += pictureCount * pictureCostMicros;
          resolve({ ...resultOf(call, pictureCount), failures });
        },
        fail: (failure) => {
          close();
          reject(failure);
        },
      });
    });
  }

  /** Set to make the account not be in order. */
  accountFailure: GenerationFailure | undefined;
  accountChecks = 0;
  balanceDollars = 1;

  async checkAccount(): Promise<AccountStatus> {
    this.accountChecks += 1;
    if (this.accountFailure !== undefined) throw this.accountFailure;
    return { balanceDollars: this.balanceDollars };
  }
}

export function refusedByProvider(): GenerationFailure {
  return new GenerationFailure({ code: 'content-refused', mayRetryHelp: false, payment: 'no' });
}

function resultOf(call: ImageCall, pictureCount: number): ImageResult {
  const pictures = Array.from({ length: pictureCount }, (_, index) => pictureOf(call, index));
  return { pictures, failures: [], costMicros: pictureCount * pictureCostMicros };
}

function pictureOf(call: ImageCall, index: number): PaintedPicture {
  return {
    bytes: new TextEncoder().encode(`${call.id}/${index}`),
    mediaType: 'image/jpeg',
    width: 1024,
    height: 1024,
    seed: index,
    costMicros: pictureCostMicros,
    vendorId: undefined,
  };
}

export function controlledFailure(payment: Payment): GenerationFailure {
  return new GenerationFailure({ code: 'provider-failed', mayRetryHelp: true, payment });
}
