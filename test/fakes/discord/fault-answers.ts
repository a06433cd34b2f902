import { setTimeout as delay } from 'node:timers/promises';
import type { Fault } from './faults.ts';

export interface WireAnswer {
  readonly status: number;
  readonly headers: Readonly<Record<string, string>>;
  readonly body: unknown;
}

export type FaultVerdict =
  | { readonly kind: 'continue' }
  | { readonly kind: 'reset' }
  | { readonly kind: 'answer'; readonly answer: WireAnswer }
  /** Process it, then lose the answer: a reset when undefined, else this one. */
  | { readonly kind: 'after'; readonly answer: WireAnswer | undefined };

/** Carries a fault out as far as it comes before the request is processed. */
export async function beginFault(fault: Fault): Promise<FaultVerdict> {
  const { effect } = fault.match;
  switch (effect.kind) {
    case 'hold':
      await fault.released();
      return { kind: 'continue' };
    case 'delay':
      await delay(effect.delayMs);
      return { kind: 'continue' };
    case 'rate-limit':
      return { kind: 'answer', answer: rateLimited(effect) };
    case 'status':
      return {
        kind: 'answer',
        answer: {
          status: effect.status,
          headers: {},
          body: { message: effect.message ?? `${effect.status}: refused on purpose`, code: effect.code ?? 0 },
        },
      };
    case 'reset':
      return effect.when === 'after' ? { kind: 'after', answer: undefined } : { kind: 'reset' };
    case 'lost-answer':
      return {
        kind: 'after',
        answer: { status: effect.status, headers: {}, body: { message: 'answer lost on purpose', code: 0 } },
      };
    default:
      return effect satisfies never;
  }
}

/** https://discord.com/developers/docs/topics/rate-limits#exceeding-a-rate-limit */
function rateLimited({ retryAfterSeconds, scope }: { retryAfterSeconds: number; scope: string }): WireAnswer {
  const isGlobal = scope === 'global';
  const bucket = isGlobal
    ? { 'x-ratelimit-global': 'true' }
    : {
        'x-ratelimit-limit': '5',
        'x-ratelimit-remaining': '0',
        'x-ratelimit-reset-after': String(retryAfterSeconds),
        'x-ratelimit-bucket': 'abcd1234',
      };
  return {
    status: 429,
    headers: {
      'retry-after': String(Math.ceil(retryAfterSeconds)),
      'x-ratelimit-scope': scope,
      ...bucket,
    },
    body: { message: 'You are being rate limited.', retry_after: retryAfterSeconds, global: isGlobal },
  };
}
