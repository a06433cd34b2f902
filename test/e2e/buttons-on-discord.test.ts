import { rm, writeFile } from 'node:fs/promises';
import { beforeEach, describe, expect, test } from 'vitest';
import type { InteractionHandle } from '../fakes/discord/control/interaction-handle.ts';
import type { Person } from '../fakes/discord/control/person.ts';
import type { Message } from '../fakes/discord/message.ts';
import { inhabitedWorld } from './support/inhabited-world.ts';
import { painted, picturesOf } from './support/painted-on-discord.ts';
import { encode, quarteredPicture } from './support/painted-picture.ts';
import { expectWorkedFrom, paintings, prompts, receivedReferences } from './support/received-references.ts';

describe('buttons on Discord, end to end', () => {
  const world = inhabitedWorld({ on: 'discord' });
  let ada: Person;
  let eve: Person;

  beforeEach(() => {
    ada = world.discord.person({ name: 'Ada' });
    eve = world.discord.person({ name: 'Eve' });
  });

  test('again, by somebody else, is a message and a picture of their own', async () => {
    const first = await painted(ada, 'a fox');
    const again = eve.press(first.button(/Again/));
    expect((await again.acknowledged()).kind).toBe('message');
    const second = await picturesOf(again);
    expect(second.id).not.toBe(first.id);
    expect(first.visibleAttachments).toHaveLength(1);
    expect(prompts(world.runware)).toEqual(['a fox', 'a fox']);
  });

  test('a message from before three restarts is as good as new', async () => {
    const first = await painted(ada, 'an old fox', 2);
    for (let restarts = 0; restarts < 3; restarts += 1) await world.restart();
    await picturesOf(ada.press(first.button(/Vary 2/)), 2);
    const [, shown] = world.discord.pictures(first);
    await expectWorkedFrom(world.runware, { prompt: 'an old fox', shown });
  });

  test('two presses at once are one wish', async () => {
    const first = await painted(ada, 'a fox');
    const hold = world.runware.hold();
    const presses = [ada.press(first.button(/Again/)), ada.press(first.button(/Again/))];
    await Promise.all(presses.map((press) => press.acknowledged()));
    const answers = presses.map((press) => press.message());
    expect(answers.map((answer) => answer?.ephemeral).sort()).toEqual([false, true]);
    const notice = answers.find((answer) => answer?.ephemeral);
    expect(notice?.text).toContain('already on it');
    hold.release();
    await Promise.any(presses.map((press) => picturesOf(press)));
    expect(prompts(world.runware)).toEqual(['a fox', 'a fox']);
  });

  test('cancel is for its person, and the message of the request comes to say it', async () => {
    const hold = world.runware.hold();
    const asked = ada.slash({ command: 'imagine', options: { prompt: 'a fox' } });
    await hold.arrived;
    const status = await asked.waitForMessage(({ text }) => /Painting/.test(text), 'that it is painted');
    const byEve = eve.press(status.button(/Cancel/));
    await byEve.waitForMessage(({ text }) => /somebody else/.test(text), 'a refusal');
    expect(byEve.message()?.ephemeral).toBe(true);
    const byAda = ada.press(status.button(/Cancel/));
    expect((await byAda.acknowledged()).kind).toBe('deferred-update');
    await asked.waitForMessage(({ text }) => /Cancelled/.test(text), 'that it was cancelled');
    expect(labelsOf(status).filter((label) => /Cancel/.test(label))).toEqual([]);
    hold.release();
  });

  test('changed words and one picture more, from a form that stays open over a restart', async () => {
    const first = await painted(ada, 'a fox');
    const form = await ada.press(first.button(/Change/)).modal();
    expect(form.modal.title).toBe('Change the words');
    expect(form.modal.components.map(({ component }) => component)).toMatchObject([
      { custom_id: 'prompt', value: 'a fox' },
      { custom_id: 'pictures', required: false },
    ]);
    await world.restart();
    const upload = {
      filename: 'one.png',
      bytes: await encode(quarteredPicture(3)),
      contentType: 'image/png',
    };
    const sent = ada.submitModal(form, { prompt: 'a fox at night', pictures: [upload] });
    expect((await sent.acknowledged()).kind).toBe('message');
    await picturesOf(sent);
    expect(prompts(world.runware)).toEqual(['a fox', 'a fox at night']);
    expect(receivedReferences(world.runware, 'a fox at night')[0]).toHaveLength(1);
  });

  test('a form that is closed without being sent does nothing, and can be opened again', async () => {
    const first = await painted(ada, 'a fox');
    await ada.press(first.button(/Work from/)).modal();
    const again = await ada.press(first.button(/Work from/)).modal();
    await picturesOf(ada.submitModal(again, { prompt: 'as a stamp' }));
    expect(prompts(world.runware)).toEqual(['a fox', 'as a stamp']);
    const [shown] = world.discord.pictures(first);
    await expectWorkedFrom(world.runware, { prompt: 'as a stamp', shown });
  });

  test('the menu of a result works from what was kept, and a private one is there for its person alone', async () => {
    const { discord } = world;
    const first = await painted(ada, 'a fox');
    discord.expireLinks(first);
    const form = await eve.useMessageCommand({ command: 'Edit with a prompt', message: first }).modal();
    await picturesOf(eve.submitModal(form, { prompt: 'at night' }));
    const [shown] = discord.pictures(first);
    await expectWorkedFrom(world.runware, { prompt: 'at night', shown });

    const asked = ada.slash({ command: 'imagine', options: { prompt: 'a secret', private: true } });
    const secret = await picturesOf(asked);
    // As if somebody had got hold of the ids of its buttons.
    Object.assign(first, { components: secret.components });
    const stolen = await eve.useMessageCommand({ command: 'Edit with a prompt', message: first }).modal();
    const refused = eve.submitModal(stolen, { prompt: 'tell me' });
    await refused.waitForMessage(({ text }) => /nothing is there any more/.test(text), 'a refusal');
    const pressed = eve.press(first.button(/Original/));
    await pressed.waitForMessage(({ text }) => /somebody else/.test(text), 'a refusal');
    await picturesOf(ada.press(secret.button(/Vary/)));
  });

  test('originals come byte for byte, for whoever asks alone', async () => {
    const first = await painted(ada, 'a fox', 4);
    const asked = eve.press(first.button(/Original/));
    expect((await asked.acknowledged()).kind).toBe('deferred-message');
    const files = await picturesOf(asked, 4);
    expect([eve.sees(files), ada.sees(files)]).toEqual([true, false]);
    expect(world.discord.pictures(files)).toEqual(world.discord.pictures(first));
    expect(files.visibleAttachments[3]?.description).toContain('Picture 4 of 4');
    expect(files.text).toContain('4 original files');
  });

  test('deleting is for its person and for whoever keeps order, and leaves nothing', async () => {
    const mod = world.discord.person({ name: 'Mod', administrator: true });
    const [one, other] = [await painted(ada, 'one'), await painted(ada, 'other')];
    const byEve = eve.press(one.button(/Delete/));
    await byEve.waitForMessage(({ text }) => /somebody else/.test(text), 'a refusal');
    for (const [person, message] of [
      [ada, one],
      [mod, other],
    ] as const) {
      const removal = person.press(message.button(/Delete/));
      expect((await removal.acknowledged()).kind).toBe('update');
      await deletionOf(removal);
      expect(message.deleted).toBe(true);
      expect(message.attachments).toEqual([]);
    }
  });

  test('a result is deleted wherever it stands: for one alone, in a direct chat, where only a person has the app', async () => {
    const { discord } = world;
    const guest = discord.person({ name: 'Guest', installedApp: true });
    const foreign = discord.guild({ name: 'foreign', hasBot: false }).general;
    const fox = { command: 'imagine', options: { prompt: 'a fox' } };
    const asked = [
      guest.slash({ command: 'imagine', options: { prompt: 'a secret', private: true } }),
      guest.slash({ ...fox, in: 'direct' }),
      guest.slash({ ...fox, in: foreign }),
    ];
    for (const handle of asked) {
      const message = await picturesOf(handle);
      const removal = guest.press(message.button(/Delete/));
      await deletionOf(removal);
      expect(message.deleted).toBe(true);
    }
  });

  test('originals that cannot be read are told as a fault, not promised for ever', async () => {
    const first = await painted(ada, 'a fox');
    const folder = String(world.environment.PICTURES_URL);
    await rm(folder, { recursive: true });
    await writeFile(folder, 'no folder');
    const asked = ada.press(first.button(/Original/));
    await asked.waitForMessage(({ text }) => /give this reference/.test(text), 'a reference');
    expect(asked.message()?.loading).toBe(false);
  });

  test('what cannot be deleted becomes words without pictures and buttons', async () => {
    const first = await painted(ada, 'a fox');
    world.discord.faults.add({ method: 'DELETE', effect: { kind: 'status', status: 403, code: 50013 } });
    const removal = ada.press(first.button(/Delete/));
    await removal.acknowledged();
    await deletionOf(removal);
    expect([first.deleted, first.attachments, labelsOf(first)]).toEqual([false, [], []]);
    expect(first.text).toContain('Deleted');
  });

  test('a favourite is a word for its person alone', async () => {
    const first = await painted(ada, 'a fox');
    const starred = eve.press(first.button(/Favourite/));
    await starred.waitForMessage(({ text }) => /Added/.test(text), 'a notice');
    expect(starred.message()?.ephemeral).toBe(true);
    expect(first.edits).toBe(1);
  });

  test('a message that is deleted while its button is pressed', async () => {
    const { discord } = world;
    const first = await painted(ada, 'a fox');
    const hold = discord.faults.add({ path: /callback$/, effect: { kind: 'hold' } });
    const removal = ada.press(first.button(/Delete/));
    await hold.happened();
    ada.remove(first);
    hold.release();
    await removal.waitForMessage(({ text }) => /Deleted/.test(text), 'words instead');
    expect(removal.message()?.ephemeral).toBe(true);

    const second = await painted(ada, 'another fox');
    const held = discord.faults.add({ path: /callback$/, effect: { kind: 'hold' } });
    const again = ada.press(second.button(/Again/));
    await held.happened();
    ada.remove(second);
    held.release();
    await picturesOf(again);
  });

  test('a result that came late, as a message of its own, has buttons that work', async () => {
    const hold = world.runware.hold();
    const asked = ada.slash({ command: 'imagine', options: { prompt: 'a slow fox' } });
    await hold.arrived;
    const status = asked.message();
    if (status === undefined) throw new Error('Expected a status message');
    asked.expireToken();
    ada.remove(status);
    hold.release();
    const late = await ada.waitForMessage({
      predicate: ({ visibleAttachments }) => visibleAttachments.length === 1,
      description: 'a picture in the channel',
    });
    expect(late.origin).toBeUndefined();
    await picturesOf(ada.press(late.button(/Vary/)));
    const removal = ada.press(late.button(/Delete/));
    await removal.acknowledged();
    await deletionOf(removal);
    expect(late.deleted).toBe(true);
  });

  test('a button that nobody knows any more says so', async () => {
    const first = await painted(ada, 'a fox');
    const { component } = first.button(/Again/);
    for (const id of ['vote:17', 'e0:again:x', 'e1:frame', 'e1:again:AAAAAAAAAAAAAAAAAAAAAA']) {
      Object.assign(component, { custom_id: id });
      const pressed = ada.press({ message: first, component });
      await pressed.waitForMessage(({ text }) => /no longer know/.test(text), `words about ${id}`);
      expect(pressed.message()?.ephemeral).toBe(true);
    }
    expect(prompts(world.runware)).toHaveLength(1);
    expect(world.easel.log.filter(({ level }) => level === 'error')).toEqual([]);
  });

  test('where files may not be attached, nothing is asked for and nothing begins', async () => {
    const { discord } = world;
    const first = await painted(ada, 'a fox');
    discord.allowBot(discord.home.general, ['ViewChannel', 'SendMessages']);
    for (const label of [/Again/, /Change/, /Original/]) {
      const pressed = ada.press(first.button(label));
      await pressed.waitForMessage(({ text }) => /attach files/.test(text), 'words');
      expect(pressed.message()?.ephemeral).toBe(true);
    }
    expect(prompts(world.runware)).toHaveLength(1);
  });

  test('what failed is tried again by a button, exactly as it was', async () => {
    world.runware.fail({ kind: 'error', status: 500, code: 'inferenceError' });
    const asked = ada.slash({ command: 'imagine', options: { prompt: 'a fox', aspect: '16:9' } });
    const failure = await asked.waitForMessage(
      ({ buttons }) => buttons.some(({ component }) => /Try again/.test(component.label ?? '')),
      'a failure',
    );
    await picturesOf(ada.press(failure.button(/Try again/)));
    const [one, other] = paintings(world.runware);
    expect({ ...other, taskUUID: undefined }).toEqual({ ...one, taskUUID: undefined });
  });

  function deletionOf({ token }: InteractionHandle): Promise<unknown> {
    return world.discord.waitForRequest(
      ({ method, path }) => method === 'DELETE' && path.includes(token),
      'a deletion',
    );
  }

  function labelsOf({ buttons }: Message): readonly string[] {
    return buttons.map(({ component }) => component.label ?? '');
  }
});
