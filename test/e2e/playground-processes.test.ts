import { afterEach, beforeEach, expect, test } from 'vitest';
import type { EaselUnderTest, World } from './support/easel-under-test.ts';
import { startEasel } from './support/easel-under-test.ts';
import type { SeenMessage } from './support/playground-visitor.ts';
import { PlaygroundVisitor, wordsOf } from './support/playground-visitor.ts';
import { createWorldOnPostgres } from './support/world-on-postgres.ts';

let world: World;
let easels: EaselUnderTest[];

beforeEach(async () => {
  world = await createWorldOnPostgres({ downloadSide: 512 });
  easels = [];
});
afterEach(async () => {
  await Promise.all(easels.map(({ app }) => app.stop()));
  await world.close();
  expect(world.runware.violations).toEqual([]);
});

async function start(role: 'all' | 'gateway' | 'worker'): Promise<() => string> {
  const easel = await startEasel({
    ...world.environment,
    DISCORD_TOKEN: '',
    TELEGRAM_TOKEN: '',
    ROLE: role,
  });
  easels.push(easel);
  return () => easel.app.statusUrl;
}

const isFinal = (words: string) => (messages: readonly SeenMessage[]) =>
  messages.find((message) => message.kind === 'final' && wordsOf(message).includes(words));

test('what a worker writes arrives in the page that a gateway serves', async () => {
  const ada = new PlaygroundVisitor({ person: 'ada', url: await start('gateway') });
  await start('worker');
  const held = world.runware.hold();
  const kinds = new Set<string>();
  const painted = ada.waitFor((messages) => {
    const [answer] = messages.filter(({ author }) => author === 'easel');
    if (answer !== undefined) kinds.add(wordsOf(answer));
    return isFinal('a boat')(messages);
  }, 'the boat, in the page that was open all the time');
  await ada.use('imagine', { options: { prompt: 'a boat' } });
  await held.arrived;
  await ada.waitFor(
    (messages) => messages.find((message) => /painting/i.test(wordsOf(message))),
    'that it is being painted',
  );
  held.release();
  const { pictures } = await painted;
  expect((await ada.picture(pictures[0]?.url)).length).toBeGreaterThan(0);
  expect([...kinds].some((words) => /painting/i.test(words))).toBe(true);
});

test('two pages of two processes show one conversation, and what is erased goes from both', async () => {
  const ada = new PlaygroundVisitor({ person: 'ada', url: await start('all') });
  const ben = new PlaygroundVisitor({ person: 'ben', url: await start('all') });
  const opened = Promise.withResolvers<void>();
  const wasThere = Promise.withResolvers<void>();
  let hasBeenThere = false;
  const gone = ben.waitFor((messages) => {
    opened.resolve();
    if (isFinal('a boat')(messages) !== undefined) {
      hasBeenThere = true;
      wasThere.resolve();
    }
    return hasBeenThere && messages.length === 0 ? true : undefined;
  }, 'the boat to come and go');
  await opened.promise;
  await ada.use('imagine', { options: { prompt: 'a boat' } });
  await wasThere.promise;
  await ada.use('privacy');
  const page = await ada.waitFor(
    (messages) => messages.find((message) => wordsOf(message).includes('What I keep')),
    'the page',
  );
  await ada.pressLabel(page, /Erase/);
  const question = await ada.waitFor(
    (messages) => messages.find((message) => wordsOf(message).includes('Shall I erase')),
    'the question',
  );
  await ada.pressLabel(question, /erase/i);
  await gone;
});
