import { createServer } from 'node:http';
import type { AddressInfo } from 'node:net';
import { expect, test } from 'vitest';
import type { Exchange } from './exchange.ts';
import type { Trouble } from './trouble.ts';
import { Wire } from './wire.ts';

test('a call whose caller died on the way is not carried out after what its successor does', async () => {
  const received: string[] = [];
  const service = createServer((request, response) => {
    received.push(request.url ?? '');
    response.end('{}');
  });
  await new Promise<void>((resolve) => service.listen(0, '127.0.0.1', resolve));
  const arrived = Promise.withResolvers<void>();
  const over: Exchange[] = [];
  const ended = Promise.withResolvers<void>();
  const slow: Trouble = { kind: 'slow', byMs: 60_000 };
  const wire = new Wire({
    service: 'telegram',
    upstream: `http://127.0.0.1:${(service.address() as AddressInfo).port}`,
    life: () => 1,
    troubleFor: ({ path }) => {
      arrived.resolve();
      return path.endsWith('/edit') ? slow : undefined;
    },
    dropsUpload: () => false,
    kill: () => undefined,
    onOver: (exchange) => {
      over.push(exchange);
      if (exchange.path.endsWith('/edit')) ended.resolve();
    },
  });
  await wire.listen();
  try {
    const dying = new AbortController();
    const call = fetch(`${wire.origin}/edit`, { method: 'POST', body: '{}', signal: dying.signal });
    const failing = expect(call).rejects.toThrow();
    await arrived.promise;
    dying.abort();
    await failing;
    await fetch(`${wire.origin}/next`, { method: 'POST', body: '{}' });
    await ended.promise;
    expect(received).toEqual(['/next']);
    expect(over.map(({ fate }) => fate).sort()).toEqual(['answered', 'never-arrived']);
  } finally {
    await wire.close();
    await new Promise((resolve) => service.close(resolve));
  }
});
