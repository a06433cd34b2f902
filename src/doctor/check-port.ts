import { createServer } from 'node:net';
import { z } from 'zod';
import type { Config } from '../config/config.ts';
import { askService, codeOf } from './ask-service.ts';
import { failed, ok, type Result, warning } from './finding.ts';

/** What `/health/ready` of a running Easel says. */
const health = z.object({
  status: z.enum(['ready', 'not-ready']),
  parts: z.array(z.object({ name: z.string(), state: z.string(), reason: z.string().optional() })),
});

/** Whether the status server could listen, or does already. */
export async function checkPort({ http }: Config, signal: AbortSignal): Promise<Result> {
  const { host, port } = http;
  if (port === 0) return ok('HTTP_PORT=0: a free one is taken at the start');
  try {
    await listenOnce(host, port);
    return ok(`port ${port} of ${host} is free`);
  } catch (error) {
    const code = codeOf(error);
    const running = code === 'EADDRINUSE' ? await askEasel({ host, port, signal }) : undefined;
    return running === undefined ? wordRefusal(code, { host, port }) : judge(running, port);
  }
}

type Health = z.output<typeof health>;

/** What the Easel says that has the port; undefined when it is another program. */
async function askEasel(place: {
  readonly host: string;
  readonly port: number;
  readonly signal: AbortSignal;
}): Promise<Health | undefined> {
  const { host, port, signal } = place;
  const answer = await askService({ url: `http://${reachable(host)}:${port}/health/ready`, fetch, signal });
  return answer.kind === 'answer' ? health.safeParse(answer.body).data : undefined;
}

function judge({ status, parts }: Health, port: number): Result {
  if (status === 'ready') return ok(`Easel runs and answers on port ${port}`);
  const away = parts
    .filter(({ state }) => state !== 'connected')
    .map(({ name, state, reason }) => `${name} is ${state}${reason === undefined ? '' : ` (${reason})`}`);
  return warning(
    `Easel runs and answers on port ${port}, but ${away.join('; ')}. See docs/operations.md, "When a platform is not connected".`,
  );
}

function wordRefusal(code: string, { host, port }: { host: string; port: number }): Result {
  switch (code) {
    case 'EADDRINUSE':
      return failed(
        `port ${port} of ${host} is taken by another program. Stop that one, or set HTTP_PORT to another port; 0 takes any free one.`,
      );
    case 'EACCES':
      return failed(`port ${port} needs rights that this user does not have. Set HTTP_PORT to 1024 or more.`);
    default:
      return failed(
        `nobody can listen on ${host} (${code}). Set HTTP_HOST to an address of this machine, as in 127.0.0.1.`,
      );
  }
}

/** An address that means all of them is none to connect to. */
function reachable(host: string): string {
  if (host === '0.0.0.0') return '127.0.0.1';
  if (host === '::') return '[::1]';
  return host.includes(':') ? `[${host}]` : host;
}

async function listenOnce(host: string, port: number): Promise<void> {
  const server = createServer();
  await new Promise<void>((resolve, reject) => {
    server.once('error', reject);
    server.listen({ host, port }, resolve);
  });
  await new Promise((resolve) => server.close(resolve));
}
