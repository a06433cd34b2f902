import type { IncomingMessage, Server, ServerResponse } from 'node:http';
import { Agent, createServer, request as sendRequest } from 'node:http';
import type { AddressInfo } from 'node:net';
import { setTimeout as delay } from 'node:timers/promises';
import { type Exchange, nameCall, type Service } from './exchange.ts';
import { gatewayPage, type RefusalAnswer, serverError, type Trouble, tooManyRequests } from './trouble.ts';

export interface WireOptions {
  readonly service: Service;
  /** Origin of the service, as in `http://127.0.0.1:1234`. */
  readonly upstream: string;
  /** Which start of the process is under way. */
  readonly life: () => number;
  /** Decides what goes wrong with a call. */
  readonly troubleFor: (exchange: Exchange) => Trouble | undefined;
  /** Whether the connection breaks while the files of this call are still being sent. */
  readonly dropsUpload: (call: string) => boolean;
  readonly kill: (why: string) => void;
  /** Told of every call that is over. */
  readonly onOver: (exchange: Exchange) => void;
}

interface UpstreamAnswer {
  readonly status: number;
  readonly headers: IncomingMessage['headers'];
  readonly body: Buffer;
}

/** The line between Easel and one service: hands calls on, writes them down, and lets things go wrong. */
export class Wire {
  readonly #options: WireOptions;
  readonly #agent = new Agent({ keepAlive: true });
  readonly #server: Server;
  readonly exchanges: Exchange[] = [];
  #calm = Promise.withResolvers<void>();

