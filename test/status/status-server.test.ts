import { createServer } from 'node:net';
import { afterEach, describe, expect, test } from 'vitest';
import type { Log, LogFields } from '../../src/core/log.ts';
import { StartupProblem } from '../../src/startup-problem.ts';
import { Metrics } from '../../src/status/metrics.ts';
import { Readiness } from '../../src/status/readiness.ts';
import { PortTaken, StatusServer } from '../../src/status/status-server.ts';
import { atRest } from './at-rest.ts';

const connected = { state: 'connected', reason: undefined };
const cleanups: (() => Promise<void>)[] = [];

afterEach(async () => {
  for (const clean of cleanups.splice(0)) await clean();
});

function recordingLog(): Log & { readonly infos: LogFields[]; readonly errors: LogFields[] } {
  const infos: LogFields[] = [];
  const errors: LogFields[] = [];
  return {
    infos,
    errors,
    debug: () => {},
    info: (fields) => void infos.push(fields),
    warn: () => {},
    error: (fields) => void errors.push(fields),
  };
}

function createStatusServer({ host = '127.0.0.1', port = 0, readStanding = async () => atRest } = {}) {
  let nowMs = Date.UTC(2026, 10, 22, 12);
  const readiness = new Readiness({ parts: ['discord', 'telegram'], now: () => nowMs });
  const metrics = new Metrics({ readStanding, now: () => nowMs });
  const log = recordingLog();
  const server = new StatusServer({ host, port, readiness, metrics, log });
  cleanups.push(() => server.stop());
  const passSeconds = (seconds: number) => {
    nowMs += seconds * 1000;
  };
  return { server, readiness, metrics, log, passSeconds };
}

describe('health', () => {
  test('the process is live as soon as it answers', async () => {
    const { server } = createStatusServer();
    const response = await fetch(`${await server.start()}/health/live`);
    expect(response.status).toBe(200);
    expect(await response.json()).toEqual({ status: 'live' });
  });

  test('it is ready once every platform is, and says which one is not and since when', async () => {
    const { server, readiness, passSeconds } = createStatusServer();
    const url = `${await server.start()}/health/ready`;
    passSeconds(5);
    readiness.report('telegram', connected);
    passSeconds(1);
    readiness.report('telegram', connected);

    const early = await fetch(url);
    expect(early.status).toBe(503);
    expect(await early.json()).toEqual({
      status: 'not-ready',
      parts: [
        { name: 'discord', status: 'not-ready', state: 'starting', since: '2026-11-22T12:00:00.000Z' },
        { name: 'telegram', status: 'ready', state: 'connected', since: '2026-11-22T12:00:05.000Z' },
      ],
    });

    readiness.report('discord', connected);
    expect((await fetch(url)).status).toBe(200);

    passSeconds(60);
    readiness.report('discord', { state: 'reconnecting', reason: 'the connection was lost' });
    passSeconds(1);
    readiness.report('discord', { state: 'refused', reason: 'the token is not valid' });
    const late = await fetch(url);
    expect(late.status).toBe(503);
    expect(await late.json()).toMatchObject({
      parts: [
        {
          name: 'discord',
          status: 'not-ready',
          state: 'refused',
          reason: 'the token is not valid',
          since: '2026-11-22T12:01:06.000Z',
        },
        {},
      ],
    });
  });

  test('a part that nobody waits for cannot report', () => {
    const { readiness } = createStatusServer();
    expect(() => readiness.report('irc', connected)).toThrow('discord, telegram');
  });
});

describe('pages', () => {
  test('only GET and HEAD are answered, and only known paths', async () => {
    const { server } = createStatusServer();
    const url = await server.start();
    expect((await fetch(`${url}/health/live`, { method: 'HEAD' })).status).toBe(200);
    const posted = await fetch(`${url}/health/live`, { method: 'POST', body: 'x' });
    expect(posted.status).toBe(405);
    expect(posted.headers.get('allow')).toBe('GET, HEAD');
    expect((await fetch(`${url}/`)).status).toBe(404);
    expect((await fetch(`${url}/health/live/../../etc/passwd`)).status).toBe(404);
  });

  test('metrics come in the Prometheus format', async () => {
    const { server } = createStatusServer({
      readStanding: async () => ({ ...atRest, load: { running: 3, queued: 7 } }),
    });
    const response = await fetch(`${await server.start()}/metrics`);
    expect(response.headers.get('content-type')).toContain('text/plain; version=0.0.4');
    const text = await response.text();
    expect(text).toContain('easel_running 3\n');
    expect(text).toContain('easel_queue_depth 7\n');
    expect(text).toContain('process_resident_memory_bytes');
  });

  test('a page that fails is logged and shows nothing of the fault', async () => {
    const fault = new Error('database at postgres://easel:word@host is gone');
    const { server, log } = createStatusServer({ readStanding: () => Promise.reject(fault) });
    const response = await fetch(`${await server.start()}/metrics`);
    expect(response.status).toBe(500);
    expect(await response.text()).not.toContain('postgres');
    expect(log.errors).toEqual([{ error: fault, path: '/metrics' }]);
  });
});

describe('start and stop', () => {
  test('port 0 takes a free port, returns it and logs it', async () => {
    const { server, log } = createStatusServer();
    const url = await server.start();
    expect(url).toMatch(/^http:\/\/127\.0\.0\.1:[1-9]\d*$/);
    expect(log.infos).toEqual([{ url }]);
  });

  test('both may be called twice, and at once', async () => {
    const { server, log } = createStatusServer();
    const [first, second] = await Promise.all([server.start(), server.start()]);
    expect(second).toBe(first);
    expect(log.infos).toHaveLength(1);
    await Promise.all([server.stop(), server.stop()]);
    await expect(fetch(first)).rejects.toThrow();
    await server.stop();
    const again = await server.start();
    expect((await fetch(`${again}/health/live`)).status).toBe(200);
  });

  test('stopping while it starts leaves nothing open', async () => {
    const { server } = createStatusServer();
    const starting = server.start();
    await server.stop();
    await expect(fetch(await starting)).rejects.toThrow();
  });

  test('a taken port is named in words, and a later start may succeed', async () => {
    const occupant = createServer();
    const port = await new Promise<number>((resolve) => {
      occupant.listen(0, '127.0.0.1', () => {
        const address = occupant.address();
        if (typeof address === 'object' && address !== null) resolve(address.port);
      });
    });
    const close = () => new Promise<void>((resolve) => occupant.close(() => resolve()));
    cleanups.push(close);

    const { server } = createStatusServer({ port });
    const error = await server.start().catch((fault: unknown) => fault);
    expect(error).toBeInstanceOf(PortTaken);
    expect(error).toMatchObject({ host: '127.0.0.1', port, exitCode: 78 });
    expect((error as PortTaken).message).toMatch(new RegExp(`HTTP_PORT.*${port} of 127\\.0\\.0\\.1`));

    await close();
    expect((await fetch(`${await server.start()}/health/live`)).status).toBe(200);
  });

  test('a host that is not of this machine is named in words', async () => {
    // Reserved for documentation, so it belongs to no machine: https://www.rfc-editor.org/rfc/rfc5737
    const { server } = createStatusServer({ host: '192.0.2.1' });
    const error = await server.start().catch((fault: unknown) => fault);
    expect(error).toBeInstanceOf(StartupProblem);
    expect((error as StartupProblem).message).toContain('HTTP_HOST: 192.0.2.1');
  });
});
