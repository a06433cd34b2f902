import { afterEach, beforeEach, describe, expect, test } from 'vitest';
import { buttonId, pictureArgument } from '../../src/commands/button-id.ts';
import { toPlainText } from '../../src/commands/join-text.ts';
import type { Reply } from '../../src/commands/reply.ts';
import type { Doer } from './people-at-core.ts';
import { labelsOf, PeopleAtCore, pageOf } from './people-at-core.ts';

const onDiscord: Doer = { platform: 'discord', personId: 'discord:1' };
const onTelegram: Doer = { platform: 'telegram', personId: 'telegram:1' };
const inGroup: Doer = { ...onTelegram, isSeenByOthers: true };

let people: PeopleAtCore;

beforeEach(async () => {
  people = await PeopleAtCore.start();
});
afterEach(() => people.core.close());

function wordsOf(reply: Reply): string {
  if (reply.kind !== 'page' && reply.kind !== 'refusal') throw new Error(`Expected words, got ${reply.kind}`);
  return toPlainText(reply.kind === 'page' ? reply.page.text : reply.text);
}

async function codeFor(doer: Doer): Promise<string> {
  const words = wordsOf(await people.use('link', {}, doer));
  const code = /\/link (?:code:)?(?<code>\S+)/.exec(words)?.groups?.code;
  if (code === undefined) throw new Error(`Expected a code, got ${words}`);
  return code;
}

async function link(from: Doer, to: Doer): Promise<Reply> {
  const asked = pageOf(await people.use('link', { code: await codeFor(from) }, to));
  return people.pressOn(asked, '🔗 Link them', to);
}

describe('/link', () => {
  test('gives a code to type on the other platform, as it is typed there', async () => {
    expect(wordsOf(await people.use('link', {}, onDiscord))).toMatch(
      /privately on Telegram.*\n\/link \w{4}-\w{4}\n/,
    );
    expect(wordsOf(await people.use('link', {}, onTelegram))).toMatch(
      /on Discord.*\n\/link code:\w{4}-\w{4}/,
    );
  });

  test('says what it does before it does it', async () => {
    const code = await codeFor(onDiscord);
    const asked = pageOf(await people.use('link', { code: code.toLowerCase() }, onTelegram));
    expect(labelsOf(asked)).toEqual([['🔗 Link them']]);
    expect(toPlainText(asked.text)).toContain('private ones too');
    expect(wordsOf(await people.use('unlink', {}, onTelegram))).toContain('not linked');
    const linked = await people.pressOn(asked, '🔗 Link them', onTelegram);
    expect(wordsOf(linked)).toContain('Linked with your Discord account');
    expect(wordsOf(await people.pressOn(asked, '🔗 Link them', onTelegram))).toBe(wordsOf(linked));
    expect(wordsOf(await people.use('link', {}, onDiscord))).toContain('linked with your Telegram account');
  });

  test('in front of others gives no code away', async () => {
    const code = await codeFor(onDiscord);
    expect(wordsOf(await people.use('link', {}, inGroup))).not.toMatch(/\w{4}-\w{4}/);
    const spoiled = await people.use('link', { code }, inGroup);
    expect(spoiled).toMatchObject({ kind: 'refusal' });
    expect(wordsOf(spoiled)).toContain('does not work any more');
    const asked = pageOf(await people.use('link', { code }, onTelegram));
    expect(wordsOf(await people.pressOn(asked, '🔗 Link them', onTelegram))).toContain('not good');
    // Asking again there left the person's own code alone.
    const own = await codeFor(onTelegram);
    await people.use('link', {}, inGroup);
    const other = pageOf(await people.use('link', { code: own }, onDiscord));
    expect(wordsOf(await people.pressOn(other, '🔗 Link them', onDiscord))).toContain('Linked');
  });

  test('says in words why a code did not work', async () => {
    const other = { ...onDiscord, personId: 'discord:2' };
    expect(wordsOf(await people.use('link', { code: 'discord' }, onTelegram))).toContain('not good');
    expect(wordsOf(await link(onDiscord, onDiscord))).toContain('on this very account');
    expect(wordsOf(await link(onDiscord, other))).toContain('another account on this platform');
    await link(onDiscord, onTelegram);
    expect(wordsOf(await link(other, onTelegram))).toContain('linked with your Discord account');
    await people.use('unlink', {}, onTelegram);
    expect(wordsOf(await link(other, onTelegram))).toMatch(/parted from another one.*renews in 12 hours/);
    const asked = pageOf(await people.use('link', { code: 'ZZZZ-ZZZZ' }, onTelegram));
    for (let tries = 0; tries < 5; tries += 1) await people.pressOn(asked, '🔗 Link them', onTelegram);
    expect(wordsOf(await people.pressOn(asked, '🔗 Link them', onTelegram))).toContain(
      'Too many wrong codes',
    );
  });
});

