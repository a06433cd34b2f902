import { describe, expect, test } from 'vitest';
import { says, showsPicture } from '../bots/telegram/support/painted.ts';
import { inhabitedWorld } from './support/inhabited-world.ts';
import { painted, picturesOf, wordsOf } from './support/painted-on-discord.ts';

const fox = { command: 'imagine', options: { prompt: 'a fox' } };

describe('budgets, end to end', () => {
  const world = inhabitedWorld({
    settings: { MAX_PICTURES_PER_USER_PER_DAY: '2', MAX_PICTURES_PER_PLACE_PER_MONTH: '4' },
  });

  async function decideOnRole(role: string): Promise<void> {
    const root = world.discord.person({ name: 'Root', administrator: true });
    await world.restart({ settings: { ADMIN_IDS: `discord:${root.id}` } });
    const options = { role: `<@&${role}>`, 'pictures-per-day': '3' };
    const told = await wordsOf(root.slash({ command: 'admin budget', options }), /Budget changed/);
    expect(told.text).toContain(`<@&${role}>`);
    expect(told.ephemeral).toBe(true);
  }

  test('on Discord a member has less than who has a role, and a server ends where it ends', async () => {
    const role = world.discord.home.role('artists');
    await decideOnRole(role);
    const ada = world.discord.person({ name: 'Ada', roles: [role] });
    const ben = world.discord.person({ name: 'Ben', locale: 'ru' });
    await painted(ada, 'an owl', 3);
    const refusal = await wordsOf(
      ada.slash(fox),
      /more pictures than you have left for today: \*\*0\*\* of your 3/,
    );
    expect(refusal.ephemeral).toBe(true);
    await painted(ben, 'an elk');
    const shared = await wordsOf(ben.slash(fox), /Общий бюджет этого чата на этот месяц израсходован/);
    expect(shared.text).not.toMatch(/\d из \d|\$/);
    await picturesOf(ben.slash({ ...fox, in: 'direct' }));
    await wordsOf(ben.slash({ ...fox, in: 'direct' }), /на сегодня у вас не осталось: \*\*0\*\* из 2/);
    const used = await wordsOf(ada.slash({ command: 'usage' }), /Today: \*\*3\*\* of 3 pictures/);
    expect(used.text).toContain('The budget that everyone here shares is used up for this month.');
    expect(world.runware.ledger.entries).toHaveLength(3);
  });

  test('on Telegram a group shares one, and everybody has their own', async () => {
    const [alice, bob] = ['Alice', 'Bob'].map((name) => world.telegram.person({ name, startedBot: true }));
    if (alice === undefined || bob === undefined) throw new Error('Expected two people');
    const group = world.telegram.group({ members: [alice, bob] });
    for (const person of [alice, bob]) group.send(person, '/imagine@easel_bot a fox --count 2');
    await group.waitFor(() => group.botMessages().filter(showsPicture)[3], 'four pictures');
    group.send(bob, '/imagine@easel_bot a third');
    await group.waitForMessage(
      says('more pictures than you have left for today: 0 of your 2'),
      'his own limit',
    );
    const chat = bob.privateChat();
    chat.sendText('/usage');
    const used = await chat.waitForMessage(says('Today: 2 of 2 pictures'), 'what he used');
    expect(used.text).toContain('Left for today: $0.9');
    expect(used.text).not.toContain('everyone here');
  });
});
