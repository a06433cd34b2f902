import { GenerationFailure } from '../failure.ts';
import { backoffMs, type Wait } from './pacing.ts';
import { type CheckedPicture, checkPicture, UnusablePicture } from './picture-check.ts';
import { readLimited, TooLarge } from './read-limited.ts';
import type { RunwareLimits } from './runware-limits.ts';

export interface ResultDownloadOptions {
  /** The API's configured address: its origin may serve results as well. */
  readonly apiUrl: string;
  readonly fetch: typeof fetch;
  readonly wait: Wait;
  readonly random: () => number;
  readonly limits: RunwareLimits;
}

const maxRedirects = 3;

/** Fetches results from the hosts that may serve them, and nothing from anywhere else. */
export class ResultDownload {
  readonly #options: ResultDownloadOptions;
  readonly #apiOrigin: string;

  constructor(options: ResultDownloadOptions) {
    this.#options = options;
    this.#apiOrigin = new URL(options.apiUrl).origin;
  }

  /**
   * Downloads and checks one result. It was paid for and fetching it costs nothing, so every fault is tried again.
   *
   * @throws GenerationFailure `pictures-unusable`, payment `yes`.
   * @throws the signal's reason when it is aborted.
   */
  async fetchPicture(address: string, signal: AbortSignal): Promise<CheckedPicture> {
    const { limits, random, wait } = this.#options;
    for (let failedTries = 0; ; ) {
      try {
        return await this.#tryOnce(address, signal);
      } catch (error) {
        signal.throwIfAborted();
        failedTries += 1;
        const isFinal = error instanceof ForbiddenAddress || error instanceof TooLarge;
        if (isFinal || failedTries >= limits.maxDownloadAttempts) throw unusable(error);
      }
      await wait(backoffMs(failedTries, random), signal);
    }
  }

  /** Checks a result that arrived inside the answer. @throws GenerationFailure `pictures-unusable`. */
  async readPicture(base64: string): Promise<CheckedPicture> {
    const { maxPictureBytes } = this.#options.limits;
    try {
      if (base64.length * 0.75 > maxPictureBytes) throw new TooLarge(maxPictureBytes);
      return await checkPicture(Buffer.from(base64, 'base64'));
    } catch (error) {
      throw unusable(error);
    }
  }

  async #tryOnce(address: string, signal: AbortSignal): Promise<CheckedPicture> {
    const { limits } = this.#options;
    const timed = AbortSignal.any([signal, AbortSignal.timeout(limits.pictureTimeoutMs)]);
    const response = await this.#follow(address, timed);
    if (response.status !== 200) {
      await response.body?.cancel();
      throw new UnusablePicture(`the download was answered with ${response.status}`);
    }
    return checkPicture(await readLimited(response, limits.maxPictureBytes));
  }

  async #follow(address: string, signal: AbortSignal): Promise<Response> {
    let next = address;
    for (let redirects = 0; redirects <= maxRedirects; redirects += 1) {
      const url = this.#allowed(next);
      const response = await this.#options.fetch(url.href, { redirect: 'manual', signal });
      const location = response.headers.get('location');
      if (response.status < 300 || response.status >= 400 || location === null) return response;
      await response.body?.cancel();
      if (!URL.canParse(location, url.href)) throw new ForbiddenAddress();
      next = new URL(location, url).href;
    }
    throw new ForbiddenAddress();
  }

  #allowed(address: string): URL {
    if (!URL.canParse(address)) throw new ForbiddenAddress();
    const url = new URL(address);
    const isRunware =
      url.protocol === 'https:' &&
      url.port === '' &&
      (url.hostname === 'runware.ai' || url.hostname.endsWith('.runware.ai'));
    const hasCredentials = url.username !== '' || url.password !== '';
    if (hasCredentials || !(isRunware || url.origin === this.#apiOrigin)) throw new ForbiddenAddress();
    return url;
  }
}

/** The result is said to be somewhere we do not fetch from. */
class ForbiddenAddress extends Error {
  override readonly name = 'ForbiddenAddress';

  constructor() {
    super('the result is at an address that results are not fetched from');
  }
}

function unusable(cause: unknown): GenerationFailure {
  return new GenerationFailure({ code: 'pictures-unusable', mayRetryHelp: true, payment: 'yes', cause });
}
