import { describe, expect, test } from 'vitest';
import { says, showsPicture } from '../bots/telegram/support/painted.ts';
import { expectPictureBy, isDraft, isNoDraft, offerDrafts } from './support/drafts.ts';
import { inhabitedWorld } from './support/inhabited-world.ts';
import { draftingModel } from './support/offer-tools.ts';
import { picturesOf, wordsOf } from './support/painted-on-discord.ts';

const oneAtATime = { MAX_RUNNING: '1', MAX_RUNNING_PER_USER: '1' };

describe('drafts, end to end', () => {
  const world = inhabitedWorld();
  const expectPicture = (shown: Uint8Array | undefined, model: string) =>
    expectPictureBy(model, { runware: world.runware, shown });

  test('on Discord the picture takes the place of the draft, with the prices of both', async () => {
    await offerDrafts(world);
    const ada = world.discord.person({ name: 'Ada', locale: 'en-US' });
    await wordsOf(ada.slash({ command: 'settings', options: { draft: 'on' } }), /Draft first: \*\*yes\*\*/);
    const held = world.runware.hold(isNoDraft);
    const asked = ada.slash({ command: 'imagine', options: { prompt: 'a fox' } });
    const draft = await picturesOf(asked);
    expect(draft.text).toMatch(
      /\*\*This is only a draft\*\*, by FLUX\.1 .*schnell.* for \$0\.0004\. The picture by Nano Banana.* for about \$0\.039\./,
    );
    await expectPicture(world.discord.pictures(draft)[0], draftingModel);
    expect(draft.visibleAttachments[0]).toMatchObject({
      filename: 'a-fox-draft.jpg',
      description: expect.stringContaining('draft'),
    });
    // Its further words are edits of the same message, which keeps the draft.
    held.release();
    const result = await wordsOf(asked, /The draft by FLUX.* cost \$0\.0004/);
    expect(result).toBe(draft);
    expect(result.text).not.toContain('only a draft');
    expect(result.attachments).toHaveLength(1);
    await expectPicture(world.discord.pictures(result)[0], 'google:4@1');
    const publicly = world.discord
      .messagesIn(world.discord.home.general)
      .filter(({ ephemeral }) => !ephemeral);
    expect(publicly).toHaveLength(1);
    const used = await wordsOf(ada.slash({ command: 'usage' }), /Today: \*\*1\*\* picture/);
    expect(used.text).toContain('$0.0394');
  });

  test('on Telegram the same, and an album comes in the place of the draft', async () => {
    await offerDrafts(world);
    const chat = world.telegram.person({ name: 'Alice', languageCode: 'ru', startedBot: true }).privateChat();
    const held = world.runware.hold(isNoDraft);
    chat.sendText('/imagine --draft лиса');
    const coming = await chat.waitForMessage(says('Сначала быстрый набросок'), 'what is to come');
    const draft = await chat.waitForMessage(showsPicture, 'the draft');
    expect(draft.message_id).toBe(coming.message_id);
    expect(draft.caption).toMatch(/Это только набросок: FLUX\.1 \[schnell\], 0,0004\s\$/);
    await expectPicture(chat.picture(draft), draftingModel);
    held.release();
    const result = await chat.waitForMessage(says('стоил 0,0004'), 'the picture');
    expect(result.message_id).toBe(draft.message_id);
    await expectPicture(chat.picture(result), 'google:4@1');

    const again = world.runware.hold(isNoDraft);
    chat.sendText('/imagine --draft --count 2 волк');
    await chat.waitForMessage(says('придут 2 картинки'), 'the second draft');
    again.release();
    const details = await chat.waitForMessage(
      (message) => says('2 картинки')(message) && says('стоил')(message),
      'the details',
    );
    expect(details.text).toContain('волк');
    const later = () => chat.botMessages().filter((message) => message.message_id > result.message_id);
    await chat.waitFor(() => later().length === 3 || undefined, 'an album with its details, and no draft');
    expect(later().filter(showsPicture)).toHaveLength(2);
  });

  test('who cancels after the draft pays for the draft alone, and keeps it', async () => {
    await offerDrafts(world, oneAtATime);
    const ada = world.discord.person({ name: 'Ada', locale: 'en-US' });
    const chat = world.telegram.person({ name: 'Alice', startedBot: true }).privateChat();
    const before = world.runware.hold(({ positivePrompt }) => positivePrompt === 'a hare');
    const between = world.runware.hold(({ positivePrompt }) => positivePrompt === 'an elk');
    const [ben, cem] = ['Ben', 'Cem'].map((name) => world.discord.person({ name }));
    ben?.slash({ command: 'imagine', options: { prompt: 'a hare' } });
    await before.arrived;
    chat.sendText('/imagine --draft a wolf');
    const status = await chat.waitForMessage(says('Next in line'), 'a place in the line');
    expect(status.text).toContain('First a quick draft by FLUX.1 [schnell] for about $0.0004');
    const options = { draft: true, private: true };
    const asked = ada.slash({ command: 'imagine', options: { prompt: 'a fox', ...options } });
    await wordsOf(asked, /In line/);
    const last = cem?.slash({ command: 'imagine', options: { prompt: 'an elk' } });
    await last?.waitForMessage(({ text }) => text.includes('In line'), 'the last place');
    before.release();
    await between.arrived;

    const photo = await chat.waitForMessage(showsPicture, 'the draft');
    expect(photo.caption).toContain('If you cancel before that begins, you pay for the draft alone.');
    const shown = await picturesOf(asked);
    expect(shown.ephemeral).toBe(true);
    const words = '✋ Cancelled before the painting began. The picture itself is not charged.';
    expect((await chat.tap(photo, '✕ Cancel').answered()).text).toBe(words);
    const over = await chat.waitForMessage(says('The picture itself is not charged'), 'the end');
    expect(over.message_id).toBe(photo.message_id);
    expect(over.caption).toContain('This is only a draft, by FLUX.1 [schnell] for $0.0004.');
    await expectPicture(chat.picture(over), draftingModel);
    ada.press(shown.button(/Cancel/));
    const end = await wordsOf(asked, /The picture itself is not charged/);
    expect(end).toBe(shown);
    await expectPicture(world.discord.pictures(end)[0], draftingModel);

    between.release();
    chat.sendText('/usage');
    const used = await chat.waitForMessage(says('Today:'), 'what was used');
    expect(used.text).toMatch(/1 picture.*\$0\.0004/);
    const drafted = world.runware.ledger.entries.filter(({ prompt }) => /wolf|fox/.test(prompt));
    expect(drafted.map(({ model }) => model)).toEqual([draftingModel, draftingModel]);
  });

  test('where the picture fails the draft stays, as no more than that; where the draft fails, nothing is lost', async () => {
    await offerDrafts(world, oneAtATime);
    const ada = world.discord.person({ name: 'Ada', locale: 'en-US' });
    const chat = world.telegram.person({ name: 'Alice', startedBot: true }).privateChat();
    world.runware.fail({ kind: 'error', code: 'invalidProviderContent' }, { when: isNoDraft, times: 2 });
    const asked = ada.slash({ command: 'imagine', options: { prompt: 'a fox', draft: true } });
    chat.sendText('/imagine --draft a fox');
    const failed = await wordsOf(asked, /safety filter/);
    expect(failed.text).toContain('The picture itself is not charged.');
    await expectPicture(world.discord.pictures(failed)[0], draftingModel);
    const told = await chat.waitForMessage(says('safety filter'), 'the failure');
    expect(told.caption).toContain('This is only a draft');
    expect(chat.botMessages()).toHaveLength(1);
    expect(failed.button(/Report/)).toBeDefined();
    const removal = ada.press(failed.button(/Delete/));
    expect((await chat.tap(told, '🗑 Delete').answered()).text).toMatch(/Deleted/);
    await chat.waitFor(() => chat.botMessages().length === 0 || undefined, 'no draft any more');
    await world.discord.waitForRequest(
      ({ method, path }) => method === 'DELETE' && path.includes(removal.token),
      'the draft to go',
    );
    expect(failed.deleted).toBe(true);

    world.runware.fail({ kind: 'error', code: 'invalidProviderContent' }, { when: isDraft, times: 1 });
    chat.sendText('/imagine --draft a hare');
    const result = await chat.waitForMessage(
      (message) => showsPicture(message) && says('a hare')(message),
      'the picture',
    );
    expect(result.caption).not.toContain('draft');
  });

  test('a restart between the two shows the draft again, and paints neither twice', async () => {
    await offerDrafts(world);
    const chat = world.telegram.person({ name: 'Alice', startedBot: true }).privateChat();
    const ada = world.discord.person({ name: 'Ada', locale: 'en-US' });
    const held = world.runware.hold(isNoDraft);
    chat.sendText('/imagine --draft a fox');
    const asked = ada.slash({ command: 'imagine', options: { prompt: 'a fox', draft: true } });
    const draft = await chat.waitForMessage(showsPicture, 'the draft');
    await picturesOf(asked);
    await world.restart();
    held.release();
    const result = await chat.waitForMessage(says('The draft by'), 'the picture');
    expect(result.message_id).toBe(draft.message_id);
    await expectPicture(chat.picture(result), 'google:4@1');
    const other = await wordsOf(asked, /The draft by/);
    await expectPicture(world.discord.pictures(other)[0], 'google:4@1');
    expect(world.runware.ledger.paidTwice).toEqual([]);
    expect(world.runware.ledger.entries).toHaveLength(4);
  });

  test('whoever deletes the message with the draft gets the picture all the same', async () => {
    await offerDrafts(world);
    const ada = world.discord.person({ name: 'Ada', locale: 'en-US', administrator: true });
    const chat = world.telegram.person({ name: 'Alice', startedBot: true }).privateChat();
    const held = world.runware.hold(isNoDraft);
    chat.sendText('/imagine --draft a fox');
    const asked = ada.slash({ command: 'imagine', options: { prompt: 'a fox', draft: true } });
    chat.delete(await chat.waitForMessage(showsPicture, 'the draft'));
    ada.remove(await picturesOf(asked));
    held.release();
    const result = await chat.waitForMessage(says('The draft by'), 'the picture');
    await expectPicture(chat.picture(result), 'google:4@1');
    const other = await ada.waitForMessage({
      predicate: ({ deleted, text, visibleAttachments }) =>
        !deleted && /The draft by/.test(text) && visibleAttachments.length === 1,
      description: 'the picture',
    });
    await expectPicture(world.discord.pictures(other)[0], 'google:4@1');
    expect(world.runware.ledger.entries).toHaveLength(4);
  });
});
