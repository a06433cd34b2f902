import { afterEach, describe, expect, test } from 'vitest';
import { DeliveryError } from '../../../src/core/courier.ts';
import type { Authority } from '../../../src/core/rules/authority.ts';
import { shellAuthority } from '../../../src/core/rules/authority.ts';
import { NoticeDelivery } from '../../../src/core/rules/notice-delivery.ts';
import type { CoreUnderTest } from '../support/core-under-test.ts';
import { createCoreUnderTest } from '../support/core-under-test.ts';

const silent = { debug: () => {}, info: () => {}, warn: () => {}, error: () => {} };
const moderator: Authority = { byId: 'test:mia', isAdmin: false, moderatedPlaceId: 'test:place' };

describe('an announcement', () => {
  const opened: CoreUnderTest[] = [];

  async function startCore() {
    const underTest = await createCoreUnderTest();
    opened.push(underTest);
    await underTest.core.start();
    const { clock, courier, storage } = underTest;
    const ends: string[] = [];
    const delivery = new NoticeDelivery({
      storage,
      couriers: new Map([['test', courier]]),
      log: silent,
      onOver: (end) => void ends.push(end),
      now: () => clock.nowMs,
    });
    return { ...underTest, delivery, ends };
  }

  afterEach(async () => {
    for (const underTest of opened.splice(0)) await underTest.close();
  });

  test('goes to nobody before it is let go, then once to each place that was there', async () => {
    const { ask, core, courier, delivery, storage } = await startCore();
    await ask('test:ada');
    await ask('test:ben');
    await ask('test:ada', { placeId: 'test:elsewhere' });
    const draft = await core.announcements.draft(shellAuthority, 'we move');
    expect(draft?.places).toBe(2);
    await ask('test:cem', { placeId: 'test:later' });
    await delivery.sendNext();
    expect(courier.announced).toEqual([]);
    expect(await core.announcements.send(shellAuthority, draft?.key ?? '')).toBe(2);
    expect(await core.announcements.send(shellAuthority, draft?.key ?? '')).toBe(0);
    for (let turn = 0; turn < 4; turn += 1) await delivery.sendNext();
    expect(courier.announced).toEqual(['we move', 'we move']);
    const query = { scope: undefined, before: undefined, limit: 9 };
    expect(await storage.transaction(({ audit }) => audit.list(query))).toMatchObject([
      { deed: 'announced', byId: 'shell', detail: { places: 2 } },
    ]);
  });

  test('that another one was written after is forgotten', async () => {
    const { ask, core, courier, delivery } = await startCore();
    await ask('test:ada');
    const first = await core.announcements.draft(shellAuthority, 'first');
    await core.announcements.draft(shellAuthority, 'second');
    expect(await core.announcements.send(shellAuthority, first?.key ?? '')).toBe(0);
    await delivery.sendNext();
    expect(courier.announced).toEqual([]);
  });

  test('goes where everybody reads it: by no private answer, and by none that was erased', async () => {
    const { ask, clock, core, model, settled, storage } = await startCore();
    const at = (channel: string) => ({ platform: 'test', isDurable: true, channel });
    await ask('test:ada', { address: at('art') });
    await ask('test:ben', { address: at('secret'), isPrivate: true });
    await ask('test:cem', { placeId: 'test:hushed', address: at('hushed'), isPrivate: true });
    await ask('test:dan', { placeId: 'test:erased', address: at('gone') });
    await settled();
    for (const call of model.open.values()) call.succeed();
    await settled();
    await core.privacy.erase({ personId: 'test:dan', askedAtMs: clock.nowMs });
    await settled();
    const draft = await core.announcements.draft(shellAuthority, 'we move');
    expect(draft).toMatchObject({ places: 1, leftOut: 1 });
    await core.announcements.send(shellAuthority, draft?.key ?? '');
    const next = await storage.transaction(({ notices }) => notices.nextDue(clock.nowMs));
    expect(next?.address).toMatchObject({ channel: 'art' });
  });

  test.each(['temporary', 'unauthorised'] as const)(
    'is tried again where that may help, as when it is %s, and given up where it cannot',
    async (first) => {
      const { ask, clock, core, courier, delivery, ends } = await startCore();
      await ask('test:ada');
      const draft = await core.announcements.draft(shellAuthority, 'we move');
      await core.announcements.send(shellAuthority, draft?.key ?? '');
      let problem: 'temporary' | 'unauthorised' | 'gone' | undefined = first;
      courier.beforeAnnounce = async () => {
        if (problem !== undefined) throw new DeliveryError({ problem });
      };
      await delivery.sendNext();
      problem = undefined;
      await delivery.sendNext();
      expect(courier.announced).toEqual([]);
      clock.nowMs += 60_000;
      await delivery.sendNext();
      expect(courier.announced).toEqual(['we move']);

      const again = await core.announcements.draft(shellAuthority, 'gone');
      await core.announcements.send(shellAuthority, again?.key ?? '');
      expect(ends).toEqual(['arrived']);
      problem = 'gone';
      await delivery.sendNext();
      problem = undefined;
      clock.nowMs += 60_000;
      await delivery.sendNext();
      expect(courier.announced).toEqual(['we move']);
      expect(ends).toEqual(['arrived', 'given-up']);
    },
  );

  test('is made by nobody who does not run the bot', async () => {
    const { core } = await startCore();
    expect(await core.announcements.draft(moderator, 'hello')).toBeUndefined();
    expect(await core.announcements.send(moderator, 'key')).toBeUndefined();
  });
});
