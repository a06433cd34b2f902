import { afterEach, beforeEach, describe, expect, test } from 'vitest';
import type { InteractionHandle } from '../fakes/discord/control/interaction-handle.ts';
import type { Person } from '../fakes/discord/control/person.ts';
import type { Message } from '../fakes/discord/message.ts';
import type { EaselUnderTest, World } from './support/easel-under-test.ts';
import { createWorld, startEasel } from './support/easel-under-test.ts';

const noPermission = { kind: 'status', status: 403, code: 50013 } as const;

describe('deleting a result from the history on Discord', () => {
  let world: World;
  let easel: EaselUnderTest;
  let ada: Person;
  let aheadMs: number;

  beforeEach(async () => {
    aheadMs = 0;
    world = await createWorld({ downloadSide: 512 }, { now: () => Date.now() + aheadMs });
    const { TELEGRAM_TOKEN: _, ...environment } = world.environment;
    easel = await startEasel(environment);
    ada = world.discord.person({ name: 'Ada' });
  });
  afterEach(async () => {
    await easel.app.stop();
    await world.close();
  });

  test('takes away the message that it came by, late and as a new one', async () => {
    await askAndLose();
    const late = await ada.waitForMessage({ predicate: isResult, description: 'a picture in the channel' });
    await removeFromHistory();
    await deletionOf(late);
    expect(late.deleted).toBe(true);
    expect(world.discord.violations).toEqual([]);
  });

  test('says so in words where the message cannot be taken away', async () => {
    const shown = await painted();
    const path = new RegExp(`^/channels/.*/${shown.id}$`);
    world.discord.faults.add({ method: 'DELETE', path, effect: noPermission });
    const asked = world.discord.faults.add({
      method: 'DELETE',
      path: new RegExp(`^/webhooks/.*/${shown.id}$`),
      effect: noPermission,
    });
    await expectWords(await removeFromHistory());
    expect(asked.hits).toBe(1);
    expect(shown.deleted).toBe(false);
  });

  test('says so in words when only its person could see it and its time is over', async () => {
    const secret = await painted({ private: true });
    aheadMs = 20 * 60_000;
    await expectWords(await removeFromHistory());
    expect(secret.deleted).toBe(false);
    expect(world.discord.violations).toEqual([]);
  });

  test('takes away what was being posted at that moment', async () => {
    const hold = world.discord.faults.add({
      method: 'POST',
      path: /^\/channels\/\d+\/messages$/,
      effect: { kind: 'hold' },
    });
    await askAndLose();
    await hold.happened();
    await removeFromHistory();
    hold.release();
    const shown = await ada.waitForMessage({ predicate: isResult, description: 'the picture' });
    await deletionOf(shown);
    expect(shown.deleted).toBe(true);
    expect(world.discord.violations).toEqual([]);
  });

  /** Neither the status message nor the token is there any more when the picture comes. */
  async function askAndLose(): Promise<void> {
    const hold = world.runware.hold();
    const asked = ada.slash({ command: 'imagine', options: { prompt: 'a fox' } });
    await hold.arrived;
    const status = asked.message();
    if (status === undefined) throw new Error('Expected a status message');
    asked.expireToken();
    ada.remove(status);
    hold.release();
  }

  function deletionOf({ id }: Message): Promise<unknown> {
    const isDeletion = ({ method, path }: { readonly method: string; readonly path: string }) =>
      method === 'DELETE' && path.endsWith(id);
    return world.discord.waitForRequest(isDeletion, 'the deletion');
  }

  function painted(options: { private?: boolean } = {}): Promise<Message> {
    const asked = ada.slash({ command: 'imagine', options: { prompt: 'a fox', ...options } });
    return asked.waitForMessage(isResult, 'a picture');
  }

  async function removeFromHistory(): Promise<InteractionHandle> {
    const asked = ada.slash({ command: 'history' });
    const page = await asked.waitForMessage(({ text }) => /1 of 1/.test(text), 'the history');
    const removal = ada.press(page.button(/Delete/));
    await world.discord.waitForRequest(
      ({ method, path }) => method === 'DELETE' && path.includes(removal.token),
      'the page to be deleted',
    );
    return removal;
  }
});

function isResult({ visibleAttachments }: Message): boolean {
  return visibleAttachments.length === 1;
}

async function expectWords(removal: InteractionHandle): Promise<void> {
  const words = await removal.waitForMessage(({ text }) => /delete it yourself/.test(text), 'the words');
  expect(words.ephemeral).toBe(true);
}
