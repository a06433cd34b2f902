import { randomUUID } from 'node:crypto';
import { GenerationFailure } from '../failure.ts';
import type { AccountStatus, ImageCall, ImageModel, ImageResult, PaintedPicture } from '../image-model.ts';
import type { Log } from '../log.ts';
import type { MicroDollars } from '../money.ts';
import { toMicros } from '../money.ts';
import { makesTexts } from '../verb.ts';
import { readBalance } from './account-balance.ts';
import type { Settled } from './answer-reading.ts';
import { LostAnswer } from './lost-answer.ts';
import { type Wait, waitInRealTime } from './pacing.ts';
import { PaintingTask } from './painting-task.ts';
import type { PaintingTools } from './painting-tools.ts';
import { readText } from './read-text.ts';
import type { ResultItem } from './response-body.ts';
import { ResultDownload } from './result-download.ts';
import { classifyError } from './runware-errors.ts';
import { defaultRunwareLimits, type RunwareLimits } from './runware-limits.ts';
import { RunwareTransport } from './runware-transport.ts';
import { ServiceBreaker } from './service-breaker.ts';
import { SpellingInUse } from './spelling.ts';

export interface RunwareImageModelOptions {
  /** Where painting tasks are posted; questions go to the root of the same API. */
  readonly url: string;
  readonly apiKey: string;
  readonly log: Log;
  readonly fetch?: typeof fetch;
  readonly now?: () => number;
  /** Between 0 and 1, for jitter. */
  readonly random?: () => number;
  readonly wait?: Wait;
  readonly limits?: Partial<RunwareLimits>;
}

/** Pictures and words from the Runware API (https://runware.ai/docs), one task per request. */
export class RunwareImageModel implements ImageModel {
  readonly #tools: PaintingTools;
  readonly #download: ResultDownload;

  /** @throws Error when the URL is none or the key cannot be sent in a header. */
  constructor(options: RunwareImageModelOptions) {
    const { fetch = globalThis.fetch, now = Date.now, random = Math.random, wait = waitInRealTime } = options;
    const limits = { ...defaultRunwareLimits, ...options.limits };
    const { url, apiKey, log } = options;
    const transport = new RunwareTransport({
      url,
      apiKey,
      fetch,
      now,
      maxAnswerBytes: limits.maxAnswerBytes,
    });
    this.#tools = {
      transport,
      breaker: new ServiceBreaker({
        threshold: limits.breakerThreshold,
        halfOpenAfterMs: limits.breakerHalfOpenAfterMs,
      }),
      spelling: new SpellingInUse(log),
      lostAnswer: new LostAnswer(transport),
      limits,
      wait,
      now,
      random,
    };
    this.#download = new ResultDownload({ apiUrl: url, fetch, wait, random, limits });
  }

  get isLeftAlone(): boolean {
    return this.#tools.breaker.isOpen;
  }

  async generate(call: ImageCall): Promise<ImageResult> {
    call.signal.throwIfAborted();
    const references = await Promise.all(call.references.map(dataUriOf));
    const settled = await new PaintingTask(this.#tools, call, references).run();
    return makesTexts(call.verb) ? collectTexts(call, settled) : this.#collectPictures(call, settled);
  }

  async checkAccount(signal: AbortSignal): Promise<AccountStatus> {
    const task = { taskType: 'accountManagement', taskUUID: randomUUID(), operation: 'getDetails' };
    const exchange = await this.#tools.transport.post({
      path: 'root',
      body: JSON.stringify([task]),
      timeoutMs: this.#tools.limits.askTimeoutMs,
      signal,
    });
    if (exchange.kind !== 'answer') throw unreachable({ cause: exchange.cause });
    const { body, status } = exchange;
    const [error] = body?.errors ?? [];
    const [account] = body?.items ?? [];
    if (error !== undefined || status !== 200 || account === undefined) {
      const { failure } = classifyError({ status, error });
      const isAboutTheAccount =
        failure.code === 'provider-out-of-funds' || failure.code === 'provider-key-rejected';
      throw isAboutTheAccount ? failure : unreachable({ vendorCode: error?.code });
    }
    const balanceDollars = readBalance(account.raw);
    if (balanceDollars !== undefined && balanceDollars <= 0) {
      throw new GenerationFailure({ code: 'provider-out-of-funds', mayRetryHelp: false, payment: 'no' });
    }
    return { balanceDollars };
  }

  /** Fetches what was painted at once: nothing says how long the service keeps it. */
  async #collectPictures(call: ImageCall, settled: Settled): Promise<ImageResult> {
    const painted = settled.painted.slice(0, call.count);
    const withheld = call.contentCheck === 'withhold' ? painted.filter(isExplicit) : [];
    const items = painted.filter((item) => !withheld.includes(item));
    const fetched = await Promise.allSettled(items.map((item) => this.#fetchPicture(item, call.signal)));
    call.signal.throwIfAborted();
    const pictures = fetched.flatMap((result) => (result.status === 'fulfilled' ? [result.value] : []));
    const failures = [
      ...fetched.flatMap((result) => (result.status === 'rejected' ? [asFailure(result.reason)] : [])),
      ...withheld.map(withheldFailure),
      ...settled.failures,
    ];
    if (pictures.length < call.count && failures.length === 0) failures.push(unexplained());
    if (pictures.length === 0) throw mostTelling(failures);
    return { pictures, texts: [], failures, costMicros: costOf(settled), isExplicit: items.some(isExplicit) };
  }

  async #fetchPicture(item: ResultItem, signal: AbortSignal): Promise<PaintedPicture> {
    const { base64 = '', costDollars, imageUrl, imageUUID, seed } = item;
    const picture =
      imageUrl === undefined
        ? await this.#download.readPicture(base64)
        : await this.#download.fetchPicture(imageUrl, signal);
    const costMicros = costDollars === undefined ? undefined : toMicros(costDollars);
    return { ...picture, seed, costMicros, vendorId: imageUUID };
  }
}

