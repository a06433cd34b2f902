import { afterEach, beforeEach, expect, test } from 'vitest';
import type { ChatBotSubject, ChatRequest } from '../../contract/chat-bot-subject.ts';
import { discordSubject } from '../../contract/discord-subject.ts';
import { telegramSubject } from '../../contract/telegram-subject.ts';
import type { World } from '../support/easel-under-test.ts';
import { createWorldOnPostgres } from '../support/world-on-postgres.ts';
import { type RunningProgram, startNode } from './running-program.ts';

const people = 60;
const requestsOfWave = [3, 2] as const;
const maxRunning = 8;

/** A dead worker's calls are taken over after a minute, a dead gateway's connections after twenty seconds. */
const patienceMs = 240_000;
const soon = (message: string) => ({ timeout: patienceMs, interval: 100, message });

interface Asked {
  readonly prompt: string;
  readonly request: ChatRequest;
}

let world: World;
let programs: RunningProgram[];

beforeEach(async () => {
  programs = [];
  world = await createWorldOnPostgres({ delayMs: ({ prompt }) => 20 + (prompt.length % 7) * 20 });
});
afterEach(async () => {
  await Promise.all(programs.map((program) => program.dispose()));
  await world.close();
});

async function start(role: 'gateway' | 'worker'): Promise<RunningProgram> {
  const program = startNode('src/main.ts', {
    environment: {
      ...world.environment,
      ROLE: role,
      MAX_RUNNING: String(maxRunning),
      MAX_SPEND_PER_DAY_USD: '1000',
      MAX_SPEND_PER_USER_PER_DAY_USD: '1000',
    },
  });
  programs.push(program);
  await program.waitForLog('Easel is ready');
  return program;
}

/** How a gateway stands with each platform. */
async function standing(gateway: RunningProgram): Promise<readonly string[]> {
  const { url } = await gateway.waitForLog('the status server listens');
  const health = await fetch(`${url}/health/ready`);
  const { parts } = (await health.json()) as { parts: readonly { name: string; state: string }[] };
  return parts.filter(({ name }) => name !== 'database').map(({ state }) => state);
}

async function kill(program: RunningProgram): Promise<void> {
  program.signal('SIGKILL');
  await program.ended();
}

test('two gateways and three workers, some of them killed on the way, lose nothing and pay nothing twice', async () => {
  // People reach these processes through their platforms alone.
  const place = { world, url: () => '' };
  const crowd = Array.from({ length: people }, (_, index) => {
    const subject: ChatBotSubject = index % 2 === 0 ? discordSubject : telegramSubject;
    return { name: `person-${index}`, chat: subject.person(place, `Person ${index}`) };
  });
  /** Each asks for the next one when the last one was answered. */
  const askAll = (wave: 0 | 1) =>
    Promise.all(
      crowd.map(async ({ chat, name }) => {
        const asked: Asked[] = [];
        for (let number = 0; number < requestsOfWave[wave]; number += 1) {
          const prompt = `picture ${wave}.${number} for person:${name}`;
          const request = chat.imagine({ prompt });
          asked.push({ prompt, request });
          await request.text(/./, patienceMs);
        }
        return asked;
      }),
    );
  const painted = () => world.runware.ledger.entries.length;

  const first = await start('gateway');
  const [second, ...workers] = await Promise.all([
    start('gateway'),
    start('worker'),
    start('worker'),
    start('worker'),
  ]);
  expect(await standing(first)).toEqual(['connected', 'connected']);
  expect(await standing(second)).toEqual(['standing-by', 'standing-by']);

  const firstWave = askAll(0);
  await expect.poll(painted, soon('the first pictures')).toBeGreaterThan(20);
  await kill(workers[0]);
  const before = await firstWave;
  await kill(first);
  await kill(workers[1]);
  await start('worker');
  await expect
    .poll(() => standing(second), soon('the other gateway to take over'))
    .toEqual(['connected', 'connected']);
  const after = await askAll(1);

  const asked = [...before, ...after].flat();
  await Promise.all(
    asked.map(async ({ prompt, request }) => {
      const [bytes = new Uint8Array()] = await request.pictures(1, patienceMs);
      const owner = await world.runware.whosePicture(bytes);
      expect(world.runware.ledger.of(owner?.taskUUID ?? '')?.prompt).toBe(prompt);
    }),
  );

  const { ledger, running } = world.runware;
  expect(ledger.entries).toHaveLength(asked.length);
  expect(ledger.paidTwice).toEqual([]);
  expect(running.max).toBeLessThanOrEqual(maxRunning);
  expect(Math.max(...running.maxPerPerson.values())).toBeLessThanOrEqual(2);
  for (const subject of [discordSubject, telegramSubject]) expect(subject.violations(world)).toEqual([]);
  expect(world.runware.violations).toEqual([]);
  second.signal('SIGTERM');
  expect(await second.ended()).toEqual({ code: 0, signal: null });
}, 400_000);
