import type { TelegramMessage } from '@gramio/types';
import { beforeEach, describe, expect, test } from 'vitest';
import { says, showsPicture } from '../bots/telegram/support/painted.ts';
import type { InteractionHandle } from '../fakes/discord/control/interaction-handle.ts';
import type { Person } from '../fakes/discord/control/person.ts';
import type { PrivateChat } from '../fakes/telegram/private-chat.ts';
import { expectPictureBy, isDraft, isNoDraft, offerDrafts, onePerPerson } from './support/drafts.ts';
import { inhabitedWorld } from './support/inhabited-world.ts';
import { draftingModel } from './support/offer-tools.ts';
import { picturesOf, wordsOf } from './support/painted-on-discord.ts';

const paintingModel = 'google:4@1';
const noFunds = { kind: 'error', status: 402, code: 'insufficientCredits' } as const;
const draftMayCost = /The draft by FLUX.* had begun, so it may still be charged: about \$0\.0004/;
const draftWithoutFunds = /Painting is paused.* The picture itself is not charged\..*This is only a draft/s;

describe('drafts that are called off, late or without funds, end to end', () => {
  const world = inhabitedWorld();
  let ada: Person;
  let chat: PrivateChat;

  beforeEach(() => {
    ada = world.discord.person({ name: 'Ada', locale: 'en-US' });
    chat = world.telegram.person({ name: 'Alice', startedBot: true }).privateChat();
  });

  function askOnDiscord(): InteractionHandle {
    return ada.slash({ command: 'imagine', options: { prompt: 'a fox', draft: true } });
  }

  function askOnTelegram(): void {
    chat.sendText('/imagine --draft a wolf');
  }

  /** On both platforms. */
  function ask(): InteractionHandle {
    askOnTelegram();
    return askOnDiscord();
  }

  async function cancel(asked: InteractionHandle, words: string): Promise<void> {
    const status = await wordsOf(asked, /First a quick draft|only a draft/);
    ada.press(status.button(/Cancel/));
    const same = await chat.waitForMessage(says('draft'), 'the status');
    expect((await chat.tap(same, '✕ Cancel').answered()).text).toContain(words);
  }

  async function expectBoth(asked: InteractionHandle, words: RegExp): Promise<void> {
    await wordsOf(asked, words);
    const fits = ({ caption, text = caption ?? '' }: TelegramMessage) => words.test(text);
    await chat.waitForMessage(fits, String(words));
  }

  /** Once so many calls and requests are over. */
  async function expectPaid(ended: number, models: readonly string[]): Promise<void> {
    const endings = () => world.easel.events.filter((event) => 'costMicros' in event);
    await expect.poll(() => endings().length, { timeout: 15_000 }).toBe(ended);
    const { entries, paidTwice } = world.runware.ledger;
    expect(entries.map(({ model }) => model).toSorted()).toEqual(models);
    expect(paidTwice).toEqual([]);
  }

  async function expectUsed(used: RegExp): Promise<void> {
    await wordsOf(ada.slash({ command: 'usage' }), used);
    chat.sendText('/usage');
    await chat.waitForMessage(({ text = '' }) => used.test(text), String(used));
  }

  async function expectOnly(asked: InteractionHandle, model: string): Promise<void> {
    const [shown, more] = [await picturesOf(asked), ...chat.botMessages().filter(showsPicture)];
    if (more === undefined) throw new Error('Expected a picture on Telegram');
    await expectPictureBy(model, { runware: world.runware, shown: world.discord.pictures(shown)[0] });
    await expectPictureBy(model, { runware: world.runware, shown: chat.picture(more) });
  }

  function expectNoPicture(asked: InteractionHandle): void {
    expect(asked.message()?.visibleAttachments).toEqual([]);
    expect(chat.botMessages().filter(showsPicture)).toEqual([]);
  }

  test('called off before the draft has begun, nothing is painted', async () => {
    await offerDrafts(world, { MAX_RUNNING: '1' });
    const held = world.runware.hold();
    const [ben, cem] = ['Ben', 'Cem'].map((name) => world.discord.person({ name }));
    ben?.slash({ command: 'imagine', options: { prompt: 'a hare' } });
    await held.arrived;
    const asked = ask();
    await expectBoth(asked, /First a quick draft/);
    const last = cem?.slash({ command: 'imagine', options: { prompt: 'an elk' } });
    await last?.waitForMessage(({ text }) => text.includes('In line'), 'the last place');
    await cancel(asked, 'Nothing was charged');
    await expectBoth(asked, /Cancelled\. Nothing was charged/);
    held.release();
    await last?.waitForMessage(
      ({ visibleAttachments }) => visibleAttachments.length === 1,
      'the last picture',
    );
    await expectPaid(4, [paintingModel, paintingModel]);
    await expectUsed(/Today: \**0\** pictures/);
  });

  test('called off while the draft is painted, the draft is paid and shown to nobody', async () => {
    await offerDrafts(world, onePerPerson);
    const held = world.runware.hold();
    const asked = ask();
    await held.arrivals(2);
    await cancel(asked, 'Cancelled before the painting began');
    await expectBoth(asked, draftMayCost);
    held.release();
    await expectPaid(4, [draftingModel, draftingModel]);
    await expectUsed(/Today: \**1\** picture, \**\$0\.0004\b/);
    expectNoPicture(asked);
  });

  test('called off while both are painted, the draft is shown to nobody and the picture is kept', async () => {
    await offerDrafts(world);
    const held = world.runware.hold();
    const asked = ask();
    await held.arrivals(4);
    await cancel(asked, 'The painting had already begun');
    await expectBoth(asked, draftMayCost);
    held.release();
    await expectPaid(4, [paintingModel, paintingModel, draftingModel, draftingModel]);
    expectNoPicture(asked);
    await expectUsed(/Today: \**1\** picture, \**\$0\.0394\b/);
    await wordsOf(ada.slash({ command: 'history' }), /ready after you had cancelled/);
    chat.sendText('/history');
    await chat.waitForMessage(says('ready after you had cancelled'), 'the picture');
  });

  test('called off after the draft while the picture is painted, the draft stays and the picture is kept', async () => {
    await offerDrafts(world);
    const held = world.runware.hold(isNoDraft);
    const asked = ask();
    await expectBoth(asked, /only a draft/);
    await held.arrivals(2);
    await cancel(asked, 'The painting had already begun');
    await expectBoth(asked, /Cancelled.*This is only a draft\**, by FLUX.* for \$0\.0004/s);
    held.release();
    await expectPaid(4, [paintingModel, paintingModel, draftingModel, draftingModel]);
    await expectOnly(asked, draftingModel);
    await expectUsed(/Today: \**1\** picture, \**\$0\.0394\b/);
    await wordsOf(ada.slash({ command: 'history' }), /ready after you had cancelled/);
  });

  test('a draft that is later than the picture is shown to nobody', async () => {
    await offerDrafts(world);
    const held = world.runware.hold(isDraft);
    const asked = ask();
    await held.arrivals(2);
    await expectBoth(asked, draftMayCost);
    held.release();
    await expectPaid(4, [paintingModel, paintingModel, draftingModel, draftingModel]);
    await expectUsed(/Today: \**1\** picture, \**\$0\.0394\b/);
    await expectOnly(asked, paintingModel);
  });

  test('without funds for the draft the picture waits, and comes without it once there are some', async () => {
    await offerDrafts(world, onePerPerson);
    world.runware.fail(noFunds, { when: isDraft, times: 2 });
    const asked = ask();
    await expectBoth(asked, /draft did not work out, and you were not charged.*waiting costs nothing/s);
    expect(world.runware.ledger.entries).toEqual([]);
    // Whoever starts it anew has it try at once.
    await world.restart();
    await picturesOf(asked);
    await chat.waitForMessage(showsPicture, 'the picture');
    await expectOnly(asked, paintingModel);
    await expectUsed(/Today: \**1\** picture, \**\$0\.039\b/);
  });

  // On one platform at a time: whatever waits when the first one fails goes on waiting.
  test('without funds for the picture on Discord the draft stays, as no more than that', async () => {
    await offerDrafts(world, onePerPerson);
    world.runware.fail(noFunds, { when: isNoDraft });
    const asked = askOnDiscord();
    await wordsOf(asked, draftWithoutFunds);
    await expectPaid(2, [draftingModel]);
    const [shown] = world.discord.pictures(await picturesOf(asked));
    await expectPictureBy(draftingModel, { runware: world.runware, shown });
  });

  test('without funds for the picture on Telegram the draft stays, as no more than that', async () => {
    await offerDrafts(world, onePerPerson);
    world.runware.fail(noFunds, { when: isNoDraft });
    askOnTelegram();
    const told = await chat.waitForMessage(
      ({ caption = '' }) => draftWithoutFunds.test(caption),
      'the failure with the draft',
    );
    await expectPaid(2, [draftingModel]);
    await expectPictureBy(draftingModel, { runware: world.runware, shown: chat.picture(told) });
    expect(chat.botMessages()).toHaveLength(1);
  });
});