  constructor(options: WireOptions) {
    this.#options = options;
    this.#server = createServer((request, response) => {
      this.#handle(request, response).catch((error: unknown) => {
        // A caller that was killed, or a service that cut the line: both are what this is for.
        if (!(error instanceof Error && 'code' in error)) throw error;
        response.destroy();
      });
    });
  }

  get origin(): string {
    const { port } = this.#server.address() as AddressInfo;
    return `http://127.0.0.1:${port}`;
  }

  async listen(): Promise<void> {
    await new Promise<void>((resolve) => this.#server.listen(0, '127.0.0.1', resolve));
  }

  async close(): Promise<void> {
    this.releaseHeld();
    const closed = new Promise((resolve) => this.#server.close(resolve));
    this.#server.closeAllConnections();
    this.#agent.destroy();
    await closed;
  }

  /** Breaks off every call that hangs. */
  releaseHeld(): void {
    this.#calm.resolve();
    this.#calm = Promise.withResolvers();
  }

  async #handle(request: IncomingMessage, response: ServerResponse): Promise<void> {
    const { service, life, troubleFor, dropsUpload, onOver } = this.#options;
    const hasFiles = request.headers['content-type']?.startsWith('multipart/') ?? false;
    const path = decodeURIComponent(new URL(request.url ?? '/', 'http://wire').pathname);
    const method = request.method ?? 'GET';
    const known = { service, method, path, hasFiles };
    if (hasFiles && dropsUpload(nameCall({ ...known, body: '' }))) {
      request.once('data', () => request.socket.resetAndDestroy());
      return;
    }
    const body = await readAll(request);
    const text = body.toString('utf8');
    const exchange: Exchange = {
      service,
      call: nameCall({ ...known, body: text }),
      path: path.replace(/^\/api(\/v\d+)?/, ''),
      life: life(),
      body: text,
      atMs: Date.now(),
      fate: 'under-way',
      trouble: undefined,
      status: undefined,
    };
    this.exchanges.push(exchange);
    const trouble = troubleFor(exchange);
    exchange.trouble = trouble?.kind;
    try {
      await this.#carry({ exchange, trouble, request, response, body });
    } finally {
      onOver(exchange);
    }
  }

  async #carry(call: {
    exchange: Exchange;
    trouble: Trouble | undefined;
    request: IncomingMessage;
    response: ServerResponse;
    body: Buffer;
  }): Promise<void> {
    const { exchange, trouble, request, response, body } = call;
    if (trouble?.kind === 'slow') await this.#hang(response, trouble.byMs);
    // Carried out now, what a dead process had sent would come after what its successor has done.
    if (response.destroyed || (await this.#endsBefore(call))) {
      exchange.fate = 'never-arrived';
      return;
    }
    exchange.fate = 'lost';
    const answer = await this.#forward(request, response, body);
    exchange.status = answer.status;
    switch (trouble?.kind) {
      case 'kill-after':
        this.#options.kill(`after ${exchange.call}`);
        return cut(request);
      case 'reset-after':
        return cut(request);
      case 'hang-after':
        await this.#hang(response, trouble.forMs);
        return cut(request);
      case 'html-after':
        return reply(response, gatewayPage);
      case 'truncated':
        response.writeHead(answer.status, headersOf(answer));
        response.write(answer.body.subarray(0, answer.body.length / 2), () => cut(request));
        return;
      default:
        exchange.fate = response.destroyed ? 'lost' : 'answered';
        response.writeHead(answer.status, headersOf(answer)).end(answer.body);
    }
  }

  /** Whether the call ends here, without having been carried out. */
  async #endsBefore(call: {
    exchange: Exchange;
    trouble: Trouble | undefined;
    request: IncomingMessage;
    response: ServerResponse;
  }): Promise<boolean> {
    const { exchange, trouble, request, response } = call;
    const { service } = this.#options;
    switch (trouble?.kind) {
      case 'kill-before':
        this.#options.kill(`before ${exchange.call}`);
        cut(request);
        return true;
      case 'reset-before':
        cut(request);
        return true;
      case 'hang-before':
        await this.#hang(response, trouble.forMs);
        cut(request);
        return true;
      case 'server-error':
        reply(response, serverError(service));
        return true;
      case 'html':
        reply(response, gatewayPage);
        return true;
      case 'too-many-requests':
        reply(response, tooManyRequests(service));
        return true;
      default:
        return false;
    }
  }

  /** Until the caller gives up, the time is over, or calm returns. */
  async #hang(response: ServerResponse, forMs: number): Promise<void> {
    const over = new Promise<void>((resolve) => response.on('close', resolve));
    await Promise.race([over, this.#calm.promise, delay(forMs, undefined, { ref: false })]);
  }

  #forward(request: IncomingMessage, response: ServerResponse, body: Buffer): Promise<UpstreamAnswer> {
    const { upstream, service } = this.#options;
    return new Promise((resolve, reject) => {
      const forwarded = sendRequest(
        new URL(request.url ?? '/', upstream),
        { method: request.method, headers: request.headers, agent: this.#agent },
        (answer) => {
          readAll(answer).then(
            (bytes) =>
              resolve({
                status: answer.statusCode ?? 500,
                headers: answer.headers,
                // Results have to be fetched through the wire as well.
                body: service === 'runware' ? this.#throughWire(answer, bytes) : bytes,
              }),
            reject,
          );
        },
      );
      forwarded.on('error', reject);
      // A service must notice when its caller hangs up: a long poll ends with it.
      response.on('close', () => forwarded.destroy());
      forwarded.end(body);
    });
  }

  #throughWire(answer: IncomingMessage, bytes: Buffer): Buffer {
    if (!answer.headers['content-type']?.startsWith('application/json')) return bytes;
    return Buffer.from(bytes.toString('utf8').replaceAll(this.#options.upstream, this.origin));
  }
}

function headersOf({ headers, body }: UpstreamAnswer): Record<string, string | string[]> {
  const { connection: _c, 'transfer-encoding': _t, 'keep-alive': _k, ...kept } = headers;
  const known = Object.entries(kept).flatMap(([name, value]) => (value === undefined ? [] : [[name, value]]));
  return { ...Object.fromEntries(known), 'content-length': String(body.length) };
}

function reply(response: ServerResponse, { status, contentType, headers, body }: RefusalAnswer): void {
  response
    .writeHead(status, { ...headers, 'content-type': contentType, 'content-length': Buffer.byteLength(body) })
    .end(body);
}

function cut(request: IncomingMessage): void {
  request.socket.resetAndDestroy();
}

async function readAll(stream: IncomingMessage): Promise<Buffer> {
  const chunks: Buffer[] = [];
  for await (const chunk of stream as AsyncIterable<Buffer>) chunks.push(chunk);
  return Buffer.concat(chunks);
}
