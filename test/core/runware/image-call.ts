import { randomUUID } from 'node:crypto';
import { setImmediate } from 'node:timers/promises';
import type { ImageCall } from '../../../src/core/image-model.ts';
import type { LogFields } from '../../../src/core/log.ts';
import { RunwareImageModel } from '../../../src/core/runware/runware-image-model.ts';
import type { RunwareLimits } from '../../../src/core/runware/runware-limits.ts';
import type { FakeRunware } from '../../fakes/runware/fake-runware.ts';

/** Time that passes only when somebody waits: waits take no real time and are kept for inspection. */
export class PassingTime {
  nowMs = Date.parse('2026-11-22T12:00:00Z');
  readonly waitsMs: number[] = [];
  /** Called before each wait passes, with the number of waits so far. */
  onWait: (waits: number) => void | Promise<void> = () => undefined;

  readonly now = (): number => this.nowMs;

  readonly wait = async (delayMs: number, signal: AbortSignal): Promise<void> => {
    signal.throwIfAborted();
    this.waitsMs.push(delayMs);
    await this.onWait(this.waitsMs.length);
    // Lets connections make progress, as they would in a real wait.
    await setImmediate();
    signal.throwIfAborted();
    this.nowMs += delayMs;
  };
}

/** A call for a picture of a boat; the deadline is three minutes away. */
export function imageCall(
  time: PassingTime,
  change: Partial<ImageCall> = {},
): ImageCall & { sends: number[] } {
  const sends: number[] = [];
  return {
    id: randomUUID(),
    verb: 'paint',
    model: 'google:4@1',
    prompt: 'a small red boat',
    count: 1,
    size: undefined,
    seed: undefined,
    format: 'jpeg',
    references: [],
    firstSentAtMs: undefined,
    deadlineAtMs: time.now() + 180_000,
    signal: new AbortController().signal,
    beforeSend: async () => {
      sends.push(time.now());
    },
    sends,
    ...change,
  };
}

interface LoggedLine {
  readonly level: string;
  readonly fields: LogFields;
  readonly message: string;
}

export interface ModelUnderTest {
  readonly model: RunwareImageModel;
  readonly time: PassingTime;
  readonly log: LoggedLine[];
}

/** A client of the fake whose waits take no time and whose jitter is always the least. */
export function modelOf(
  runware: Pick<FakeRunware, 'url' | 'apiKey'>,
  change: { url?: string; apiKey?: string; limits?: Partial<RunwareLimits>; fetch?: typeof fetch } = {},
): ModelUnderTest {
  const time = new PassingTime();
  const log: LoggedLine[] = [];
  const at = (level: string) => (fields: LogFields, message: string) => log.push({ level, fields, message });
  const model = new RunwareImageModel({
    url: runware.url,
    apiKey: runware.apiKey,
    log: { debug: at('debug'), info: at('info'), warn: at('warn'), error: at('error') },
    now: time.now,
    wait: time.wait,
    random: () => 0,
    ...change,
  });
  return { model, time, log };
}
