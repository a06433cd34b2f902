export type Service = 'discord' | 'telegram' | 'runware';

/**
 * What became of one call: `never-arrived` (not carried out), `lost` (carried out, its answer did not come through),
 * `answered`.
 */
type Fate = 'under-way' | 'never-arrived' | 'lost' | 'answered';

/** One call that Easel made, as the wire saw it. */
export interface Exchange {
  readonly service: Service;
  /** What it was, as in `telegram sendMessage`. */
  readonly call: string;
  readonly path: string;
  /** Which start of the process made it, counted from 1. */
  readonly life: number;
  readonly body: string;
  readonly atMs: number;
  fate: Fate;
  /** The trouble that met it. */
  trouble: string | undefined;
  status: number | undefined;
}

/** Whether the call was carried out, whatever became of its answer. */
export function hasArrived({ fate, status }: Exchange): boolean {
  return fate !== 'never-arrived' && (status ?? 500) < 300;
}

const discordCalls: readonly (readonly [method: string, path: RegExp, call: string])[] = [
  ['GET', /^\/webhooks\/[^/]+\/[^/]+\/messages\/@original$/, 'read original'],
  ['PATCH', /^\/webhooks\/[^/]+\/[^/]+\/messages\/@original$/, 'edit original'],
  ['DELETE', /^\/webhooks\/[^/]+\/[^/]+\/messages\/@original$/, 'delete original'],
  ['POST', /^\/webhooks\/[^/]+\/[^/]+$/, 'follow-up'],
  ['PATCH', /^\/channels\/[^/]+\/messages\/[^/]+$/, 'edit message'],
  ['DELETE', /^\/channels\/[^/]+\/messages\/[^/]+$/, 'delete message'],
  ['POST', /^\/channels\/[^/]+\/messages$/, 'post message'],
  ['POST', /^\/users\/@me\/channels$/, 'open direct channel'],
  ['GET', /^\/gateway\/bot$/, 'gateway'],
  ['GET', /^\/applications\/[^/]+\/commands$/, 'read commands'],
  ['PUT', /^\/applications\/[^/]+\/commands$/, 'register commands'],
];

/** https://docs.discord.com/developers/interactions/receiving-and-responding#interaction-response-object-interaction-callback-type */
const callbacks: Readonly<Record<string, string>> = {
  4: 'first answer',
  5: 'promise a message',
  6: 'take note of a press',
  7: 'replace the pressed message',
  9: 'open a form',
};

/** Names a call by what it does. */
export function nameCall(request: {
  readonly service: Service;
  readonly method: string;
  readonly path: string;
  readonly hasFiles: boolean;
  readonly body: string;
}): string {
  const { service, method, path, hasFiles, body } = request;
  switch (service) {
    case 'discord': {
      const short = path.replace(/^\/api(\/v\d+)?/, '');
      if (/^\/interactions\/[^/]+\/[^/]+\/callback$/.test(short)) {
        const type = /^\{"type":(\d+)/.exec(body)?.[1] ?? '';
        return `discord ${callbacks[type] ?? `callback ${type}`}`;
      }
      const known = discordCalls.find(([verb, pattern]) => verb === method && pattern.test(short));
      return `discord ${known?.[2] ?? `${method} ${short}`}${hasFiles ? ' with files' : ''}`;
    }
    case 'telegram':
      return `telegram ${path.split('/').at(-1)}`;
    case 'runware': {
      if (method === 'GET') return 'runware download';
      return `runware ${/"taskType"\s*:\s*"(\w+)"/.exec(body)?.[1] ?? method}`;
    }
    default:
      return service satisfies never;
  }
}
