import { ComponentType } from 'discord-api-types/v10';
import sharp from 'sharp';
import { describe, expect, test } from 'vitest';
import { labelsOf, says, showsPicture } from '../bots/telegram/support/painted.ts';
import { InteractionKind } from '../fakes/discord/interaction.ts';
import { buttonRows } from '../fakes/telegram/reply-markup.ts';
import { inhabitedWorld } from './support/inhabited-world.ts';
import { painted, picturesOf, wordsOf } from './support/painted-on-discord.ts';

const columns = 'day,person,place,model,paid_requests,pictures,spent_usd,charged_usd';

function linesOf(csv: string): readonly string[] {
  return csv.trimEnd().split('\r\n');
}

describe('what was paid, on Discord', () => {
  const world = inhabitedWorld({ on: 'discord' });

  async function admin() {
    const root = world.discord.person({ name: 'Root', administrator: true });
    await world.restart({ settings: { ADMIN_IDS: `discord:${root.id}` } });
    return root;
  }

  test('is shown to those who run the bot alone, with a chart and as a table', async () => {
    const root = await admin();
    const ada = world.discord.person({ name: 'Ada' });
    await painted(ada, 'a fox', 2);
    const page = await picturesOf(root.slash({ command: 'admin usage' }));
    expect(page.ephemeral).toBe(true);
    expect(page.text).toMatch(/\$.* was paid in 30 days.*2 pictures/s);
    expect(page.text).toContain(`<@${ada.id}>`);
    const chart = page.visibleAttachments[0]?.bytes ?? Buffer.of();
    expect(await sharp(chart).metadata()).toMatchObject({ width: 1200, height: 800 });
    const week = await wordsOf(root.press(page.button('7 days')), /was paid in 7 days/);
    expect(week.id).toBe(page.id);
    const sent = await picturesOf(root.press(week.button(/CSV/)));
    expect(sent.ephemeral).toBe(true);
    const [file] = sent.visibleAttachments;
    expect(file?.filename).toBe('easel-usage-7-days.csv');
    const [head, line, ...others] = linesOf(file?.bytes.toString('utf8') ?? '');
    expect(head).toBe(columns);
    expect(line).toMatch(new RegExp(`^[\\d-]{10},discord:${ada.id},discord:\\d+,[^,]+,1,2,0\\.\\d{6},0\\.`));
    expect(others).toEqual([]);
    const asked = await picturesOf(root.slash({ command: 'admin usage', options: { days: 1, csv: true } }));
    expect(asked.visibleAttachments[0]?.filename).toBe('easel-usage-1-days.csv');
  });

  test('is told in words where nothing was', async () => {
    const root = await admin();
    const page = await wordsOf(root.slash({ command: 'admin usage' }), /Nothing was painted in this time/);
    expect(page.visibleAttachments).toEqual([]);
  });

  test('is shown to nobody else, whatever they found the button by', async () => {
    const root = await admin();
    const mia = world.discord.person({ name: 'Mia', administrator: true });
    await painted(mia, 'a fox');
    const page = await picturesOf(root.slash({ command: 'admin usage' }));
    for (const options of [{}, { csv: true }]) {
      await wordsOf(mia.slash({ command: 'admin usage', options }), /those who run this bot or keep order/);
    }
    const own = await wordsOf(mia.slash({ command: 'admin rules' }), /What holds here/);
    for (const label of ['30 days', /CSV/]) {
      const { custom_id } = page.button(label).component;
      const press = mia.forge({
        type: InteractionKind.component,
        source: own,
        data: { custom_id, component_type: ComponentType.Button, id: 1 },
      });
      const refusal = await wordsOf(press, /those who run this bot or keep order/);
      expect(refusal.visibleAttachments).toEqual([]);
    }
  });
});

describe('what was paid, on Telegram', () => {
  const world = inhabitedWorld({ on: 'telegram' });
  const person = (name: string) => world.telegram.person({ name, startedBot: true });

  async function admin() {
    const root = person('Root');
    await world.restart({ settings: { ADMIN_IDS: `telegram:${root.id}` } });
    return root;
  }

  async function download(fileId = ''): Promise<string> {
    const { TELEGRAM_API_URL: url, TELEGRAM_TOKEN: token } = world.environment;
    const found = await fetch(`${url}/bot${token}/getFile?file_id=${fileId}`);
    const { result } = (await found.json()) as { result: { file_path: string } };
    return (await fetch(`${url}/file/bot${token}/${result.file_path}`)).text();
  }

  test('is shown in private to those who run the bot, with a chart and as a table', async () => {
    const root = await admin();
    const alice = person('Alice');
    alice.privateChat().sendText('/imagine a fox');
    await alice.privateChat().waitForMessage(says('$'), 'the picture');
    const group = world.telegram.group({ members: [root, alice] });
    group.send(root, '/admin@easel_bot usage --csv');
    await group.waitForMessage(says('not for a group to read'), 'the refusal');
    const chat = root.privateChat();
    chat.sendText('/admin usage');
    const page = await chat.waitForMessage(says('was paid in 30 days'), 'what was paid');
    expect(showsPicture(page)).toBe(true);
    expect(page.caption).toContain(`telegram:${alice.id}`);
    expect(labelsOf(page)).toEqual([['7 days', '30 days'], ['📄 As a table (CSV)']]);
    chat.tap(page, '7 days');
    const week = await chat.waitForMessage(says('was paid in 7 days'), 'the week');
    expect(week.message_id).toBe(page.message_id);
    chat.tap(week, '📄 As a table (CSV)');
    const sent = await chat.waitForMessage(
      ({ document }) => document?.file_name === 'easel-usage-7-days.csv',
      'the table',
    );
    const [head, line] = linesOf(await download(sent.document?.file_id));
    expect(head).toBe(columns);
    expect(line).toContain(`telegram:${alice.id}`);
    expect(group.botMessages().filter(showsPicture)).toEqual([]);
  });

  test('is shown to nobody else, whatever they found the button by', async () => {
    const root = await admin();
    root.privateChat().sendText('/imagine a fox');
    await root.privateChat().waitForMessage(says('$'), 'the picture');
    root.privateChat().sendText('/admin usage');
    const page = await root.privateChat().waitForMessage(says('was paid in 30 days'), 'what was paid');
    const chat = person('Eve').privateChat();
    chat.sendText('/admin usage --csv');
    const refusal = await chat.waitForMessage(says('those who run this bot'), 'the refusal');
    const ids = buttonRows(page).flatMap((row) => row.map(({ callback_data }) => callback_data ?? ''));
    expect(ids).toHaveLength(3);
    for (const id of ids) {
      const { text } = await chat.forgeTap(refusal, id).answered();
      expect(text).toContain('those who run this bot');
    }
    expect(chat.botMessages().filter(showsPicture)).toEqual([]);
    expect(chat.botMessages().filter(says('was paid'))).toEqual([]);
  });
});
