import type { TelegramMessage } from '@gramio/types';
import { describe, expect, test } from 'vitest';
import { says, showsPicture } from '../bots/telegram/support/painted.ts';
import { roundTrips } from '../bots/telegram/support/round-trips.ts';
import { inhabitedWorld } from './support/inhabited-world.ts';
import { encode, look, quarteredPicture } from './support/painted-picture.ts';
import { expectReceived } from './support/received-references.ts';

const lonePicture = await encode(quarteredPicture(11));
const hasButton = ({ reply_markup: markup }: TelegramMessage) => markup !== undefined;

describe('pictures to work from on Telegram, end to end', () => {
  const world = inhabitedWorld({ on: 'telegram' });

  function startAlice() {
    return world.telegram.person({ name: 'Alice', startedBot: true }).privateChat();
  }

  test('a photo with the command as its caption', async () => {
    const chat = startAlice();
    chat.sendPhoto(await encode(quarteredPicture(1), 'jpeg'), { caption: '/imagine as a watercolour' });
    await chat.waitForMessage(showsPicture, 'the picture');
    await expectReceived(world.runware, { prompt: 'as a watercolour', pictures: [quarteredPicture(1)] });
  });

  test.each(['png', 'webp', 'gif'] as const)('an image sent as a file, here a %s', async (format) => {
    const chat = startAlice();
    const bytes = await encode(quarteredPicture(2), format);
    const hints = { name: `two.${format}`, mimeType: `image/${format}` };
    chat.sendImageDocument(bytes, { ...hints, caption: '/imagine as a stamp' });
    await chat.waitForMessage(showsPicture, 'the picture');
    await expectReceived(world.runware, { prompt: 'as a stamp', pictures: [quarteredPicture(2)] });
  });

  test('an album whose pieces come in another order, the caption on the third', async () => {
    const chat = startAlice();
    const album = await Promise.all([3, 4, 5].map((number) => encode(quarteredPicture(number))));
    await chat.sendAlbum(album, { caption: '/imagine together', captionAt: 2, order: [1, 2, 0] });
    await chat.waitForMessage(showsPicture, 'the picture');
    await expectReceived(world.runware, {
      prompt: 'together',
      pictures: [3, 4, 5].map((number) => quarteredPicture(number)),
    });
  });

  test('an album whose second piece is slow to come, the caption on the first', async () => {
    const chat = startAlice();
    const album = await Promise.all([12, 13].map((number) => encode(quarteredPicture(number))));
    await chat.sendAlbum(album, { caption: '/imagine together', gapMs: 2_000 });
    await chat.waitForMessage(showsPicture, 'the picture');
    await expectReceived(world.runware, {
      prompt: 'together',
      pictures: [quarteredPicture(12), quarteredPicture(13)],
    });
    expect(chat.botMessages()).toHaveLength(1);
  });

  test('an album that was arriving when the bot was restarted, and then a reply to it', async () => {
    const chat = startAlice();
    const album = await Promise.all([6, 7].map((number) => encode(quarteredPicture(number))));
    const sent = await chat.sendAlbum(album, { caption: '/imagine together' });
    for (const { update } of sent) await world.telegram.waitForConfirmed(update?.update_id ?? 0);
    await world.restart({ whileStopped: () => expect(world.runware.tasks).toEqual([]) });
    await chat.waitForMessage(showsPicture, 'the picture');
    await expectReceived(world.runware, {
      prompt: 'together',
      pictures: [quarteredPicture(6), quarteredPicture(7)],
    });

    const [, second] = sent;
    if (second === undefined) throw new Error('Expected two pieces');
    chat.sendText('/imagine apart', { replyTo: second });
    await chat.waitForMessage((message) => message.caption?.includes('apart') === true, 'the second picture');
    await expectReceived(world.runware, {
      prompt: 'apart',
      pictures: [quarteredPicture(6), quarteredPicture(7)],
    });
  });

  test('a picture of somebody else in a group, by a reply', async () => {
    const { telegram } = world;
    const [alice, bob] = [telegram.person({ name: 'Alice' }), telegram.person({ name: 'Bob' })];
    const group = telegram.group({ members: [alice, bob] });
    const shown = group.as(bob).sendImageDocument(await encode(quarteredPicture(8)));
    group.send(alice, '/imagine@easel_bot in the snow', { replyTo: shown });
    await group.waitForMessage(showsPicture, 'the picture');
    await expectReceived(world.runware, { prompt: 'in the snow', pictures: [quarteredPicture(8)] });
  });

  test('an album of a group, by a reply: the one picture that the bot is shown, and it says so', async () => {
    const { telegram } = world;
    const alice = telegram.person({ name: 'Alice' });
    const group = telegram.group({ members: [alice] });
    const album = await Promise.all([14, 15].map((number) => encode(quarteredPicture(number))));
    const [, second] = await group.sendAlbum(alice, album);
    if (second === undefined) throw new Error('Expected two pieces');
    group.send(alice, '/imagine@easel_bot in the snow', { replyTo: second });
    await group.waitForMessage(says('only one picture of this album'), 'the note');
    await group.waitForMessage(showsPicture, 'the picture');
    await expectReceived(world.runware, { prompt: 'in the snow', pictures: [quarteredPicture(15)] });
  });

  test('earlier results, by a reply: the stored originals, nothing is downloaded', async () => {
    const { telegram } = world;
    const chat = startAlice();
    chat.sendText('/imagine a fox --count 2');
    const result = await chat.waitForMessage(showsPicture, 'the results');
    await chat.waitForMessage(says('2 pictures'), 'the details');
    const earlier = await Promise.all(chat.pictures(result).map((bytes) => look(bytes)));
    chat.sendText('/imagine the same fox at night', { replyTo: result });
    await chat.waitForMessage((message) => message.caption?.includes('at night') === true, 'the picture');
    await expectReceived(world.runware, { prompt: 'the same fox at night', pictures: earlier });
    expect(telegram.callsTo('getFile')).toEqual([]);
  });

  test('a picture alone: the answer to the question, after a restart', async () => {
    const chat = startAlice();
    chat.sendPhoto(await encode(quarteredPicture(9)));
    const question = await chat.waitForMessage(says('What shall I make of it?'), 'the question');
    await world.restart();
    chat.sendText('a tapestry', { replyTo: question });
    await chat.waitForMessage(showsPicture, 'the picture');
    await expectReceived(world.runware, { prompt: 'a tapestry', pictures: [quarteredPicture(9)] });
  });

  test('a picture with the bare command in a group: the answer to the question, with its flags', async () => {
    const { telegram } = world;
    const [alice, bob] = [telegram.person({ name: 'Alice' }), telegram.person({ name: 'Bob' })];
    const group = telegram.group({ members: [alice, bob] });
    const shown = group.as(bob).sendImageDocument(await encode(quarteredPicture(12)));
    group.send(alice, '/imagine@easel_bot --count 2', { replyTo: shown });
    const question = await group.waitForMessage(says('What shall I make of it?'), 'the question');
    await roundTrips(telegram);
    group.send(alice, 'a tapestry', { replyTo: question });
    await group.waitForMessage(says('2 pictures'), 'the details');
    await expectReceived(world.runware, { prompt: 'a tapestry', pictures: [quarteredPicture(12)] });
    expect(world.runware.tasks[0]?.numberResults).toBe(2);
  });

  test('a photo with plain words: the button', async () => {
    const chat = startAlice();
    chat.sendPhoto(await encode(quarteredPicture(10)), { caption: 'a tapestry' });
    chat.tap(await chat.waitForMessage(hasButton, 'the offer'), '🎨 Paint it');
    await chat.waitForMessage(showsPicture, 'the picture');
    await expectReceived(world.runware, { prompt: 'a tapestry', pictures: [quarteredPicture(10)] });
  });

  test('what is no picture, or gone, or inside the house, is named and costs nothing', async () => {
    const { runware, telegram } = world;
    const lied = startAlice();
    const hints = { name: 'lie.png', mimeType: 'image/png', caption: '/imagine a lie' };
    lied.sendImageDocument(Buffer.from('no picture at all'), hints);
    await lied.waitForMessage(says('cannot use the picture: it is not a picture'), 'the refusal of a lie');

    const inside = startAlice();
    inside.sendText(`/imagine --image ${telegram.url}/picture.png from inside`);
    await inside.waitForMessage(says('not one I may fetch from'), 'the refusal of an address');

    const plenty = startAlice();
    await plenty.sendAlbum(
      Array.from({ length: 10 }, () => lonePicture),
      { caption: '/imagine plenty' },
    );
    await plenty.waitForMessage(says('you gave 10'), 'the refusal of too many');
    expect(runware.ledger.entries).toEqual([]);
  });

  test('a picture that Telegram gives only after a pause that it asks for', async () => {
    const { telegram } = world;
    telegram.fail({ kind: 'too-many-requests', retryAfterSeconds: 1, on: 'getFile' });
    const chat = startAlice();
    chat.sendPhoto(await encode(quarteredPicture(1)), { caption: '/imagine as a watercolour' });
    await chat.waitForMessage(showsPicture, 'the picture', 15_000);
    await expectReceived(world.runware, { prompt: 'as a watercolour', pictures: [quarteredPicture(1)] });
  });
});
