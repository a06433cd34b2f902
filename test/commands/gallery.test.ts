import { afterEach, beforeEach, describe, expect, test } from 'vitest';
import { galleryTurnId, readGalleryTurn } from '../../src/commands/gallery-button.ts';
import { toPlainText } from '../../src/commands/join-text.ts';
import type { Page, Reply } from '../../src/commands/reply.ts';
import { DeliveryError } from '../../src/core/courier.ts';
import { wishFor } from '../core/support/wishes.ts';
import { labelsOf, PeopleAtCore, pageOf } from './people-at-core.ts';

const newer = '◀ Newer';
const older = 'Older ▶';
const dayMs = 86_400_000;
const ben = { personId: 'test:ben' };

function wordsOf(reply: Reply): string {
  return toPlainText('text' in reply ? reply.text : pageOf(reply).text);
}

describe('the history', () => {
  let people: PeopleAtCore;

  beforeEach(async () => {
    people = await PeopleAtCore.start();
  });
  afterEach(async () => {
    expect(people.faults).toEqual([]);
    await people.core.close();
  });

  /** Presses `older` until there is none, and tells what was seen. */
  async function leafThrough(reply: Reply): Promise<readonly string[]> {
    const seen: string[] = [];
    let page: Page | undefined = pageOf(reply);
    while (page !== undefined) {
      seen.push(wordsOf({ kind: 'page', page }));
      const hasOlder = labelsOf(page).flat().includes(older);
      page = hasOlder ? pageOf(await people.pressOn(page, older)) : undefined;
    }
    return seen;
  }

  test('shows one painting a page: its pictures, words, facts, age and buttons', async () => {
    const painted = await people.painted('a fox', { isPrivate: true, wish: wishFor({ count: 2 }) });
    await people.painted('an owl');
    people.core.clock.nowMs += 2 * 3_600_000;
    const first = pageOf(await people.use('history'));
    expect(labelsOf(first)[0]).toEqual([older]);
    const page = pageOf(await people.pressOn(first, older));
    const text = toPlainText(page.text);
    expect(text).toContain('Your pictures · 2 of 2');
    expect(text).toContain('a fox');
    expect(text).toMatch(/2 pictures.*\$0\.0/);
    expect(text).toContain('2 hours ago · 🔒 only you see this');
    expect(page.pictures.map(({ key }) => key)).toEqual([`${painted.id}/result-0`, `${painted.id}/result-1`]);
    expect(await page.pictures[1]?.read()).toBeInstanceOf(Uint8Array);
    expect(page.altTexts).toEqual([
      'Picture 1 of 2, painted from these words: a fox',
      'Picture 2 of 2, painted from these words: a fox',
    ]);
    expect(labelsOf(page)).toEqual([
      [newer],
      ['🔁 Again', '✏️ Change the words', '📄 Original', '⭐ Favourite', '🗑 Delete'],
      ['✨ Vary 1', '✨ Vary 2'],
      ['🖼 From 1', '🖼 From 2'],
    ]);
    expect(wordsOf(await people.pressOn(page, newer))).toContain('an owl');
  });

  test.each(['en', 'ru'])(
    'fits below a picture on every platform in %s, however long the words',
    async (language) => {
      const prompt = 'лиса '.repeat(500);
      await people.painted(prompt, { isPrivate: true, wish: wishFor({ count: 4 }) });
      const page = pageOf(await people.use('history', { words: prompt.slice(0, 200) }, { language }));
      expect(page.pictures).toHaveLength(4);
      expect(toPlainText(page.text).length).toBeLessThanOrEqual(1_024);
      expect(page.buttons.length).toBeLessThanOrEqual(5);
    },
  );

  test('speaks the language of whoever looks, whatever the painting was asked in', async () => {
    await people.painted('лиса');
    people.core.clock.nowMs += 9 * dayMs;
    const page = pageOf(await people.use('history', {}, { language: 'ru' }));
    expect(toPlainText(page.text)).toMatch(/Ваши картинки · 1 из 1.*22 нояб/s);
    expect(page.altTexts).toEqual(['Картинка, нарисованная по описанию: лиса']);
    expect(labelsOf(page).flat()).toContain('🗑 Удалить');
  });

  test('shows nobody else’s, not even to whoever presses on their page', async () => {
    await people.painted('a fox', { isPrivate: true });
    await people.painted('an owl', { isPrivate: true });
    const page = pageOf(await people.use('history'));
    expect(wordsOf(await people.use('history', {}, ben))).toContain('no pictures of yours');
    expect(wordsOf(await people.pressOn(page, older, ben))).toContain('no pictures of yours');
  });

  test('searches in any case, and its buttons go on searching after months', async () => {
    for (const prompt of ['рыжая ЛИСА', 'сова', 'Лиса в снегу', '100% лиса']) await people.painted(prompt);
    const found = await people.use('history', { words: ' лИсА ' });
    expect(await leafThrough(found)).toEqual([
      expect.stringMatching(/🔎 лИсА · 1 of 3.*100% лиса/s),
      expect.stringMatching(/🔎 лИсА · 2 of 3.*Лиса в снегу/s),
      expect.stringMatching(/🔎 лИсА · 3 of 3.*рыжая ЛИСА/s),
    ]);
    people.core.clock.nowMs += 150 * dayMs;
    const late = pageOf(await people.pressOn(pageOf(found), older));
    expect(toPlainText(late.text)).toContain('2 of 3');
    people.core.clock.nowMs += 150 * dayMs;
    expect(wordsOf(await people.pressOn(late, older))).toContain('3 of 3');
    expect(wordsOf(await people.pressOn(late, older, ben))).toContain('no longer know what you searched');
    people.core.clock.nowMs += 183 * dayMs;
    expect(wordsOf(await people.pressOn(late, older))).toContain('no longer know what you searched');
    expect(wordsOf(await people.use('history', { words: '%' }))).toContain('1 of 1');
    expect(wordsOf(await people.use('history', { words: 'ёж' }))).toContain('None of these pictures');
  });

  test('keeps what came after a cancellation, and what could not be sent, until it was seen', async () => {
    const cancelled = await people.accepted('a fox');
    await people.core.core.generations.cancel({ id: cancelled.id, personId: 'test:ada' });
    await people.succeed(cancelled);
    people.core.courier.beforeDeliver = async () => {
      throw new DeliveryError({ problem: 'gone' });
    };
    await people.painted('an owl');
    const unseen = () => people.core.core.gallery.countUnseen('test:ada');
    expect(await unseen()).toBe(2);
    const page = pageOf(await people.use('history'));
    expect(toPlainText(page.text)).toMatch(/an owl.*could not send it/s);
    expect(await unseen()).toBe(1);
    const last = pageOf(await people.pressOn(page, older));
    expect(toPlainText(last.text)).toMatch(/a fox.*ready after you had cancelled/s);
    expect(labelsOf(last).flat()).toContain('🔁 Again');
    expect(await unseen()).toBe(0);
  });

  test('goes on from a page whose painting was deleted', async () => {
    for (const prompt of ['one', 'two', 'three']) await people.painted(prompt);
    const page = pageOf(await people.use('history'));
    expect((await people.pressOn(page, '🗑 Delete')).kind).toBe('removal');
    expect(wordsOf(await people.use('history'))).toContain('1 of 2');
    expect(wordsOf(await people.pressOn(page, older))).toMatch(/1 of 2.*two/s);
  });

  test('without any pictures says how to get one', async () => {
    const failed = await people.accepted('a fox');
    await people.core.core.generations.cancel({ id: failed.id, personId: 'test:ada' });
    const page = pageOf(await people.use('history'));
    expect(page).toMatchObject({ pictures: [], buttons: [] });
    expect(toPlainText(page.text)).toContain('/imagine');
    expect(wordsOf(await people.use('favourites'))).toContain('no favourites');
  });

  test('takes no button that it did not make', async () => {
    await people.painted('a fox');
    for (const argument of ['', 'hx', 'ho.short', 'xo.AAAAAAAAAAAAAAAAAAAAAA', 'ho.!', 'ho.']) {
      const reply = await people.press(`e1:gallery${argument && `:${argument}`}`);
      expect(wordsOf(reply)).toContain('no longer know what this button');
    }
  });

  test('favourites are what was starred, other people’s public results among them', async () => {
    await people.painted('mine');
    const other = await people.painted('by Ben', ben);
    const mine = pageOf(await people.use('history'));
    const bens = pageOf(await people.use('history', {}, ben));
    await people.pressOn(mine, '⭐ Favourite');
    await people.pressOn(bens, '⭐ Favourite');
    await people.pressOn(bens, '⭐ Favourite', ben);
    const page = pageOf(await people.use('favourites'));
    expect(toPlainText(page.text)).toMatch(/Your favourites · 1 of 2.*by Ben.*painted for somebody else/s);
    expect(labelsOf(page).flat()).not.toContain('🗑 Delete');
    expect(labelsOf(page).flat()).toContain('🔁 Again');
    const second = pageOf(await people.pressOn(page, older));
    expect(labelsOf(second).flat()).toContain('🗑 Delete');
    expect(wordsOf(await people.use('favourites', { words: 'MINE' }))).toMatch(/1 of 1.*mine/s);
    await people.core.core.gallery.remove({ id: other.id, byId: 'test:ada' });
    expect(wordsOf(await people.pressOn(second, newer))).toMatch(/1 of 1.*mine/s);
  });

  test('buttons of a painting whose pictures are gone say so', async () => {
    const painted = await people.painted('a fox');
    const page = pageOf(await people.use('history'));
    await people.core.storage.transaction(({ pictures }) => pictures.removeOf(painted.id));
    expect(wordsOf(await people.pressOn(page, '📄 Original'))).toContain('no longer keep');
    expect(wordsOf(await people.pressOn(page, '✨ Vary'))).toContain('no longer keep');
    expect((await people.pressOn(page, '🔁 Again')).kind).toBe('accepted');
    expect(wordsOf(await people.use('history'))).toContain('no pictures of yours');
  });
});

test('a turn of a gallery is a short id and comes back as it was', () => {
  const than = 'ffffffff-ffff-4fff-bfff-ffffffffffff';
  for (const searchKey of [undefined, '_-abcdefghij']) {
    for (const shelf of ['history', 'favourites'] as const) {
      for (const to of ['older', 'newer'] as const) {
        const turn = { shelf, step: { to, than }, searchKey };
        const id = galleryTurnId(turn);
        expect(id.length).toBeLessThanOrEqual(64);
        expect(readGalleryTurn(id.slice('e1:gallery:'.length))).toEqual(turn);
      }
    }
  }
  // Ids stand in messages for years: these are of the first release that had them.
  const step = { to: 'older', than };
  expect(readGalleryTurn('fo.________T_-__________w.abcdefghijkl')).toEqual({
    shelf: 'favourites',
    step,
    searchKey: 'abcdefghijkl',
  });
  expect(readGalleryTurn('ho.________T_-__________w')).toEqual({
    shelf: 'history',
    step,
    searchKey: undefined,
  });
});
