import { afterEach, beforeEach, describe, expect, test } from 'vitest';
import type { EaselUnderTest, World } from './support/easel-under-test.ts';
import { createWorld, startEasel } from './support/easel-under-test.ts';

describe('what waits for a place that was lost while Easel was away', () => {
  let world: World;
  let easel: EaselUnderTest;

  beforeEach(async () => {
    world = await createWorld({ downloadSide: 512 });
    easel = await startEasel({ ...world.environment, MAX_RUNNING: '1' });
  });
  afterEach(async () => {
    await easel.app.stop();
    await world.close();
  });

  /** Has the only slot taken, so that everything else waits. */
  async function takeTheSlot(): Promise<() => void> {
    const hold = world.runware.hold();
    const bob = world.telegram.person({ name: 'Bob', startedBot: true }).privateChat();
    bob.sendText('/imagine a first one');
    await hold.arrived;
    return () => hold.release();
  }

  function prompts(): readonly unknown[] {
    return world.runware.tasks
      .filter(({ taskType }) => taskType === 'imageInference')
      .map(({ positivePrompt }) => positivePrompt);
  }

  /** There is room for all from now on. Somebody else's wish shows when everything before it had its turn. */
  async function comeBack(): Promise<void> {
    easel = await startEasel(world.environment);
    const zoe = world.telegram.person({ name: 'Zoe', startedBot: true }).privateChat();
    zoe.sendText('/imagine a last one');
    const isResult = ({ caption }: { readonly caption?: string }) => caption?.includes('a last one') === true;
    await zoe.waitForMessage(isResult, 'a picture');
  }

  test('is not painted on Discord', async () => {
    const release = await takeTheSlot();
    const club = world.discord.guild({ name: 'club' });
    const ada = world.discord.person({ name: 'Ada' });
    const asked = ada.slash({ command: 'imagine', options: { prompt: 'a fox' }, in: club.general });
    await asked.waitForMessage(({ text }) => /a fox/.test(text), 'the status');
    await easel.app.stop();
    club.removeBot();
    release();
    await comeBack();
    expect(prompts()).toEqual(['a first one', 'a last one']);
    expect(easel.events.map(({ name }) => name)).toContain('generation-cancelled');
  });

  test('is not painted on Telegram', async () => {
    const release = await takeTheSlot();
    const alice = world.telegram.person({ name: 'Alice' });
    const group = world.telegram.group({ members: [alice] });
    group.send(alice, '/imagine@easel_bot a fox');
    await group.waitForMessage(({ text }) => text?.includes('⏳') === true, 'the status');
    await easel.app.stop();
    group.setBotStatus(alice, 'kicked');
    release();
    await comeBack();
    expect(prompts()).toEqual(['a first one', 'a last one']);
    expect(easel.events.map(({ name }) => name)).toContain('generation-cancelled');
  });

  test('holds up nobody for long when a platform cannot be reached', async () => {
    const release = await takeTheSlot();
    const ada = world.discord.person({ name: 'Ada' });
    const asked = ada.slash({ command: 'imagine', options: { prompt: 'a fox' } });
    await asked.waitForMessage(({ text }) => /a fox/.test(text), 'the status');
    await easel.app.stop();
    release();
    const held = world.telegram.fail({ kind: 'hold', on: 'getMe' });
    const starting = startEasel(world.environment, { connectPatienceMs: 1 });
    await asked.waitForMessage(({ visibleAttachments }) => visibleAttachments.length === 1, 'the picture');
    held.release();
    easel = await starting;
  });
});
