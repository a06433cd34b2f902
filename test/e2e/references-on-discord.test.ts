import { describe, expect, test } from 'vitest';
import type { PickedFile } from '../fakes/discord/control/command-options.ts';
import { inhabitedWorld } from './support/inhabited-world.ts';
import { painted, picturesOf, wordsOf } from './support/painted-on-discord.ts';
import { encode, look, quarteredPicture } from './support/painted-picture.ts';
import { expectReceived } from './support/received-references.ts';

const edit = 'Edit with a prompt';

describe('pictures to work from on Discord, end to end', () => {
  const world = inhabitedWorld({ on: 'discord' });

  test('the attached files of a command, in the order of their options', async () => {
    const ada = world.discord.person({ name: 'Ada' });
    const [one, two, three, four] = await Promise.all([
      file(1, 'png'),
      file(2, 'jpeg'),
      file(3, 'webp'),
      file(4, 'gif'),
    ]);
    const imagine = ada.slash({
      command: 'imagine',
      options: { image4: four, image2: two, prompt: 'together', image: one, image3: three },
    });
    await picturesOf(imagine);
    await expectReceived(world.runware, {
      prompt: 'together',
      pictures: [1, 2, 3, 4].map((number) => quarteredPicture(number)),
    });
  });

  test('the pictures of a message, then the uploads of its form', async () => {
    const { discord } = world;
    const [ada, eve] = [discord.person({ name: 'Ada' }), discord.person({ name: 'Eve' })];
    const message = eve.say({ content: 'mine', files: await Promise.all([file(5, 'jpeg'), file(6, 'png')]) });
    const form = await ada.useMessageCommand({ command: edit, message }).modal();
    const uploads = await Promise.all([file(7, 'webp'), file(8, 'png')]);
    const submitted = ada.submitModal(form, { prompt: 'with a hat', pictures: uploads });
    expect((await submitted.acknowledged()).kind).toBe('message');
    await picturesOf(submitted);
    await expectReceived(world.runware, {
      prompt: 'with a hat',
      pictures: [5, 6, 7, 8].map((number) => quarteredPicture(number)),
    });
  });

  test('an embed that shows a picture which Discord keeps', async () => {
    const { discord } = world;
    const ada = discord.person({ name: 'Ada' });
    const [attachment] = ada.say({ files: [await file(9, 'png')] }).attachments;
    if (attachment === undefined) throw new Error('Expected an attachment');
    const message = ada.say({ content: 'look at this link' });
    message.embeds = [
      { image: { url: 'https://example.com/elsewhere.png' } },
      { thumbnail: { url: discord.linkTo(attachment) } },
    ];
    const form = await ada.useMessageCommand({ command: edit, message }).modal();
    await picturesOf(ada.submitModal(form, { prompt: 'in the snow' }));
    await expectReceived(world.runware, { prompt: 'in the snow', pictures: [quarteredPicture(9)] });
  });

  test("the bot's own earlier pictures, all of one message", async () => {
    const { discord } = world;
    const [ada, eve] = [discord.person({ name: 'Ada' }), discord.person({ name: 'Eve' })];
    const message = await painted(ada, 'a fox', 2);
    const earlier = await Promise.all(discord.pictures(message).map((bytes) => look(bytes)));
    const form = await eve.useMessageCommand({ command: edit, message }).modal();
    await picturesOf(eve.submitModal(form, { prompt: 'the same fox at night' }));
    await expectReceived(world.runware, { prompt: 'the same fox at night', pictures: earlier });
  });

  test('an avatar: the one for the server where it is used', async () => {
    const { discord } = world;
    const [ada, eve] = [discord.person({ name: 'Ada' }), discord.person({ name: 'Eve' })];
    const size = { width: 512, height: 512 };
    eve.setAvatar(await encode(quarteredPicture(10, size)));
    eve.setAvatar(await encode(quarteredPicture(11, size)), { guild: discord.home });
    const inServer = await ada.useUserCommand({ command: 'Paint from avatar', target: eve }).modal();
    await picturesOf(ada.submitModal(inServer, { prompt: 'as a knight' }));
    await expectReceived(world.runware, { prompt: 'as a knight', pictures: [quarteredPicture(11, size)] });
    const inDirect = await ada
      .useUserCommand({ command: 'Paint from avatar', target: eve, in: 'direct' })
      .modal();
    await picturesOf(ada.submitModal(inDirect, { prompt: 'as a queen' }));
    await expectReceived(world.runware, { prompt: 'as a queen', pictures: [quarteredPicture(10, size)] });
  });

  test('a form that was open while the bot was restarted', async () => {
    const { discord } = world;
    const ada = discord.person({ name: 'Ada' });
    const message = ada.say({ files: [await file(12, 'png')] });
    const form = await ada.useMessageCommand({ command: edit, message }).modal();
    await world.restart({ whileStopped: () => ada.remove(message) });
    await picturesOf(ada.submitModal(form, { prompt: 'after the restart' }));
    await expectReceived(world.runware, { prompt: 'after the restart', pictures: [quarteredPicture(12)] });
  });

  test('a private edit is seen by its person alone', async () => {
    const { discord } = world;
    const [ada, eve] = [discord.person({ name: 'Ada' }), discord.person({ name: 'Eve' })];
    const message = eve.say({ files: [await file(13, 'png')] });
    const form = await ada.useMessageCommand({ command: edit, message }).modal();
    const answer = await picturesOf(ada.submitModal(form, { prompt: 'a secret', private: true }));
    expect([ada.sees(answer), eve.sees(answer)]).toEqual([true, false]);
  });

  test('a picture that is none, or is gone, is named and costs nothing', async () => {
    const { discord, runware } = world;
    const ada = discord.person({ name: 'Ada' });
    const lie = { filename: 'lie.png', bytes: Buffer.from('no picture at all'), contentType: 'image/png' };
    const lied = ada.slash({
      command: 'imagine',
      options: { prompt: 'a lie', image: await file(14, 'png'), image2: lie },
    });
    await wordsOf(lied, /cannot use picture 2: it is not a picture/);

    const message = ada.say({ files: [await file(15, 'png')] });
    const form = await ada.useMessageCommand({ command: edit, message }).modal();
    discord.expireLinks(message);
    const gone = ada.submitModal(form, { prompt: 'gone' });
    await wordsOf(gone, /nothing is there any more/);

    const link = ada.slash({
      command: 'imagine',
      options: { prompt: 'inside', link: `${discord.cdnUrl}/avatars/1/2.png` },
    });
    await wordsOf(link, /not one I may fetch from/);
    expect(runware.ledger.entries).toEqual([]);
  });

  test.each([
    ['invalidReferenceImages', 'referenceImages[1]', /cannot use picture 2: the model did not accept it/],
    [
      'invalidReferenceImages',
      ['inputs.referenceImages.0'],
      /cannot use picture 1: the model did not accept it/,
    ],
    ['invalidReferenceImages', 'referenceImages', /the 2 pictures you gave it, and did not say which one/],
    ['invalidReferenceImages', 'referenceImages[2]', /the 2 pictures you gave it, and did not say which one/],
    [
      'imageBlocked',
      'referenceImages[1]',
      /picture 2: the model’s safety filter turned it down.*other pictures/,
    ],
  ] as const)('pictures that the service refuses: %s about %j', async (code, parameter, words) => {
    const { discord, runware } = world;
    runware.fail({ kind: 'error', code, parameter });
    const options = { prompt: 'together', image: await file(1, 'png'), image2: await file(2, 'png') };
    const imagine = discord.person({ name: 'Ada' }).slash({ command: 'imagine', options });
    await wordsOf(imagine, words);
  });

  /** A file with the picture of this number. */
  async function file(number: number, format: 'png' | 'jpeg' | 'webp' | 'gif'): Promise<PickedFile> {
    const bytes = await encode(quarteredPicture(number), format);
    return { filename: `${number}.${format}`, bytes, contentType: `image/${format}` };
  }
});
