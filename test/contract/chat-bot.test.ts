import { afterEach, beforeEach, describe, expect, test } from 'vitest';
import type { EaselUnderTest, World } from '../e2e/support/easel-under-test.ts';
import { createWorld, startEasel } from '../e2e/support/easel-under-test.ts';
import { createWorldOnPostgres } from '../e2e/support/world-on-postgres.ts';
import type { ChatWish } from './chat-bot-subject.ts';
import { discordSubject } from './discord-subject.ts';
import { playgroundSubject } from './playground-subject.ts';
import { telegramSubject, telegramWebhookSubject } from './telegram-subject.ts';

const hostilePrompts = [
  ['markup', '**bold** <b>x</b> [link](https://example.com) `code` ||spoiler|| # heading ~~no~~ __u__'],
  ['mentions', '@everyone <@80351110224678912> <#1> <:emoji:123456789012345678> @durov'],
  ['prose with dashes', 'a house -- old — with --- a roof - and – a door'],
  ['only emoji', '🦊🌙✨'],
  ['right to left', 'منارة عند الفجر'],
  ['odd whitespace and lines', 'one\n\n  two\tthree'],
] as const;

const databases = [
  ['a SQLite file', createWorld],
  ['PostgreSQL', createWorldOnPostgres],
] as const;
const polled = [discordSubject, telegramSubject, playgroundSubject].flatMap((subject) =>
  databases.map(([database, create]) => ({ name: subject.name, subject, database, create })),
);
const [onFile] = databases;
const settings = [
  ...polled,
  ...[onFile].map(([database, create]) => ({
    name: telegramWebhookSubject.name,
    subject: telegramWebhookSubject,
    database,
    create,
  })),
];

describe.each(settings)('the chat bot on $name, with $database', ({ create, subject }) => {
  let world: World;
  let easel: EaselUnderTest;

  beforeEach(async () => {
    world = await create();
    easel = await startEasel({ ...world.environment, ...subject.environment });
  });
  afterEach(async () => {
    await easel.app.stop();
    await world.close();
  });

  function person(name: string, language?: string) {
    return subject.person({ world, url: () => easel.app.statusUrl }, name, language);
  }

  function expectNoViolations(): void {
    expect(subject.violations(world)).toEqual([]);
    expect(world.runware.violations).toEqual([]);
    expect(world.runware.ledger.paidTwice).toEqual([]);
  }

  async function expectTheirPictures(pictures: readonly Uint8Array[], prompt: string): Promise<void> {
    const owners = await Promise.all(pictures.map((bytes) => world.runware.whosePicture(bytes)));
    const task = world.runware.ledger.entries.find((entry) => entry.prompt === prompt);
    expect(owners).toEqual(pictures.map((_, index) => ({ taskUUID: task?.taskUUID, index })));
  }

  test.each([1, 2, 4])('paints %i in the order of the provider and says what it was', async (count) => {
    const request = person('Ada').imagine({ prompt: 'a lighthouse at dawn', count });
    await expectTheirPictures(await request.pictures(count), 'a lighthouse at dawn');
    const words = await request.text(/\$/);
    expect(words).toContain('Nano Banana');
    expect(words).toContain('a lighthouse at dawn');
    expect(words).toMatch(/seed/);
    expectNoViolations();
  });

  test.each(hostilePrompts)('takes a prompt of %s as it is', async (_, prompt) => {
    const request = person('Ada').imagine({ prompt });
    await expectTheirPictures(await request.pictures(1), prompt);
    expectNoViolations();
  });

  test('answers what the model cannot do in words, unpaid', async () => {
    // Different people: refusals to one person may be told together.
    const ask = (name: string, wish: ChatWish) => person(name).imagine(wish);
    await ask('Ada', { prompt: 'a boat', model: 'no-such-model' }).text(/do not know the model/);
    await ask('Ben', { prompt: 'x'.repeat(3_500) }).text(/too long/);
    await ask('Cleo', { prompt: 'a boat', seed: 7 }).text(/takes no seed/);
    expect(world.runware.tasks).toEqual([]);
    expectNoViolations();
  });

  test('speaks Russian to whom the platform says so', async () => {
    const request = person('Аня', 'ru').imagine({ prompt: 'маяк', model: 'нет-такой' });
    expect(await request.text(/[а-я]{4}/)).not.toMatch(/do not know/);
    expectNoViolations();
  });

  test('tells of a refusal by the provider without repeating what it said', async () => {
    world.runware.fail({ kind: 'error', status: 400, code: 'invalidProviderContent' });
    const request = person('Ada').imagine({ prompt: 'something else' });
    expect(await request.text(/safety filter/)).toMatch(/not charged/);
    expectNoViolations();
  });

  test('shows a private result to its person alone', async () => {
    const request = person('Ada').imagine({ prompt: 'a surprise', private: true });
    await expectTheirPictures(await request.pictures(1), 'a surprise');
    const { texts, pictureCount } = await request.seenByOthers();
    expect(pictureCount).toBe(0);
    expect(texts.join('\n')).not.toContain('a surprise');
    expectNoViolations();
  });

  test('finds out about a lost answer instead of paying again', async () => {
    world.runware.fail({ kind: 'reset', paints: true });
    const request = person('Ada').imagine({ prompt: 'a bridge' });
    await expectTheirPictures(await request.pictures(1), 'a bridge');
    expectNoViolations();
  });

  test('answers /help and /models', async () => {
    const ada = person('Ada');
    expect(await ada.say('help').text(/imagine/)).toMatch(/aspect/);
    expect(await ada.say('models').text(/Nano Banana/)).toMatch(/\$0\.039/);
    expectNoViolations();
  });

  test('goes on with what runs after a restart', async () => {
    const held = world.runware.hold();
    const request = person('Ada').imagine({ prompt: 'a long journey' });
    await held.arrived;
    await easel.app.stop();
    easel = await startEasel({ ...world.environment, ...subject.environment });
    held.release();
    await expectTheirPictures(await request.pictures(1), 'a long journey');
    expect(world.runware.ledger.entries).toHaveLength(1);
    expectNoViolations();
  });
});