/** The picture is there all the same: https://runware.ai/docs/en/image-inference/api-reference */
function isExplicit({ raw }: ResultItem): boolean {
  return raw.NSFWContent === true;
}

function withheldFailure(): GenerationFailure {
  return new GenerationFailure({ code: 'content-refused', mayRetryHelp: false, payment: 'yes' });
}

function collectTexts({ count }: ImageCall, settled: Settled): ImageResult {
  const texts = settled.painted.slice(0, count).flatMap(readText);
  const failures = texts.length < count && settled.failures.length === 0 ? [unexplained()] : settled.failures;
  if (texts.length === 0) throw mostTelling(failures);
  return { pictures: [], texts, failures, costMicros: costOf(settled) };
}

/** In the service's own account; undefined where it gives none. */
function costOf({ costsDollars }: Settled): MicroDollars | undefined {
  if (costsDollars.length === 0) return undefined;
  return costsDollars.reduce((sum, dollars) => sum + toMicros(dollars), 0);
}

async function dataUriOf({ mediaType, read }: ImageCall['references'][number]): Promise<string> {
  return `data:${mediaType};base64,${Buffer.from(await read()).toString('base64')}`;
}

/** Only expected failures are kept beside pictures; anything else is a bug and must be seen. */
function asFailure(reason: unknown): GenerationFailure {
  if (reason instanceof GenerationFailure) return reason;
  throw reason;
}

/** That money was spent is the most important thing to know about a generation without pictures. */
function mostTelling(failures: readonly GenerationFailure[]): GenerationFailure {
  const paid = failures.find(({ payment }) => payment === 'yes');
  return paid ?? failures.find(({ payment }) => payment === 'unknown') ?? failures[0] ?? unexplained();
}

function unexplained(): GenerationFailure {
  return new GenerationFailure({ code: 'provider-failed', mayRetryHelp: true, payment: 'unknown' });
}

function unreachable(details: { readonly cause?: unknown; readonly vendorCode?: string | undefined }) {
  return new GenerationFailure({
    code: 'provider-unreachable',
    mayRetryHelp: true,
    payment: 'no',
    ...details,
  });
}
