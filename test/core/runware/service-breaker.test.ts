import { afterEach, beforeEach, describe, expect, it, vi } from 'vitest';
import type { Exchange } from '../../../src/core/runware/runware-transport.ts';
import { ServiceBreaker, ServiceLeftAlone } from '../../../src/core/runware/service-breaker.ts';

const lost: Exchange = { kind: 'lost', cause: undefined };
const gatewayPage: Exchange = { kind: 'answer', status: 502, body: undefined, retryAfterMs: undefined };
const busy: Exchange = { kind: 'answer', status: 429, body: undefined, retryAfterMs: undefined };
const fine: Exchange = {
  kind: 'answer',
  status: 200,
  body: { items: [], errors: [] },
  retryAfterMs: undefined,
};
const { signal } = new AbortController();

let breaker: ServiceBreaker;
const send = (exchange: Exchange) => breaker.run(async () => exchange, signal);
const fail = async (times: number) => {
  for (let time = 0; time < times; time += 1) await send(lost);
};

// The library reads the clock itself; only the clock is replaced, so no timer is involved.
beforeEach(() => {
  vi.useFakeTimers({ toFake: ['Date'], now: 1_000_000 });
  breaker = new ServiceBreaker({ threshold: 3, halfOpenAfterMs: 10_000 });
});
afterEach(() => vi.useRealTimers());

describe('the breaker', () => {
  it('opens after so many failures in a row and then sends nothing', async () => {
    await fail(2);
    await send(gatewayPage);
    let sends = 0;
    const refused = breaker.run(async () => {
      sends += 1;
      return fine;
    }, signal);
    await expect(refused).rejects.toBeInstanceOf(ServiceLeftAlone);
    expect(sends).toBe(0);
  });

  it('says that it is open until somebody may try again', async () => {
    expect(breaker.isOpen).toBe(false);
    await fail(3);
    expect(breaker.isOpen).toBe(true);
    vi.setSystemTime(1_010_000);
    expect(breaker.isOpen).toBe(false);
    await send(lost);
    expect(breaker.isOpen).toBe(true);
    vi.setSystemTime(1_020_000);
    await send(fine);
    expect(breaker.isOpen).toBe(false);
  });

  it('stays closed as long as some calls get through', async () => {
    await fail(2);
    await send(fine);
    await fail(2);
    await expect(send(fine)).resolves.toBe(fine);
  });

  it('does not count being busy', async () => {
    for (let time = 0; time < 9; time += 1) await send(busy);
    await expect(send(fine)).resolves.toBe(fine);
  });

  it('lets one call try after ten seconds while the others wait for its result', async () => {
    await fail(3);
    vi.setSystemTime(1_009_999);
    await expect(send(fine)).rejects.toBeInstanceOf(ServiceLeftAlone);
    vi.setSystemTime(1_010_000);
    const answer = Promise.withResolvers<Exchange>();
    const started: string[] = [];
    const first = breaker.run(() => {
      started.push('first');
      return answer.promise;
    }, signal);
    const second = breaker.run(async () => {
      started.push('second');
      return fine;
    }, signal);
    expect(started).toEqual(['first']);
    answer.resolve(fine);
    await expect(Promise.all([first, second])).resolves.toEqual([fine, fine]);
    expect(started).toEqual(['first', 'second']);
  });

  it('opens again when the trial fails', async () => {
    await fail(3);
    vi.setSystemTime(1_010_000);
    await send(lost);
    await expect(send(fine)).rejects.toBeInstanceOf(ServiceLeftAlone);
  });

  it('lets nobody wait who has gone, and does not send for them later', async () => {
    await fail(3);
    vi.setSystemTime(1_010_000);
    const answer = Promise.withResolvers<Exchange>();
    const first = breaker.run(() => answer.promise, signal);
    const controller = new AbortController();
    const reason = new Error('gone');
    let sends = 0;
    const second = breaker.run(async () => {
      sends += 1;
      return fine;
    }, controller.signal);
    controller.abort(reason);
    await expect(second).rejects.toBe(reason);
    answer.resolve(fine);
    await first;
    await send(fine);
    expect(sends).toBe(0);
  });
});
