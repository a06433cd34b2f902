import { expect, test } from 'vitest';
import { startBot } from './support/bot-under-test.ts';

const image = { filename: 'fox.png', bytes: Buffer.from('a fox'), contentType: 'image/png' };

test.each(['constructor', '__proto__', 'toString'])(
  'words are words beside a file, whatever they are called: %s',
  async (prompt) => {
    await using easel = await startBot();
    const { core, discord, log } = easel;
    const ada = discord.person({ name: 'Ada' });
    ada.slash({ command: 'imagine', options: { prompt, image } });
    await core.acknowledged();
    expect(core.requests).toMatchObject([{ wish: { prompt, references: [{ kind: 'attachment' }] } }]);
    expect(log.entries.filter(({ level }) => level === 'error')).toEqual([]);
    expect(discord.violations).toEqual([]);
  },
);
