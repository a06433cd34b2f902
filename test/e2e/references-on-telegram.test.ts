import type { TelegramMessage } from '@gramio/types';
import { afterEach, beforeEach, describe, expect, test } from 'vitest';
import type { EaselUnderTest, World } from './support/easel-under-test.ts';
import { createWorld, startEasel } from './support/easel-under-test.ts';
import type { QuarteredPicture } from './support/painted-picture.ts';
import {
  differenceBetween,
  encode,
  look,
  lookAtDataUri,
  quarteredPicture,
} from './support/painted-picture.ts';

const lonePicture = await encode(quarteredPicture(11));
const showsPicture = ({ document, photo }: TelegramMessage) => photo !== undefined || document !== undefined;
const hasButton = ({ reply_markup: markup }: TelegramMessage) => markup !== undefined;
const says = (words: string) => (message: TelegramMessage) => message.text?.includes(words) === true;

describe('pictures to work from on Telegram, end to end', () => {
  let world: World;
  let easel: EaselUnderTest;
  let environment: Readonly<Record<string, string>>;

  beforeEach(async () => {
    world = await createWorld({ downloadSide: 512 });
    const { DISCORD_TOKEN: _, ...withoutDiscord } = world.environment;
    environment = withoutDiscord;
    easel = await startEasel(environment);
  });
  afterEach(async () => {
    await easel.app.stop();
    await world.close();
  });

  function startAlice() {
    return world.telegram.person({ name: 'Alice', startedBot: true }).privateChat();
  }

  test('a photo with the command as its caption', async () => {
    const chat = startAlice();
    chat.sendPhoto(await encode(quarteredPicture(1), 'jpeg'), { caption: '/imagine as a watercolour' });
    await chat.waitForMessage(showsPicture, 'the picture');
    await expectReceived('as a watercolour', [quarteredPicture(1)]);
    expectNoViolations();
  });

  test.each(['png', 'webp', 'gif'] as const)('an image sent as a file, here a %s', async (format) => {
    const chat = startAlice();
    const bytes = await encode(quarteredPicture(2), format);
    const hints = { name: `two.${format}`, mimeType: `image/${format}` };
    chat.sendImageDocument(bytes, { ...hints, caption: '/imagine as a stamp' });
    await chat.waitForMessage(showsPicture, 'the picture');
    await expectReceived('as a stamp', [quarteredPicture(2)]);
    expectNoViolations();
  });

  test('an album whose pieces come in another order, the caption on the third', async () => {
    const chat = startAlice();
    const album = await Promise.all([3, 4, 5].map((number) => encode(quarteredPicture(number))));
    await chat.sendAlbum(album, { caption: '/imagine together', captionAt: 2, order: [1, 2, 0] });
    await chat.waitForMessage(showsPicture, 'the picture');
    await expectReceived(
      'together',
      [3, 4, 5].map((number) => quarteredPicture(number)),
    );
    expectNoViolations();
  });

  test('an album that was arriving when the bot was restarted, and then a reply to it', async () => {
    const chat = startAlice();
    const album = await Promise.all([6, 7].map((number) => encode(quarteredPicture(number))));
    const sent = await chat.sendAlbum(album, { caption: '/imagine together' });
    for (const { update } of sent) await world.telegram.waitForConfirmed(update?.update_id ?? 0);
    await easel.app.stop();
    expect(world.runware.tasks).toEqual([]);
    easel = await startEasel(environment);
    await chat.waitForMessage(showsPicture, 'the picture');
    await expectReceived('together', [quarteredPicture(6), quarteredPicture(7)]);

    const [, second] = sent;
    if (second === undefined) throw new Error('Expected two pieces');
    chat.sendText('/imagine apart', { replyTo: second });
    await chat.waitForMessage((message) => message.caption?.includes('apart') === true, 'the second picture');
    await expectReceived('apart', [quarteredPicture(6), quarteredPicture(7)]);
    expectNoViolations();
  });

  test('a picture of somebody else in a group, by a reply', async () => {
    const { telegram } = world;
    const [alice, bob] = [telegram.person({ name: 'Alice' }), telegram.person({ name: 'Bob' })];
    const group = telegram.group({ members: [alice, bob] });
    const shown = group.as(bob).sendImageDocument(await encode(quarteredPicture(8)));
    group.send(alice, '/imagine@easel_bot in the snow', { replyTo: shown });
    await group.waitForMessage(showsPicture, 'the picture');
    await expectReceived('in the snow', [quarteredPicture(8)]);
    expectNoViolations();
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
    await expectReceived('the same fox at night', earlier);
    expect(telegram.callsTo('getFile')).toEqual([]);
    expectNoViolations();
  });

  test('a picture alone: the answer to the question, after a restart', async () => {
    const chat = startAlice();
    chat.sendPhoto(await encode(quarteredPicture(9)));
    const question = await chat.waitForMessage(says('What shall I make of it?'), 'the question');
    await easel.app.stop();
    easel = await startEasel(environment);
    chat.sendText('a tapestry', { replyTo: question });
    await chat.waitForMessage(showsPicture, 'the picture');
    await expectReceived('a tapestry', [quarteredPicture(9)]);
    expectNoViolations();
  });

  test('a photo with plain words: the button', async () => {
    const chat = startAlice();
    chat.sendPhoto(await encode(quarteredPicture(10)), { caption: 'a tapestry' });
    chat.tap(await chat.waitForMessage(hasButton, 'the offer'), '🎨 Paint it');
    await chat.waitForMessage(showsPicture, 'the picture');
    await expectReceived('a tapestry', [quarteredPicture(10)]);
    expectNoViolations();
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
    expectNoViolations();
  });

  test('a picture that Telegram gives only after a pause that it asks for', async () => {
    const { telegram } = world;
    telegram.fail({ kind: 'too-many-requests', retryAfterSeconds: 1, on: 'getFile' });
    const chat = startAlice();
    chat.sendPhoto(await encode(quarteredPicture(1)), { caption: '/imagine as a watercolour' });
    await chat.waitForMessage(showsPicture, 'the picture', 15_000);
    await expectReceived('as a watercolour', [quarteredPicture(1)]);
    expectNoViolations();
  });

  async function expectReceived(prompt: string, expected: readonly QuarteredPicture[]): Promise<void> {
    const tasks = world.runware.tasks.filter(({ positivePrompt }) => positivePrompt === prompt);
    expect(tasks).toHaveLength(1);
    const sent: unknown = tasks[0]?.referenceImages;
    const received = await Promise.all((Array.isArray(sent) ? sent : []).map(lookAtDataUri));
    expect(received).toHaveLength(expected.length);
    for (const [index, picture] of expected.entries()) {
      const other = received[index];
      if (other === undefined) throw new Error(`Expected a reference ${index}`);
      expect(differenceBetween(picture, other), `reference ${index}`).toBeUndefined();
    }
  }

  function expectNoViolations(): void {
    expect(world.telegram.violations).toEqual([]);
    expect(world.runware.violations).toEqual([]);
  }
});
