import sharp from 'sharp';
import { afterEach, beforeEach, describe, expect, test } from 'vitest';
import type { PickedFile } from '../fakes/discord/control/command-options.ts';
import type { InteractionHandle } from '../fakes/discord/control/interaction-handle.ts';
import type { Person } from '../fakes/discord/control/person.ts';
import type { Message } from '../fakes/discord/message.ts';
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

describe('what is no painting, on Discord, end to end', () => {
  let world: World;
  let easel: EaselUnderTest;
  let environment: Readonly<Record<string, string>>;
  let ada: Person;
  let eve: Person;

  beforeEach(async () => {
    world = await createWorld({ downloadSide: 512 });
    const { TELEGRAM_TOKEN: _, ...withoutTelegram } = world.environment;
    environment = await offerTools(withoutTelegram);
    easel = await startEasel(environment);
    ada = world.discord.person({ name: 'Ada' });
    eve = world.discord.person({ name: 'Eve' });
  });
  afterEach(async () => {
    await easel.app.stop();
    await world.close();
    expect(world.discord.violations).toEqual([]);
    expect(world.runware.violations).toEqual([]);
  });

  async function file(number: number): Promise<PickedFile> {
    return { filename: 'one.png', bytes: await encode(quarteredPicture(number)), contentType: 'image/png' };
  }

  const shown = (handle: InteractionHandle, count = 1): Promise<Message> =>
    handle.waitForMessage(({ visibleAttachments }) => visibleAttachments.length === count, 'the result');
  const said = (handle: InteractionHandle, words: RegExp): Promise<Message> =>
    handle.waitForMessage(({ text }) => words.test(text), String(words));
  const bytesOf = (message: Message) => world.discord.pictures(message)[0] ?? new Uint8Array();
  const tasksOf = (taskType: string) => world.runware.tasks.filter((task) => task.taskType === taskType);

  async function expectWorkedOn(taskType: string, picture: Parameters<typeof differenceBetween>[0]) {
    const inputs: unknown = tasksOf(taskType).at(-1)?.inputs;
    if (typeof inputs !== 'object' || inputs === null || !('image' in inputs)) throw new Error('no picture');
    expect(differenceBetween(picture, await lookAtDataUri(inputs.image))).toBeUndefined();
  }

  test('an attached picture is enlarged, and cut out', async () => {
    const larger = await shown(ada.slash({ command: 'upscale', options: { image: await file(1) } }));
    expect(larger.text).toContain('992 × 640');
    expect(await sharp(bytesOf(larger)).metadata()).toMatchObject({ width: 992, height: 640 });
    await expectWorkedOn('upscale', quarteredPicture(1));
    const cut = await shown(ada.slash({ command: 'cutout', options: { image: await file(2) } }));
    expect(await sharp(bytesOf(cut)).metadata()).toMatchObject({ format: 'png', hasAlpha: true });
    await expectWorkedOn('removeBackground', quarteredPicture(2));
  });

  test('one of four pictures is enlarged by its button, the larger one is cut out by its own', async () => {
    const painted = await shown(ada.slash({ command: 'imagine', options: { prompt: 'a fox', count: 4 } }), 4);
    const larger = await shown(eve.press(painted.button(/⬆ 3/)));
    expect(larger.text).toContain('a fox');
    const third = world.discord.pictures(painted)[2];
    await expectWorkedOn('upscale', await look(third ?? new Uint8Array()));
    await shown(eve.press(larger.button(/Cut out/)));
    await expectWorkedOn('removeBackground', await look(bytesOf(larger)));
    const history = await said(eve.slash({ command: 'history' }), /1 of 2/);
    expect(history.text).toContain('BiRefNet');
  });

  test('a described picture is painted from its words alone, as they are or changed', async () => {
    const words = await said(
      ada.slash({ command: 'describe', options: { image: await file(3) } }),
      /a picture that was shown to task/,
    );
    await shown(ada.press(words.button(/Paint this/)));
    const [painted] = tasksOf('imageInference');
    expect(painted?.positivePrompt).toMatch(/^a picture that was shown to task [0-9a-f-]{36}$/);
    expect(painted?.referenceImages).toBeUndefined();
    const form = await ada.press(words.button(/Change the words/)).modal();
    await shown(ada.submitModal(form, { prompt: 'in other words' }));
    const changed = tasksOf('imageInference')[1];
    expect(changed).toMatchObject({ positivePrompt: 'in other words' });
    expect(changed?.referenceImages).toBeUndefined();
  });

  test('better words stand in a form, and are painted as the person changed them, after a restart', async () => {
    const enhance = ada.slash({ command: 'enhance', options: { prompt: 'a boat' } });
    const words = await said(enhance, /a boat, in fine detail/);
    expect(words.text).toContain('Made from your words: *a boat*');
    expect(tasksOf('imageInference')).toEqual([]);
    await easel.app.stop();
    easel = await startEasel(environment);
    const form = await ada.press(words.button(/Change the words/)).modal();
    expect(form.modal.components.map(({ component }) => component)).toMatchObject([
      { custom_id: 'prompt', value: 'a boat, in fine detail, version 1' },
      { custom_id: 'pictures' },
    ]);
    await shown(ada.submitModal(form, { prompt: 'a boat at night' }));
    expect(tasksOf('imageInference').map(({ positivePrompt }) => positivePrompt)).toEqual([
      'a boat at night',
    ]);
  });

  test('the menu of anybody’s message describes its picture, and enlarges it', async () => {
    const message = eve.say({ content: 'mine', files: [await file(4)] });
    await said(
      ada.useMessageCommand({ command: 'Describe the picture', message }),
      /a picture that was shown to task/,
    );
    await expectWorkedOn('caption', quarteredPicture(4));
    await shown(ada.useMessageCommand({ command: 'Enlarge the picture', message }));
    await expectWorkedOn('upscale', quarteredPicture(4));
    const empty = eve.say({ content: 'no picture' });
    await said(ada.useMessageCommand({ command: 'Describe the picture', message: empty }), /no picture/);
    const two = eve.say({ files: [await file(5), await file(6)] });
    await said(ada.useMessageCommand({ command: 'Enlarge the picture', message: two }), /there are 2/);
  });

  test('what only one person sees stays with them: by the option, by their settings, by the message', async () => {
    const asked = ada.slash({ command: 'enhance', options: { prompt: 'a secret', private: true } });
    expect((await said(asked, /fine detail/)).ephemeral).toBe(true);
    const secret = await shown(
      ada.slash({ command: 'imagine', options: { prompt: 'a secret', private: true } }),
    );
    const menu = ada.useMessageCommand({ command: 'Describe the picture', message: secret });
    expect((await said(menu, /shown to task/)).ephemeral).toBe(true);
    const pressed = ada.press(secret.button(/Enlarge/));
    expect((await shown(pressed)).ephemeral).toBe(true);
    await said(ada.slash({ command: 'settings', options: { private: 'on' } }), /only you/);
    const usual = ada.slash({ command: 'describe', options: { image: await file(7) } });
    expect((await said(usual, /shown to task/)).ephemeral).toBe(true);
  });

  test('a picture that the service turns down is said, unpaid, and can be tried again', async () => {
    world.runware.fail(
      { kind: 'error', code: 'invalidInputImage', parameter: 'inputs.image' },
      { when: ({ taskType }) => taskType === 'upscale' },
    );
    const upscale = ada.slash({ command: 'upscale', options: { image: await file(8) } });
    const failed = await said(upscale, /could not use the picture/);
    expect(failed.text).toContain('not charged');
    expect(world.runware.ledger.entries).toEqual([]);
  });

  test('words are answered where the bot may not attach files, pictures are not begun there', async () => {
    const { discord } = world;
    discord.allowBot(discord.home.general, ['ViewChannel', 'SendMessages']);
    const enhance = ada.slash({ command: 'enhance', options: { prompt: 'a boat' } });
    await said(enhance, /a boat, in fine detail/);
    await said(ada.slash({ command: 'upscale', options: { image: await file(10) } }), /may not attach files/);
    expect(tasksOf('upscale')).toEqual([]);
  });

  test('a lost answer is asked for, and paid once', async () => {
    world.runware.fail({ kind: 'cut-off' }, { when: ({ taskType }) => taskType === 'caption' });
    await said(ada.slash({ command: 'describe', options: { image: await file(9) } }), /shown to task/);
    expect(world.runware.ledger.entries).toMatchObject([{ painted: 1, dollars: 0.0013 }]);
    expect(tasksOf('caption')).toHaveLength(1);
  });
});
