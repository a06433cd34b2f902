import type { TelegramMessage } from '@gramio/types';
import sharp from 'sharp';
import { afterEach, beforeEach, describe, expect, test } from 'vitest';
import type { EaselUnderTest, World } from './support/easel-under-test.ts';
import { createWorld, startEasel } from './support/easel-under-test.ts';
import { offerTools } from './support/offer-tools.ts';
import {
  differenceBetween,
  encode,
  look,
  lookAtDataUri,
  quarteredPicture,
} from './support/painted-picture.ts';

const showsPicture = ({ document, photo }: TelegramMessage) => photo !== undefined || document !== undefined;
const says =
  (words: string) =>
  ({ caption, text }: TelegramMessage) =>
    (text ?? caption)?.includes(words) === true;

/** The sandbox draws in a process of its own, which has to start first. */
const drawingMs = 15_000;

describe('what is no painting, on Telegram, end to end', () => {
  let world: World;
  let easel: EaselUnderTest;
  let environment: Readonly<Record<string, string>>;

  beforeEach(async () => {
    world = await createWorld({ downloadSide: 512 });
    const { DISCORD_TOKEN: _, ...withoutDiscord } = world.environment;
    environment = await offerTools(withoutDiscord);
    easel = await startEasel(environment);
  });
  afterEach(async () => {
    await easel.app.stop();
    await world.close();
    expect(world.telegram.violations).toEqual([]);
    expect(world.runware.violations).toEqual([]);
  });

  function startAlice() {
    return world.telegram.person({ name: 'Alice', startedBot: true }).privateChat();
  }

  const tasksOf = (taskType: string) => world.runware.tasks.filter((task) => task.taskType === taskType);

  async function expectWorkedOn(taskType: string, picture: Parameters<typeof differenceBetween>[0]) {
    const [task, ...others] = tasksOf(taskType);
    expect(others).toEqual([]);
    const inputs: unknown = task?.inputs;
    if (typeof inputs !== 'object' || inputs === null || !('image' in inputs)) throw new Error('no picture');
    expect(differenceBetween(picture, await lookAtDataUri(inputs.image))).toBeUndefined();
  }

  test('a photo with /upscale comes back twice as large, as a file', async () => {
    const chat = startAlice();
    chat.sendPhoto(await encode(quarteredPicture(1), 'jpeg'), { caption: '/upscale' });
    const result = await chat.waitForMessage(showsPicture, 'the picture');
    expect(result.document).toBeDefined();
    expect(result.caption).toContain('Real-ESRGAN');
    expect(result.caption).toContain('992 × 640');
    const [bytes] = chat.pictures(result);
    expect(await sharp(bytes).metadata()).toMatchObject({ width: 992, height: 640 });
    await expectWorkedOn('upscale', quarteredPicture(1));
  });

  test('/cutout in reply to one piece of an album takes that piece, and answers with transparency', async () => {
    const chat = startAlice();
    chat.sendText('/imagine a fox --count 2');
    await chat.waitForMessage(says('2 pictures'), 'the details');
    const [, second] = chat.botMessages().filter(showsPicture);
    if (second === undefined) throw new Error('Expected two pictures');
    chat.sendText('/cutout', { replyTo: second });
    const result = await chat.waitFor(() => chat.botMessages().filter(showsPicture)[2], 'the cut-out');
    const [bytes] = chat.pictures(result);
    expect(await sharp(bytes).metadata()).toMatchObject({ format: 'png', hasAlpha: true });
    const [, original] = chat.pictures(second);
    await expectWorkedOn('removeBackground', await look(original ?? new Uint8Array()));
  });

  test('/describe answers with words, which a button paints as they are', async () => {
    const chat = startAlice();
    const held = world.runware.hold(({ taskType }) => taskType === 'caption');
    chat.sendPhoto(await encode(quarteredPicture(2), 'jpeg'), { caption: '/describe' });
    const [sign] = await chat.waitFor(() => {
      const calls = world.telegram.callsTo('sendChatAction');
      return calls.length > 0 ? calls : undefined;
    }, 'a sign of what is coming');
    expect(sign?.parameters.action).toBe('typing');
    held.release();
    const words = await chat.waitForMessage(says('a picture that was shown to task'), 'the description');
    await chat.tap(words, '🎨 Paint this').answered();
    await chat.waitForMessage(showsPicture, 'the picture');
    const [painted] = tasksOf('imageInference');
    expect(painted?.positivePrompt).toMatch(/^a picture that was shown to task/);
    expect(painted?.referenceImages).toBeUndefined();
  });

  test('/enhance shows the words first, and paints what the person makes of them, after a restart', async () => {
    const chat = startAlice();
    chat.sendText('/enhance a boat');
    const words = await chat.waitForMessage(says('a boat, in fine detail'), 'the better words');
    expect(words.text).toContain('Made from your words: a boat');
    expect(tasksOf('imageInference')).toEqual([]);
    chat.tap(words, '✏️ Change the words');
    const question = await chat.waitForMessage(says('Answer by a reply'), 'the question');
    expect(question.text).toContain('a boat, in fine detail, version 1');
    await easel.app.stop();
    easel = await startEasel(environment);
    chat.sendText('a boat, in fine detail, at night', { replyTo: question });
    await chat.waitForMessage(showsPicture, 'the picture');
    expect(tasksOf('imageInference').map(({ positivePrompt }) => positivePrompt)).toEqual([
      'a boat, in fine detail, at night',
    ]);
  });

  test('buttons enlarge and cut out what was painted, and the results are in the history', async () => {
    const chat = startAlice();
    chat.sendText('/imagine a fox');
    const painted = await chat.waitForMessage(showsPicture, 'the picture');
    await chat.tap(painted, '⬆ Enlarge').answered();
    const larger = await chat.waitFor(() => chat.botMessages().filter(showsPicture)[1], 'the larger one');
    expect(larger.caption).toContain('1,024 × 1,024'.replaceAll(',', ''));
    await chat.tap(larger, '✂ Cut out').answered();
    await chat.waitFor(() => chat.botMessages().filter(showsPicture)[2], 'the cut-out');
    chat.sendText('/history');
    const history = await chat.waitForMessage(says('1 of 3'), 'the history');
    expect(history.caption).toContain('BiRefNet');
  });

  test('what is asked without a picture, or without words, costs nothing', async () => {
    const chat = startAlice();
    chat.sendText('/upscale');
    await chat.waitForMessage(says('I need a picture for this'), 'what is missing');
    const other = world.telegram.person({ name: 'Bob', startedBot: true }).privateChat();
    other.sendText('/enhance');
    await other.waitForMessage(says('/enhance a lighthouse'), 'an example');
    expect(world.runware.tasks).toEqual([]);
  });

  test('a private description stays private in a group', async () => {
    const alice = world.telegram.person({ name: 'Alice', startedBot: true });
    const group = world.telegram.group({ kind: 'supergroup', members: [alice] });
    group.send(alice, '/enhance@easel_bot --private a secret boat');
    const chat = alice.privateChat();
    await chat.waitForMessage(says('a secret boat, in fine detail'), 'the words');
    expect(group.botMessages().filter(says('fine detail'))).toEqual([]);
  });

  test('words are answered in a group where the bot may send no photos', async () => {
    const alice = world.telegram.person({ name: 'Alice' });
    const group = world.telegram.group({ kind: 'supergroup', members: [alice] });
    group.forbid('photos');
    group.send(alice, '/enhance@easel_bot a boat');
    await group.waitForMessage(says('a boat, in fine detail'), 'the words');
  });

  test('the sandbox does all of it, for nothing', { timeout: 4 * drawingMs }, async () => {
    await easel.app.stop();
    const { MODELS_FILE: _, RUNWARE_API_URL: __, ...own } = environment;
    easel = await startEasel({ ...own, RUNWARE_API_KEY: 'sandbox' });
    const chat = startAlice();
    const photo = await encode(quarteredPicture(3), 'jpeg');
    chat.sendPhoto(photo, { caption: '/upscale' });
    const larger = await chat.waitForMessage(showsPicture, 'the larger picture', drawingMs);
    expect(await sharp(chat.pictures(larger)[0]).metadata()).toMatchObject({ width: 1056, height: 640 });
    expect(larger.caption).toContain('1056 × 640 · $0\n');
    chat.sendPhoto(photo, { caption: '/describe' });
    const described = await chat.waitForMessage(says('A wide picture'), 'the description', drawingMs);
    expect(described.text).toContain('🧪 Sandbox');
    chat.sendText('/enhance a boat');
    await chat.waitForMessage(says('a boat, '), 'the better words', drawingMs);
    expect(world.runware.requests).toEqual([]);
  });

  test('is neither offered nor done where nobody has named a price', async () => {
    await easel.app.stop();
    const { MODELS_FILE: _, ...unpriced } = environment;
    easel = await startEasel(unpriced);
    const chat = startAlice();
    chat.sendText('/upscale');
    await chat.waitForMessage(says('I do not know that command'), 'a refusal');
    chat.sendText('/imagine a fox');
    const painted = await chat.waitForMessage(showsPicture, 'the picture');
    expect(JSON.stringify(painted.reply_markup)).not.toContain('Enlarge');
  });
});
