import sharp from 'sharp';
import type {
  AccountStatus,
  ImageCall,
  ImageModel,
  ImageResult,
  PaintedPicture,
} from '../../../../src/core/image-model.ts';

export interface PaintedSize {
  readonly width: number;
  readonly height: number;
  readonly bytes?: Uint8Array;
}

/** An image backend that really paints, at once or when the test lets it. */
export class StudioModel implements ImageModel {
  isLeftAlone = false;
  /** Prompts in the order of their calls. */
  readonly prompts: string[] = [];
  size: PaintedSize = { width: 32, height: 24 };
  #failure: Error | undefined;
  #gate: Promise<void> = Promise.resolve();
  #open: () => void = () => {};

  /** From now on calls wait until `release`. */
  hold(): void {
    const { promise, resolve } = Promise.withResolvers<void>();
    this.#gate = promise;
    this.#open = resolve;
  }

  release(): void {
    this.#open();
  }

  failWith(failure: Error): void {
    this.#failure = failure;
  }

  async generate(call: ImageCall): Promise<ImageResult> {
    if (call.firstSentAtMs === undefined) await call.beforeSend();
    this.prompts.push(call.prompt);
    const aborted = new Promise<never>((_resolve, reject) =>
      call.signal.addEventListener('abort', () => reject(call.signal.reason), { once: true }),
    );
    await Promise.race([this.#gate, aborted]);
    if (this.#failure !== undefined) throw this.#failure;
    const pictures = await Promise.all(
      Array.from({ length: call.count }, (_, index) => this.#paint(call, index)),
    );
    return { pictures, texts: [], failures: [], costMicros: pictures.length * 27_000 };
  }

  async checkAccount(): Promise<AccountStatus> {
    return { balanceDollars: 1 };
  }

  async #paint({ format }: ImageCall, index: number): Promise<PaintedPicture> {
    const { bytes, height, width } = this.size;
    const background = { r: 40 * index, g: 90, b: 160 };
    const image = sharp({ create: { width, height, channels: 3, background } }).toFormat(format);
    return {
      bytes: bytes ?? (await image.toBuffer()),
      mediaType: `image/${format}`,
      width,
      height,
      seed: 100 + index,
      costMicros: 27_000,
      vendorId: undefined,
    };
  }
}
