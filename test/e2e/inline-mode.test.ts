import { expect, test } from 'vitest';
import { createWorld, startEasel } from './support/easel-under-test.ts';

test('after a restart pictures are offered in any chat, with nothing painted or uploaded for it', async () => {
  const world = await createWorld({ downloadSide: 512 }, {}, { inlineMode: true });
  const { runware, telegram } = world;
  let easel = await startEasel(world.environment);
  try {
    const alice = telegram.person({ name: 'Alice', startedBot: true });
    const chat = alice.privateChat();
    chat.sendText('/imagine --style ink --count 2 a fox');
    await chat.waitForMessage(({ text }) => text?.includes('2 pictures') === true, 'the details');
    await easel.app.stop();
    easel = await startEasel(world.environment);
    const album = chat.botMessages().flatMap(({ photo }) => (photo === undefined ? [] : [photo]));
    const before = telegram.calls.length;
    const { photos } = await alice.inlineQuery('FOX').answered();
    expect(photos.map(({ sizes }) => sizes)).toEqual(album);
    // What a style adds are not the person's words.
    expect((await alice.inlineQuery('hatching').answered()).photos).toEqual([]);
    const since = telegram.calls.slice(before);
    expect(since.filter(({ files, method }) => files.length > 0 || /^(send|edit)/.test(method))).toEqual([]);
    expect(runware.tasks.filter(({ taskType }) => taskType === 'imageInference')).toHaveLength(1);
    expect(telegram.violations).toEqual([]);
  } finally {
    await easel.app.stop();
    await world.close();
  }
});
