import { rm } from 'node:fs/promises';
import { afterEach, beforeEach, describe, expect, test } from 'vitest';
import type { InteractionHandle } from '../fakes/discord/control/interaction-handle.ts';
import type { Person } from '../fakes/discord/control/person.ts';
import type { Message } from '../fakes/discord/message.ts';
import type { EaselUnderTest, World } from './support/easel-under-test.ts';
import { createWorld, startEasel } from './support/easel-under-test.ts';
import {
  differenceBetween,
  encode,
  look,
  lookAtDataUri,
  quarteredPicture,
} from './support/painted-picture.ts';

describe('buttons on Discord, end to end', () => {
  let world: World;
  let easel: EaselUnderTest;
  let environment: Readonly<Record<string, string>>;
  let ada: Person;
  let eve: Person;

  beforeEach(async () => {
    world = await createWorld({ downloadSide: 512 });
    const { TELEGRAM_TOKEN: _, ...withoutTelegram } = world.environment;
    environment = withoutTelegram;
    easel = await startEasel(environment);
    ada = world.discord.person({ name: 'Ada' });
    eve = world.discord.person({ name: 'Eve' });
  });
  afterEach(async () => {
    await easel.app.stop();
    await world.close();
  });

  test('again, by somebody else, is a message and a picture of their own', async () => {
    const first = await painted(ada, 'a fox');
    const again = eve.press(first.button(/Again/));
    expect((await again.acknowledged()).kind).toBe('message');
    const second = await result(again);
    expect(second.id).not.toBe(first.id);
    expect(first.visibleAttachments).toHaveLength(1);
    expect(prompts()).toEqual(['a fox', 'a fox']);
    expectNoViolations();
  });

  test('a message from before three restarts is as good as new', async () => {
    const first = await painted(ada, 'an old fox', 2);
    for (let restart = 0; restart < 3; restart += 1) {
      await easel.app.stop();
      easel = await startEasel(environment);
    }
    await result(ada.press(first.button(/Vary 2/)), 2);
    const [reference] = referencesOf('an old fox', 1);
    const [, second] = world.discord.pictures(first);
    await expectSamePicture(reference, second);
    expectNoViolations();
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
    await Promise.any(presses.map((press) => result(press)));
    expect(prompts()).toEqual(['a fox', 'a fox']);
    expectNoViolations();
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
    expectNoViolations();
  });

  test('changed words and one picture more, from a form that stays open over a restart', async () => {
    const first = await painted(ada, 'a fox');
    const form = await ada.press(first.button(/Change/)).modal();
    expect(form.modal.title).toBe('Change the words');
    expect(form.modal.components.map(({ component }) => component)).toMatchObject([
      { custom_id: 'prompt', value: 'a fox' },
      { custom_id: 'pictures', required: false },
    ]);
    await easel.app.stop();
    easel = await startEasel(environment);
    const upload = {
      filename: 'one.png',
      bytes: await encode(quarteredPicture(3)),
      contentType: 'image/png',
    };
    const sent = ada.submitModal(form, { prompt: 'a fox at night', pictures: [upload] });
    expect((await sent.acknowledged()).kind).toBe('message');
    await result(sent);
    expect(prompts()).toEqual(['a fox', 'a fox at night']);
    expect(referencesOf('a fox at night', 0)).toHaveLength(1);
    expectNoViolations();
  });

  test('a form that is closed without being sent does nothing, and can be opened again', async () => {
    const first = await painted(ada, 'a fox');
    await ada.press(first.button(/Work from/)).modal();
    const again = await ada.press(first.button(/Work from/)).modal();
    await result(ada.submitModal(again, { prompt: 'as a stamp' }));
    expect(prompts()).toEqual(['a fox', 'as a stamp']);
    const [reference] = referencesOf('as a stamp', 0);
    await expectSamePicture(reference, world.discord.pictures(first)[0]);
    expectNoViolations();
  });

  test('the menu of a result works from what was kept, and a private one is there for its person alone', async () => {
    const { discord } = world;
    const first = await painted(ada, 'a fox');
    discord.expireLinks(first);
    const form = await eve.useMessageCommand({ command: 'Edit with a prompt', message: first }).modal();
    await result(eve.submitModal(form, { prompt: 'at night' }));
    await expectSamePicture(referencesOf('at night', 0)[0], discord.pictures(first)[0]);

    const asked = ada.slash({ command: 'imagine', options: { prompt: 'a secret', private: true } });
    const secret = await result(asked);
    // As if somebody had got hold of the ids of its buttons.
    Object.assign(first, { components: secret.components });
    const stolen = await eve.useMessageCommand({ command: 'Edit with a prompt', message: first }).modal();
    const refused = eve.submitModal(stolen, { prompt: 'tell me' });
    await refused.waitForMessage(({ text }) => /nothing is there any more/.test(text), 'a refusal');
    const pressed = eve.press(first.button(/Original/));
    await pressed.waitForMessage(({ text }) => /somebody else/.test(text), 'a refusal');
    await result(ada.press(secret.button(/Vary/)));
    expectNoViolations();
  });

  test('originals come byte for byte, for whoever asks alone', async () => {
    const first = await painted(ada, 'a fox', 4);
    const asked = eve.press(first.button(/Original/));
    expect((await asked.acknowledged()).kind).toBe('deferred-message');
    const files = await result(asked, 4);
    expect([eve.sees(files), ada.sees(files)]).toEqual([true, false]);
    expect(world.discord.pictures(files)).toEqual(world.discord.pictures(first));
    expect(files.visibleAttachments[3]?.description).toContain('Picture 4 of 4');
    expect(files.text).toContain('4 original files');
    expectNoViolations();
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
    expectNoViolations();
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
      const message = await result(handle);
      const removal = guest.press(message.button(/Delete/));
      await deletionOf(removal);
      expect(message.deleted).toBe(true);
    }
    expectNoViolations();
  });

  test('originals whose files are lost are told as a fault, not promised for ever', async () => {
    const first = await painted(ada, 'a fox');
    await rm(String(environment.PICTURES_URL), { recursive: true });
    const asked = ada.press(first.button(/Original/));
    await asked.waitForMessage(({ text }) => /give this reference/.test(text), 'a reference');
    expect(asked.message()?.loading).toBe(false);
    expectNoViolations();
  });

  test('what cannot be deleted becomes words without pictures and buttons', async () => {
    const first = await painted(ada, 'a fox');
    world.discord.faults.add({ method: 'DELETE', effect: { kind: 'status', status: 403, code: 50013 } });
    const removal = ada.press(first.button(/Delete/));
    await removal.acknowledged();
    await deletionOf(removal);
    expect([first.deleted, first.attachments, labelsOf(first)]).toEqual([false, [], []]);
    expect(first.text).toContain('Deleted');
    expectNoViolations();
  });

  test('a favourite is a word for its person alone', async () => {
    const first = await painted(ada, 'a fox');
    const starred = eve.press(first.button(/Favourite/));
    await starred.waitForMessage(({ text }) => /Added/.test(text), 'a notice');
    expect(starred.message()?.ephemeral).toBe(true);
    expect(first.edits).toBe(1);
    expectNoViolations();
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
    await result(again);
    expectNoViolations();
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
    await result(ada.press(late.button(/Vary/)));
    const removal = ada.press(late.button(/Delete/));
    await removal.acknowledged();
    await deletionOf(removal);
    expect(late.deleted).toBe(true);
    expectNoViolations();
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
    expect(prompts()).toHaveLength(1);
    expect(easel.log.filter(({ level }) => level === 'error')).toEqual([]);
    expectNoViolations();
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
    expect(prompts()).toHaveLength(1);
    expectNoViolations();
  });

  test('what failed is tried again by a button, exactly as it was', async () => {
    world.runware.fail({ kind: 'error', status: 500, code: 'inferenceError' });
    const asked = ada.slash({ command: 'imagine', options: { prompt: 'a fox', aspect: '16:9' } });
    const failure = await asked.waitForMessage(
      ({ buttons }) => buttons.some(({ component }) => /Try again/.test(component.label ?? '')),
      'a failure',
    );
    await result(ada.press(failure.button(/Try again/)));
    const [one, other] = tasks();
    expect({ ...other, taskUUID: undefined }).toEqual({ ...one, taskUUID: undefined });
    expectNoViolations();
  });

  async function painted(person: Person, prompt: string, count = 1): Promise<Message> {
    return result(person.slash({ command: 'imagine', options: { prompt, count } }), count);
  }

  function result(handle: InteractionHandle, count = 1): Promise<Message> {
    return handle.waitForMessage(
      ({ visibleAttachments }) => visibleAttachments.length === count,
      `${count} pictures`,
    );
  }

  function prompts(): readonly unknown[] {
    return tasks().map(({ positivePrompt }) => positivePrompt);
  }

  function tasks() {
    return world.runware.tasks.filter(({ taskType }) => taskType === 'imageInference');
  }

  /** What the image service was sent with the nth task for this prompt. */
  function referencesOf(prompt: string, index: number): readonly unknown[] {
    const task = tasks().filter(({ positivePrompt }) => positivePrompt === prompt)[index];
    return Array.isArray(task?.referenceImages) ? task.referenceImages : [];
  }

  /** Whether a model was given the picture that people saw. */
  async function expectSamePicture(reference: unknown, shown: Buffer | undefined): Promise<void> {
    const [given, seen] = [await lookAtDataUri(reference), await look(shown ?? Buffer.alloc(0))];
    expect(differenceBetween(given, seen)).toBe(undefined);
  }

  function deletionOf({ token }: InteractionHandle): Promise<unknown> {
    return world.discord.waitForRequest(
      ({ method, path }) => method === 'DELETE' && path.includes(token),
      'a deletion',
    );
  }

  function labelsOf({ buttons }: Message): readonly string[] {
    return buttons.map(({ component }) => component.label ?? '');
  }

  function expectNoViolations(): void {
    expect(world.discord.violations).toEqual([]);
    expect(world.runware.violations).toEqual([]);
  }
});
