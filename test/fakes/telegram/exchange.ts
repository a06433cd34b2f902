import type { ServerResponse } from 'node:http';
import { setTimeout as delay } from 'node:timers/promises';
import { BotApiError, tooManyRequests } from './bot-api-error.ts';
import type { Fault, Faults } from './faults.ts';
import type { FloodControl } from './flood-control.ts';
import type { RecordedCall } from './recorded-call.ts';
import type { World } from './world.ts';

/** What a request meets; a reset puts another one in its place. */
export type Backend = { readonly world: World; readonly faults: Faults; readonly flood: FloodControl };

/** An HTTP answer before it is sent. */
export type Answer = {
  readonly status: number;
  readonly contentType: string;
  readonly body: string | Buffer;
};

/** One recorded call on its way to an answer: faults and limits first, then the call itself. */
export class Exchange {
  readonly #backend: Backend;
  readonly #call: RecordedCall;
  readonly #response: ServerResponse;

  constructor(options: { backend: Backend; call: RecordedCall; response: ServerResponse }) {
    this.#backend = options.backend;
    this.#call = options.call;
    this.#response = options.response;
  }

  /** Sends the answer of `carryOut`, or of whatever stands in its way. */
  async answer(carryOut: () => Promise<Answer>): Promise<void> {
    const { world, faults } = this.#backend;
    const call = this.#call;
    const response = this.#response;
    response.on('close', () => {
      call.status ??= response.writableFinished ? response.statusCode : 'dropped';
      world.changes.announce();
    });
    const fault = faults.take(call);
    if (fault?.rule.kind === 'hold') {
      world.changes.announce();
      await fault.released;
    }
    if (fault?.rule.kind === 'drop-before') {
      response.destroy();
      return;
    }
    const answer = this.#refusal(fault) ?? (await this.#attempt(carryOut));
    if (fault?.rule.kind === 'slow') await delay(fault.rule.delayMs, undefined, { ref: false });
    if (fault?.rule.kind === 'drop-after') {
      response.destroy();
      return;
    }
    send(response, answer);
  }

  /** The answer of a fault, or of the flood control, to a call that is not carried out. */
  #refusal(fault: Fault | undefined): Answer | undefined {
    const { world, flood } = this.#backend;
    const call = this.#call;
    const breach = flood.findBreach(call);
    if (breach !== undefined) world.violations.push(breach);
    switch (fault?.rule.kind) {
      case 'too-many-requests':
        return this.#slowDown(fault.rule.retryAfterSeconds);
      case 'unauthorized':
        return this.#refuse(new BotApiError({ code: 401, description: 'Unauthorized' }));
      case 'server-error': {
        const code = fault.rule.status ?? 502;
        return this.#refuse(new BotApiError({ code, description: 'Bad Gateway' }));
      }
      case 'html': {
        const status = fault.rule.status ?? 502;
        call.description = 'an HTML page';
        const body = `<html><head><title>${status} Bad Gateway</title></head><body>nginx</body></html>`;
        return { status, contentType: 'text/html', body };
      }
      default: {
        const waitSeconds = flood.remainingSeconds(call) ?? flood.admit(call);
        return waitSeconds === undefined ? undefined : this.#slowDown(waitSeconds);
      }
    }
  }

  #slowDown(retryAfterSeconds: number): Answer {
    this.#backend.flood.pause(this.#call, retryAfterSeconds);
    return this.#refuse(tooManyRequests(retryAfterSeconds));
  }

  async #attempt(carryOut: () => Promise<Answer>): Promise<Answer> {
    try {
      return await carryOut();
    } catch (error) {
      if (error instanceof BotApiError) return this.#refuse(error);
      throw error;
    }
  }

  #refuse(error: BotApiError): Answer {
    this.#call.description = error.message;
    if (error.isViolation) {
      this.#backend.world.violations.push({ method: this.#call.method, description: error.message });
    }
    return failure(error);
  }
}

/** Writes a call down as it came in. */
export function record(
  world: World,
  described: Pick<RecordedCall, 'method' | 'parameters' | 'files'>,
): RecordedCall {
  const call: RecordedCall = {
    number: world.nextNumber(),
    ...described,
    atMs: world.nowMs(),
    status: undefined,
    description: undefined,
  };
  world.calls.push(call);
  world.changes.announce();
  return call;
}

/** A failure as the Bot API writes it. */
export function failure({ code, message, parameters }: BotApiError): Answer {
  return json(code, {
    ok: false,
    error_code: code,
    description: message,
    ...(parameters === undefined ? {} : { parameters }),
  });
}

/** An answer in JSON. */
export function json(status: number, body: unknown): Answer {
  return { status, contentType: 'application/json', body: JSON.stringify(body) };
}

/** Sends an answer, unless the caller has hung up. */
export function send(response: ServerResponse, { status, contentType, body }: Answer): void {
  if (response.destroyed) return;
  response.writeHead(status, { 'content-type': contentType, 'content-length': Buffer.byteLength(body) });
  response.end(body);
}
