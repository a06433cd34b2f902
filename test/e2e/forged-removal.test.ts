import { ComponentType, InteractionType } from 'discord-api-types/v10';
import { describe, expect, test } from 'vitest';
import { inhabitedWorld } from './support/inhabited-world.ts';

describe('a button that stands on no message', () => {
  const world = inhabitedWorld();

  test('takes nothing away from whoever painted what is shown there', async () => {
    const painted = async (name: string) => {
      const person = world.discord.person({ name, locale: 'en-US' });
      const asked = person.slash({ command: 'imagine', options: { prompt: `an owl of ${name}` } });
      const result = await asked.waitForMessage((one) => one.visibleAttachments.length === 1, 'a picture');
      return { person, result };
    };
    const ada = await painted('Ada');
    const ben = await painted('Ben');
    const before = ada.result.text;
    const forged = ben.person.forge({
      type: InteractionType.MessageComponent,
      source: ada.result,
      data: {
        custom_id: ben.result.button(/🗑/).component.custom_id,
        component_type: ComponentType.Button,
        id: 1,
      },
    });
    await forged.waitForMessage(({ text }) => text.includes('Deleted'), 'the answer to Ben');
    await expect.poll(() => ben.result.deleted).toBe(true);
    expect(ada.result.deleted).toBe(false);
    expect(ada.result.text).toBe(before);
    expect(ada.result.visibleAttachments).toHaveLength(1);
  });
});
