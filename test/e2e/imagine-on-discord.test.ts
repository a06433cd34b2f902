import { describe, expect, test } from 'vitest';
import { inhabitedWorld } from './support/inhabited-world.ts';
import { picturesOf } from './support/painted-on-discord.ts';

describe('/imagine on Discord, end to end', () => {
  const world = inhabitedWorld({ on: 'discord' });

  test('turns one message into the pictures that were asked for', async () => {
    const { discord, runware } = world;
    const ada = discord.person({ name: 'Ada', locale: 'en-US' });
    const imagine = ada.slash({ command: 'imagine', options: { prompt: 'a lighthouse at dawn', count: 2 } });
    const first = await imagine.acknowledged();
    expect(first.kind).toBe('message');

    const message = await picturesOf(imagine, 2);
    const owners = await Promise.all(discord.pictures(message).map((bytes) => runware.whosePicture(bytes)));
    const [task] = runware.ledger.entries;
    expect(owners.map((owner) => owner?.taskUUID)).toEqual([task?.taskUUID, task?.taskUUID]);
    expect(owners.map((owner) => owner?.index)).toEqual([0, 1]);
    expect(task?.prompt).toBe('a lighthouse at dawn');
  });
});
