import { afterEach, beforeEach, describe, expect, test } from 'vitest';
import type { EaselUnderTest, World } from './support/easel-under-test.ts';
import { createWorld, startEasel } from './support/easel-under-test.ts';

describe('/imagine on Discord, end to end', () => {
  let world: World;
  let easel: EaselUnderTest;

  beforeEach(async () => {
    world = await createWorld();
    easel = await startEasel(withoutTelegram(world.environment));
  });
  afterEach(async () => {
    await easel.app.stop();
    await world.close();
  });

  test('turns one message into the pictures that were asked for', async () => {
    const { discord, runware } = world;
    const ada = discord.person({ name: 'Ada', locale: 'en-US' });
    const imagine = ada.slash({ command: 'imagine', options: { prompt: 'a lighthouse at dawn', count: 2 } });
    const first = await imagine.acknowledged();
    expect(first.kind).toBe('message');

    const message = await imagine.waitForMessage(
      ({ visibleAttachments }) => visibleAttachments.length === 2,
      'two pictures in the answer',
    );
    const owners = await Promise.all(discord.pictures(message).map((bytes) => runware.whosePicture(bytes)));
    const [task] = runware.ledger.entries;
    expect(owners.map((owner) => owner?.taskUUID)).toEqual([task?.taskUUID, task?.taskUUID]);
    expect(owners.map((owner) => owner?.index)).toEqual([0, 1]);
    expect(task?.prompt).toBe('a lighthouse at dawn');
    expect(discord.violations).toEqual([]);
    expect(runware.violations).toEqual([]);
  });
});

function withoutTelegram({ TELEGRAM_TOKEN: _, ...environment }: Readonly<Record<string, string>>) {
  return environment;
}
