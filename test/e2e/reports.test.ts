import { mkdtempSync, rmSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import type { TelegramMessage } from '@gramio/types';
import { afterAll, describe, expect, test } from 'vitest';
import { openSqliteStorage } from '../../src/core/storage/open-storage.ts';
import type { Channel } from '../fakes/discord/entities.ts';
import { inhabitedWorld } from './support/inhabited-world.ts';

const folder = mkdtempSync(join(tmpdir(), 'easel-words-'));
afterAll(() => rmSync(folder, { recursive: true }));
const words = join(folder, 'words.json');
writeFileSync(
  words,
  JSON.stringify({ builtIn: false, entries: [{ words: ['kraken'], action: 'flag', from: 'relaxed' }] }),
);

const hasPicture = ({ photo }: TelegramMessage) => photo !== undefined;

describe('reports', () => {
  const world = inhabitedWorld({ settings: { WORDS_FILE: words } });

  /** Says where moderators are, as `/admin rules` does. */
  async function setChannel(placeId: string, moderatorsChannel: string): Promise<void> {
    await world.easel.app.stop();
    const storage = await openSqliteStorage(world.environment.DATABASE_URL ?? '');
    await storage.transaction(({ rules }) => rules.putPlace(placeId, { moderatorsChannel }));
    await storage.close();
    await world.restart();
  }

  test('on Discord reach the moderators once, covered; only they decide, and the picture goes', async () => {
    const { discord } = world;
    const mods = discord.home.channel({ name: 'mods' });
    await setChannel(`discord:${discord.home.id}`, `discord:${mods.id}`);
    const ada = discord.person({ name: 'Ada', locale: 'en-US' });
    const ben = discord.person({ name: 'Ben', locale: 'en-US' });
    const eve = discord.person({ name: 'Eve', locale: 'en-US' });
    const carol = discord.person({ name: 'Carol', locale: 'en-US', administrator: true });
    const asked = ada.slash({ command: 'imagine', options: { prompt: 'a fox' } });
    const result = await asked.waitForMessage((one) => one.visibleAttachments.length === 1, 'a picture');

    const own = ada.press(result.button(/Report/));
    await own.waitForMessage(({ text }) => /This picture is yours/.test(text), 'that it is their own');
    const reporting = ben.press(result.button(/Report/));
    const thanks = await reporting.waitForMessage(({ text }) => /Thank you/.test(text), 'thanks');
    expect(thanks.ephemeral).toBe(true);
    const seen = await carol.waitForMessage({
      in: mods,
      predicate: ({ text }) => /reported this picture/.test(text),
      description: 'the report',
    });
    expect(seen.visibleAttachments.map(({ spoiler }) => spoiler)).toEqual([true]);
    expect(seen.text).toContain(`/channels/${discord.home.id}/`);
    const twice = eve.press(result.button(/Report/));
    await twice.waitForMessage(({ text }) => /know of this picture already/.test(text), 'that it is known');

    const trying = eve.press(seen.button(/Delete$/));
    await trying.waitForMessage(({ text }) => /Only those who keep order/.test(text), 'the refusal');
    expect(seen.button(/Keep/)).toBeDefined();

    carol.press(seen.button(/Delete and ban/));
    await carol.waitForMessage({
      in: mods,
      predicate: ({ text, visibleAttachments }) =>
        /banned for a week/.test(text) && visibleAttachments.length === 0,
      description: 'the verdict',
    });
    expect(discord.messagesIn(mods).filter(({ ephemeral }) => !ephemeral)).toHaveLength(1);
    expect(result.deleted).toBe(true);
    const again = ada.slash({ command: 'imagine', options: { prompt: 'a fox' } });
    await again.waitForMessage(({ text }) => /You may not ask me/.test(text), 'the ban');
  });

  test('on Telegram reach the moderators’ chat, also after a restart; only admins of the group decide', async () => {
    const { telegram } = world;
    const alice = telegram.person({ name: 'Alice', startedBot: true });
    const bob = telegram.person({ name: 'Bob' });
    const carol = telegram.person({ name: 'Carol' });
    const group = telegram.group({ title: 'Painters', kind: 'supergroup', members: [alice, bob, carol] });
    const mods = telegram.group({ title: 'Mods', kind: 'supergroup', members: [bob, carol] });
    await setChannel(`telegram:${group.id}`, `telegram:${mods.id}`);
    group.send(alice, '/imagine@easel_bot a fox');
    const result = await group.waitForMessage(hasPicture, 'a picture');
    expect((await group.tap(bob, result, '🚩 Report').answered()).text).toMatch(/Thank you/);
    const seen = await mods.waitForMessage(hasPicture, 'the report');
    expect(seen.has_media_spoiler).toBe(true);
    expect(seen.caption).toMatch(/Somebody reported this picture/);

    expect((await mods.tap(bob, seen, '🗑 Delete').answered()).text).toMatch(/Only those who keep order/);
    group.promote(carol);
    await mods.tap(carol, seen, '🗑 Delete').answered();
    await mods.waitForMessage(({ text }) => /Deleted, by/.test(text ?? ''), 'the verdict');
    await mods.waitFor(() => (mods.botMessages().some(hasPicture) ? undefined : true), 'no picture any more');
    await group.waitFor(() => (group.botMessages().some(hasPicture) ? undefined : true), 'the picture to go');
  });

  test('on Discord keep the bare fact alone of what its person has erased', async () => {
    const { discord } = world;
    const mods = discord.home.channel({ name: 'mods' });
    await setChannel(`discord:${discord.home.id}`, `discord:${mods.id}`);
    const ada = discord.person({ name: 'Ada', locale: 'en-US' });
    const ben = discord.person({ name: 'Ben', locale: 'en-US' });
    const asked = ada.slash({ command: 'imagine', options: { prompt: 'a secret fox' } });
    const result = await asked.waitForMessage((one) => one.visibleAttachments.length === 1, 'a picture');
    ben.press(result.button(/Report/));
    const inMods = (description: string, predicate: (one: typeof result) => boolean) =>
      ben.waitForMessage({ in: mods, predicate, description });
    const shown = await inMods('the report', ({ visibleAttachments }) => visibleAttachments.length === 1);
    expect(shown.text).toContain('a secret fox');
    const page = await ada
      .slash({ command: 'privacy' })
      .waitForMessage(({ text }) => /What I keep/.test(text), 'the page');
    const question = await ada
      .press(page.button(/Erase/))
      .waitForMessage(({ text }) => /for good/.test(text), 'the question');
    ada.press(question.button(/Erase everything/));
    const left = await inMods('the bare fact', ({ visibleAttachments }) => visibleAttachments.length === 0);
    expect(left.id).toBe(shown.id);
    expect(left.text).toMatch(/reported this picture.*deleted/s);
    expect(left.text).not.toContain('secret');
  });

  test('on Telegram keep the bare fact alone of what its person has erased, once', async () => {
    const { telegram } = world;
    const alice = telegram.person({ name: 'Alice', startedBot: true });
    const bob = telegram.person({ name: 'Bob' });
    const group = telegram.group({ title: 'Painters', kind: 'supergroup', members: [alice, bob] });
    const mods = telegram.group({ title: 'Mods', kind: 'supergroup', members: [bob] });
    await setChannel(`telegram:${group.id}`, `telegram:${mods.id}`);
    group.send(alice, '/imagine@easel_bot a secret fox');
    const result = await group.waitForMessage(hasPicture, 'a picture');
    await group.tap(bob, result, '🚩 Report').answered();
    const shown = await mods.waitForMessage(hasPicture, 'the report');
    expect(shown.caption).toContain('a secret fox');
    const chat = alice.privateChat();
    const says = (words: RegExp) => chat.waitForMessage(({ text }) => words.test(text ?? ''), String(words));
    chat.sendText('/privacy');
    chat.tap(await says(/What I keep/), '🗑 Erase it all…');
    chat.tap(await says(/for good/), '🗑 Erase everything');
    await mods.waitFor(() => (mods.botMessages().some(hasPicture) ? undefined : true), 'no picture any more');
    await world.restart();
    expect(mods.botMessages().map(({ text }) => text)).toEqual([
      expect.stringMatching(/reported this picture.*deleted/s),
    ]);
    expect(mods.botMessages()[0]?.text).not.toContain('secret');
  });

  test('of words on the list come by themselves, once there is something to see', async () => {
    const { discord } = world;
    const mods = discord.home.channel({ name: 'mods' });
    await setChannel(`discord:${discord.home.id}`, `discord:${mods.id}`);
    const ada = discord.person({ name: 'Ada', locale: 'ru' });
    const asked = ada.slash({ command: 'imagine', options: { prompt: 'a kraken' } });
    await asked.waitForMessage((one) => one.visibleAttachments.length === 1, 'a picture');
    const seen = await ada.waitForMessage({
      in: mods,
      predicate: ({ text }) => /Слова этой картинки есть в списке/.test(text),
      description: 'what is flagged',
    });
    expect(seen.text).toContain('a kraken');
    expect(seen.visibleAttachments).toHaveLength(1);
  });

  test('of words wait for moderators who name their channel later, on Discord and on Telegram', async () => {
    const { discord, telegram } = world;
    const mods = discord.home.channel({ name: 'mods' });
    const ada = discord.person({ name: 'Ada', locale: 'en-US' });
    const carol = discord.person({ name: 'Carol', locale: 'en-US', administrator: true });
    const asked = ada.slash({ command: 'imagine', options: { prompt: 'a kraken' } });
    await asked.waitForMessage((one) => one.visibleAttachments.length === 1, 'a picture');
    const alice = telegram.person({ name: 'Alice', startedBot: true });
    const mia = telegram.person({ name: 'Mia', startedBot: true });
    const group = telegram.group({ kind: 'supergroup', members: [alice, mia] });
    group.promote(mia, { mayChangeInfo: true });
    group.send(alice, '/imagine@easel_bot a kraken');
    await group.waitForMessage(hasPicture, 'a picture');
    const rules = { 'moderators-channel': 'here' };
    await carol
      .slash({ command: 'admin rules', options: rules, in: mods })
      .waitForMessage(({ text }) => /Changed/.test(text), 'the channel');
    group.send(mia, '/admin@easel_bot rules --moderators-channel here');
    const isFlagged = (text = '') => /words of this picture are on the list/.test(text);
    await carol.waitForMessage({
      in: mods,
      predicate: ({ text }) => isFlagged(text),
      description: 'the report on Discord',
    });
    await group.waitForMessage(({ caption }) => isFlagged(caption), 'the report on Telegram');
  });

  test('tell moderators alone who reported, and nobody where everybody reads along', async () => {
    const { discord, telegram } = world;
    const { general } = discord.home;
    const mods = discord.home.channel({ name: 'mods' });
    const carol = discord.person({ name: 'Carol', locale: 'en-US', administrator: true });
    const reportedIn = async (channel: Channel) => {
      const rules = { 'moderators-channel': 'here' };
      await carol
        .slash({ command: 'admin rules', options: rules, in: channel })
        .waitForMessage(({ text }) => /Changed/.test(text), 'the channel');
      const ada = discord.person({ name: 'Ada', locale: 'en-US' });
      const asked = ada.slash({ command: 'imagine', options: { prompt: `a fox for ${channel.id}` } });
      const result = await asked.waitForMessage((one) => one.visibleAttachments.length === 1, 'a picture');
      discord.person({ name: 'Ben', locale: 'en-US' }).press(result.button(/Report/));
      return carol.waitForMessage({
        in: channel,
        predicate: ({ text }) => text.includes('reported this picture') && text.includes(channel.id),
        description: 'the report',
      });
    };
    expect((await reportedIn(mods)).text).toMatch(/Asked for by.*Reported by/s);
    const beforeAll = await reportedIn(general);
    expect(beforeAll.text).toMatch(/Asked for by/);
    expect(beforeAll.text).not.toMatch(/Reported by/);

    const [alice, bob, mia] = ['Alice', 'Bob', 'Mia'].map((name) => telegram.person({ name }));
    if (alice === undefined || bob === undefined || mia === undefined) throw new Error('Expected three');
    const group = telegram.group({ kind: 'supergroup', members: [alice, bob, mia] });
    group.promote(mia, { mayChangeInfo: true });
    group.send(mia, '/admin@easel_bot rules --moderators-channel here');
    group.send(alice, '/imagine@easel_bot a fox');
    const result = await group.waitForMessage(hasPicture, 'a picture');
    await group.tap(bob, result, '🚩 Report').answered();
    const seen = await group.waitForMessage(
      ({ caption = '' }) => caption.includes('reported this picture'),
      'the report',
    );
    expect(seen.caption).not.toMatch(/Reported by/);
    await group.tap(mia, seen, '🗑 Delete').answered();
    const verdict = await group.waitForMessage(({ text }) => /Deleted, by/.test(text ?? ''), 'the verdict');
    expect(verdict.text).not.toMatch(/Reported by/);
  });

  test('of words in what is private reach those who run the bot, where everybody reads the channel', async () => {
    const { discord, telegram } = world;
    const dora = discord.person({ name: 'Dora', locale: 'en-US' });
    await world.restart({ settings: { ADMIN_IDS: `discord:${dora.id}` } });
    const carol = discord.person({ name: 'Carol', locale: 'en-US', administrator: true });
    await carol
      .slash({ command: 'admin rules', options: { 'moderators-channel': 'here' } })
      .waitForMessage(({ text }) => /Changed/.test(text), 'the channel');
    const toldOf = (words: string) =>
      dora.waitForMessage({
        in: 'direct',
        predicate: ({ text }) => text.includes('are on the list') && text.includes(words),
        description: `the report of ${words}`,
      });
    const ada = discord.person({ name: 'Ada', locale: 'en-US' });
    ada.slash({ command: 'imagine', options: { prompt: 'a kraken of mine', private: true } });
    await toldOf('a kraken of mine');
    const isReport = ({ text }: { readonly text: string }) => text.includes('are on the list');
    expect(discord.messagesIn(discord.home.general).filter(isReport)).toEqual([]);

    const [alice, mia] = ['Alice', 'Mia'].map((name) => telegram.person({ name, startedBot: true }));
    if (alice === undefined || mia === undefined) throw new Error('Expected two');
    const group = telegram.group({ kind: 'supergroup', members: [alice, mia] });
    group.promote(mia, { mayChangeInfo: true });
    group.send(mia, '/admin@easel_bot rules --moderators-channel here');
    await group.waitForMessage(({ text }) => /Changed/.test(text ?? ''), 'the channel');
    group.send(alice, '/imagine@easel_bot --private a kraken at home');
    await toldOf('a kraken at home');
    expect(group.botMessages().filter(hasPicture)).toEqual([]);
    dora.slash({ command: 'imagine', options: { prompt: 'an own kraken', private: true }, in: 'direct' });
    await toldOf('an own kraken');
  });

  test('say so where nobody can be told', async () => {
    const ada = world.discord.person({ name: 'Ada', locale: 'en-US' });
    const ben = world.discord.person({ name: 'Ben', locale: 'en-US' });
    const asked = ada.slash({ command: 'imagine', options: { prompt: 'a fox' } });
    const result = await asked.waitForMessage((one) => one.visibleAttachments.length === 1, 'a picture');
    const reporting = ben.press(result.button(/Report/));
    await reporting.waitForMessage(({ text }) => /Please write to a moderator/.test(text), 'the way out');
  });

  test('are offered where somebody else can see a result, and so in no chat with the bot alone', async () => {
    const { discord } = world;
    const dora = discord.person({ name: 'Dora', locale: 'en-US' });
    await world.restart({ settings: { ADMIN_IDS: `discord:${dora.id}` } });
    const ada = discord.person({ name: 'Ada', locale: 'en-US', installedApp: true });
    const ben = discord.person({ name: 'Ben', locale: 'en-US', installedApp: true });
    const labels = async (place: Channel | 'direct') => {
      const asked = ada.slash({ command: 'imagine', options: { prompt: 'a fox' }, in: place });
      const result = await asked.waitForMessage((one) => one.visibleAttachments.length === 1, 'a picture');
      return {
        result,
        labels: result.buttons.map(({ component }) => ('label' in component ? component.label : '')),
      };
    };
    expect((await labels('direct')).labels.join()).not.toMatch(/Report/);
    expect((await labels('direct')).labels.join()).toMatch(/Again.*Original.*Delete/);
    const group = await labels(discord.group([ada, ben]));
    ben.press(group.result.button(/Report/));
    await dora.waitForMessage({
      in: 'direct',
      predicate: ({ text }) => /reported this picture/.test(text),
      description: 'the report from a chat of several people',
    });
  });

  test('go to whoever runs the bot where no channel is set', async () => {
    const dora = world.discord.person({ name: 'Dora', locale: 'en-US' });
    await world.restart({ settings: { ADMIN_IDS: `discord:${dora.id}` } });
    const ada = world.discord.person({ name: 'Ada', locale: 'en-US' });
    const ben = world.discord.person({ name: 'Ben', locale: 'en-US' });
    const asked = ada.slash({ command: 'imagine', options: { prompt: 'a fox' } });
    const result = await asked.waitForMessage((one) => one.visibleAttachments.length === 1, 'a picture');
    ben.press(result.button(/Report/));
    const seen = await dora.waitForMessage({
      in: 'direct',
      predicate: ({ text }) => /reported this picture/.test(text),
      description: 'the report',
    });
    dora.press(seen.button(/Keep/));
    await dora.waitForMessage({
      in: 'direct',
      predicate: ({ text }) => /Kept, by/.test(text),
      description: 'the verdict',
    });
  });

  test('are not needed where moderators are: they delete by the menu on Discord', async () => {
    const { discord } = world;
    const ada = discord.person({ name: 'Ada', locale: 'en-US' });
    const eve = discord.person({ name: 'Eve', locale: 'en-US' });
    const carol = discord.person({ name: 'Carol', locale: 'en-US', administrator: true });
    const asked = ada.slash({ command: 'imagine', options: { prompt: 'a fox' } });
    const message = await asked.waitForMessage((one) => one.visibleAttachments.length === 1, 'a picture');
    const trying = eve.useMessageCommand({ command: 'Delete picture', message });
    await trying.waitForMessage(({ text }) => /belongs to somebody else/.test(text), 'the refusal');
    const deleting = carol.useMessageCommand({ command: 'Delete picture', message });
    await deleting.waitForMessage(({ text }) => /Deleted/.test(text), 'that it is deleted');
    await discord.waitForRequest(({ method }) => method === 'DELETE', 'the message to be deleted');
    await world.restart();
    expect(message.deleted).toBe(true);
    const words = ada.say({ content: 'hello' });
    const other = carol.useMessageCommand({ command: 'Delete picture', message: words });
    await other.waitForMessage(({ text }) => /none of my pictures/.test(text), 'that it is none');
  });

  test('are not needed by those who run the bot: they delete what others can see, moderators or not', async () => {
    const { discord, telegram } = world;
    const dora = discord.person({ name: 'Dora', locale: 'en-US' });
    const dan = telegram.person({ name: 'Dan', startedBot: true });
    await world.restart({ settings: { ADMIN_IDS: `discord:${dora.id},telegram:${dan.id}` } });
    const ada = discord.person({ name: 'Ada', locale: 'en-US' });
    const asked = ada.slash({ command: 'imagine', options: { prompt: 'a fox' } });
    const message = await asked.waitForMessage((one) => one.visibleAttachments.length === 1, 'a picture');
    const deleting = dora.press(message.button(/Delete/));
    await deleting.waitForMessage(({ text }) => /Deleted/.test(text), 'that it is deleted');
    await discord.waitForRequest(({ method }) => method === 'DELETE', 'the message to be deleted');
    discord.openCommand('admin');
    const audit = dora.slash({ command: 'admin audit', options: { everywhere: true } });
    await audit.waitForMessage(({ text }) => /Pictures deleted/.test(text), 'that it is known');

    const alice = telegram.person({ name: 'Alice', startedBot: true });
    const group = telegram.group({ title: 'Painters', kind: 'supergroup', members: [alice, dan] });
    group.send(alice, '/imagine@easel_bot a fox');
    const shown = await group.waitForMessage(hasPicture, 'a picture');
    group.send(dan, '/delete@easel_bot', { replyTo: shown });
    await group.waitFor(() => (group.botMessages().some(hasPicture) ? undefined : true), 'the picture to go');
  });

  test('are not needed where admins are: they reply with /delete on Telegram, to a piece of an album, too', async () => {
    const { telegram } = world;
    const alice = telegram.person({ name: 'Alice', startedBot: true });
    const bob = telegram.person({ name: 'Bob' });
    const carol = telegram.person({ name: 'Carol' });
    const group = telegram.group({ title: 'Painters', kind: 'supergroup', members: [alice, bob, carol] });
    group.promote(carol);
    group.send(alice, '/imagine@easel_bot --count 2 a fox');
    const piece = await group.waitFor(() => group.botMessages().filter(hasPicture)[1], 'an album');
    await group.waitForMessage(({ text }) => /2 pictures/.test(text ?? ''), 'its details');
    group.send(bob, '/delete@easel_bot', { replyTo: piece });
    await group.waitForMessage(({ text }) => /belongs to somebody else/.test(text ?? ''), 'the refusal');
    group.send(carol, '/delete@easel_bot', { replyTo: piece });
    await group.waitFor(() => (group.botMessages().some(hasPicture) ? undefined : true), 'the album to go');
    group.send(carol, '/delete@easel_bot');
    await group.waitForMessage(({ text }) => /Reply with \/delete/.test(text ?? ''), 'how to');
  });
});