describe('linked', () => {
  test('a person has the same history and rights on both sides, until they part', async () => {
    const fox = await people.painted('a fox', { personId: 'discord:1', isPrivate: true });
    await link(onDiscord, onTelegram);
    const page = pageOf(await people.use('history', {}, onTelegram));
    expect(toPlainText(page.text)).toContain('a fox');
    expect(labelsOf(page).flat()).toContain('🗑 Delete');
    expect(await people.pressOn(page, '⭐ Favourite', onTelegram)).toMatchObject({ kind: 'notice' });
    expect(toPlainText(pageOf(await people.use('favourites', {}, onDiscord)).text)).toContain('a fox');
    const stranger = { ...onTelegram, personId: 'telegram:2' };
    expect(wordsOf(await people.pressOn(page, '⭐ Favourite', stranger))).toContain('somebody else');
    expect(wordsOf(await people.use('usage', {}, onTelegram))).toMatch(
      /Today: 1 picture.*both of your linked/s,
    );

    const parted = wordsOf(await people.use('unlink', {}, onDiscord));
    expect(parted).toMatch(/Parted from your Telegram account.*renews in 12 hours/s);
    expect(wordsOf(await people.use('unlink', {}, onDiscord))).toBe(parted);
    expect(wordsOf(await people.pressOn(page, '⭐ Favourite', onTelegram))).toContain('somebody else');
    expect((await people.core.core.gallery.find(fox.id))?.owners).toEqual(['discord:1']);
  });

  test('whoever deletes a result from the other platform hears what stays there', async () => {
    const address = { platform: 'discord', isDurable: true };
    const request = { personId: 'discord:1', address };
    await people.accepted('a fox', request);
    await link(onDiscord, onTelegram);
    const [{ generation } = { generation: undefined }] =
      await people.core.core.generations.unfinished('telegram:1');
    if (generation === undefined) throw new Error('Expected a request');
    await people.core.storage.transaction(({ generations }) =>
      generations.save({ ...generation, state: 'delivered', holdsSlot: false }),
    );
    const argument = pictureArgument({ generationId: generation.id, position: undefined });
    const id = buttonId({ action: 'remove', argument });
    const removal = await people.press(id, onTelegram);
    if (removal.kind !== 'removal') throw new Error(`Expected a removal, got ${removal.kind}`);
    expect(toPlainText(removal.text)).toContain('The message on Discord is still there');
    const there = await people.press(id, onDiscord);
    expect(there.kind === 'removal' && toPlainText(there.text)).toBe('🗑 Deleted.');
  });

  test('what one missed is told on the other, once', async () => {
    const { core } = people;
    const missed = await people.accepted('a fox', { personId: 'discord:1' });
    await core.storage.transaction(({ missedAnswers }) => missedAnswers.add(missed));
    await link(onDiscord, onTelegram);
    const { generations } = core.core;
    const missedOnTelegram = () => generations.missedBy({ personId: 'telegram:1', publicPlaceId: undefined });
    expect(await missedOnTelegram()).toEqual([missed.id]);
    await generations.forgetMissed([missed.id]);
    expect(await missedOnTelegram()).toEqual([]);
  });
});
