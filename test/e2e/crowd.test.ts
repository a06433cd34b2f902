import { afterEach, beforeEach, expect, test } from 'vitest';
import type { ChatBotSubject, ChatRequest } from '../contract/chat-bot-subject.ts';
import { discordSubject } from '../contract/discord-subject.ts';
import { telegramSubject } from '../contract/telegram-subject.ts';
import type { EaselUnderTest, World } from './support/easel-under-test.ts';
import { createWorld, startEasel } from './support/easel-under-test.ts';

const people = 50;
const requestsPerPerson = 4;
const patienceMs = 60_000;

let world: World;
let easel: EaselUnderTest;

beforeEach(async () => {
  world = await createWorld({ delayMs: ({ prompt }) => 5 + (prompt.length % 7) * 5 });
  easel = await startEasel({ ...world.environment, MAX_SPEND_PER_DAY_USD: '1000' });
});
afterEach(async () => {
  await easel.app.stop();
  await world.close();
});

test('two hundred requests of fifty people on both platforms all end with the right person', async () => {
  const place = { world, url: () => easel.app.statusUrl };
  const crowd = Array.from({ length: people }, (_, index) => {
    const subject: ChatBotSubject = index % 2 === 0 ? discordSubject : telegramSubject;
    return { name: `person-${index}`, chat: subject.person(place, `Person ${index}`) };
  });
  const asked = await Promise.all(
    crowd.map(async ({ name, chat }) => {
      const requests: { prompt: string; count: number; request: ChatRequest }[] = [];
      for (let number = 0; number < requestsPerPerson; number += 1) {
        const prompt = `picture ${number} for person:${name}`;
        const count = 1 + (number % 2);
        const request = chat.imagine({ prompt, count });
        requests.push({ prompt, count, request });
        // A person writes the next one when they see that the last one has arrived.
        await request.text(/./, patienceMs);
      }
      return requests;
    }),
  );

  await Promise.all(
    asked.flat().map(async ({ prompt, count, request }) => {
      const pictures = await request.pictures(count, patienceMs);
      for (const [index, bytes] of pictures.entries()) {
        const owner = await world.runware.whosePicture(bytes);
        expect(owner?.index).toBe(index);
        expect(world.runware.ledger.of(owner?.taskUUID ?? '')?.prompt).toBe(prompt);
      }
    }),
  );

  const { ledger, running } = world.runware;
  expect(ledger.entries).toHaveLength(people * requestsPerPerson);
  expect(ledger.paidTwice).toEqual([]);
  expect(running.max).toBeLessThanOrEqual(4);
  expect(Math.max(...running.maxPerPerson.values())).toBeLessThanOrEqual(2);
  for (const subject of [discordSubject, telegramSubject]) expect(subject.violations(world)).toEqual([]);
  expect(world.runware.violations).toEqual([]);
}, 120_000);
