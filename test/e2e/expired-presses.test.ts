import { afterEach, beforeEach, describe, expect, test } from 'vitest';
import type { GenerationEvent } from '../../src/core/generation-events.ts';
import type { Person } from '../fakes/discord/control/person.ts';
import type { Message } from '../fakes/discord/message.ts';
import type { EaselUnderTest, World } from './support/easel-under-test.ts';
import { createWorld, startEasel } from './support/easel-under-test.ts';

describe('presses on Discord whose token expires', () => {
  let world: World;
  let easel: EaselUnderTest;
  let ada: Person;
  let result: Message;

  beforeEach(async () => {
    world = await createWorld({ downloadSide: 256 });
    const { TELEGRAM_TOKEN: _, ...environment } = world.environment;
    easel = await startEasel(environment);
    ada = world.discord.person({ name: 'Ada' });
    const asked = ada.slash({ command: 'imagine', options: { prompt: 'a fox' } });
    result = await asked.waitForMessage(showsPicture, 'the picture');
  });
  afterEach(async () => {
    await easel.app.stop();
    await world.close();
  });

  test('before it is answered: nothing is painted or paid, and the button can be pressed again', async () => {
    const { discord, runware } = world;
    const hold = discord.faults.add({ path: /callback$/, effect: { kind: 'hold' } });
    const press = ada.press(result.button(/Again/));
    await hold.happened();
    press.expireToken();
    const cancelled = nextEvent('generation-cancelled');
    hold.release();
    const again = ada.press(result.button(/Change/));
    await again.modal();
    await cancelled;
    expect(runware.tasks).toHaveLength(1);
    await ada.press(result.button(/Again/)).waitForMessage(showsPicture, 'the picture of the second press');
    expect(runware.tasks).toHaveLength(2);
    expect(easel.log.filter(({ level }) => level === 'error')).toEqual([]);
    expect(discord.violations).toEqual([]);
  });

  test('while it is painted: the picture comes into the message that is there', async () => {
    const { discord, runware } = world;
    const hold = runware.hold();
    const press = ada.press(result.button(/Again/));
    await hold.arrived;
    press.expireToken();
    hold.release();
    const second = await press.waitForMessage(showsPicture, 'the picture');
    expect(second.id).not.toBe(result.id);
    expect(discord.messagesIn(discord.home.general)).toHaveLength(2);
    await ada.press(second.button(/Vary/)).waitForMessage(showsPicture, 'the variation');
    expect(discord.violations).toEqual([]);
  });

  function nextEvent(name: GenerationEvent['name']): Promise<void> {
    return new Promise((resolve) => {
      easel.app.events.listen((event) => {
        if (event.name === name) resolve();
      });
    });
  }
});

function showsPicture({ visibleAttachments }: Message): boolean {
  return visibleAttachments.length === 1;
}
