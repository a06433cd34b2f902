import { afterEach, beforeEach, expect, test } from 'vitest';
import type { ChatBotSubject, ChatRequest } from '../../contract/chat-bot-subject.ts';
import { discordSubject } from '../../contract/discord-subject.ts';
import { telegramSubject } from '../../contract/telegram-subject.ts';
import type { World } from '../support/easel-under-test.ts';
import { webhookEnvironment } from '../support/webhook-environment.ts';
import { createWorldOnPostgres } from '../support/world-on-postgres.ts';
import { type RunningProgram, startNode } from './running-program.ts';

const peopleOfEach = 3;
const patienceMs = 120_000;

let world: World;
let programs: RunningProgram[];
let gateways: { readonly program: RunningProgram; readonly url: string }[];

beforeEach(async () => {
  programs = [];
  gateways = [];
  world = await createWorldOnPostgres();
  world.telegram.proxyTo(() => gateways.map(({ url }) => url));
});
afterEach(async () => {
  await Promise.all(programs.map((program) => program.dispose()));
  await world.close();
});

async function start(role: 'gateway' | 'worker', settings: Readonly<Record<string, string>>) {
  const program = startNode('src/main.ts', {
    environment: {
      ...world.environment,
      ...settings,
      ROLE: role,
      MAX_SPEND_PER_DAY_USD: '1000',
      MAX_SPEND_PER_USER_PER_DAY_USD: '1000',
    },
  });
  programs.push(program);
  await program.waitForLog('Easel is ready');
  const { url } = await program.waitForLog('the status server listens');
  return { program, url: String(url) };
}

async function standing({ url }: { readonly url: string }): Promise<readonly string[]> {
  const health = await fetch(`${url}/health/ready`);
  const { parts } = (await health.json()) as { parts: readonly { name: string; state: string }[] };
  return parts.filter(({ name }) => name !== 'database').map(({ state }) => state);
}

/** One after the other is told to stop, once another one stands by. */
async function replaceAll(settings: Readonly<Record<string, string>>): Promise<void> {
  for (const old of [...gateways]) {
    gateways = gateways.filter((one) => one !== old);
    old.program.signal('SIGTERM');
    expect(await old.program.ended()).toEqual({ code: 0, signal: null });
    gateways.push(await start('gateway', settings));
  }
}

const ways: readonly [string, Readonly<Record<string, string>>][] = [
  ['asks for updates', {}],
  ['is brought updates', webhookEnvironment],
];

test.each(ways)(
  'gateways are replaced one after the other, and nobody notices: it %s',
  async (_, settings) => {
    const place = { world, url: () => '' };
    const crowd = [discordSubject, telegramSubject].flatMap((subject: ChatBotSubject) =>
      Array.from({ length: peopleOfEach }, (_unused, index) => {
        const name = `${subject.name}-${index}`;
        return { name, chat: subject.person(place, name) };
      }),
    );
    gateways.push(await start('gateway', settings));
    gateways.push(await start('gateway', settings));
    await start('worker', settings);
    const [first, second] = gateways;
    if (first === undefined || second === undefined) throw new Error('expected two gateways');
    expect(await standing(first)).toEqual(['connected', 'connected']);
    expect(await standing(second)).toEqual(['standing-by', 'standing-by']);

    let isOver = false;
    const painted: { readonly prompt: string; readonly request: ChatRequest }[] = [];
    const helped: ChatRequest[] = [];
    const asking = crowd.map(async ({ chat, name }) => {
      for (let number = 0; !isOver; number += 1) {
        const prompt = `picture ${number} for person:${name}`;
        const request = chat.imagine({ prompt });
        painted.push({ prompt, request });
        await request.pictures(1, patienceMs);
        const help = chat.say('help');
        helped.push(help);
        await help.text(/I paint pictures/, patienceMs);
      }
    });
    await Promise.race([replaceAll(settings), Promise.all(asking)]);
    const last = gateways[0];
    if (last === undefined) throw new Error('expected a gateway');
    await expect
      .poll(() => standing(last), {
        timeout: patienceMs,
        message: 'the first of the new ones to be connected',
      })
      .toEqual(['connected', 'connected']);
    isOver = true;
    await Promise.all(asking);

    expect(painted.length).toBeGreaterThan(crowd.length);
    expect(world.runware.ledger.entries.map(({ prompt }) => prompt).toSorted()).toEqual(
      painted.map(({ prompt }) => prompt).toSorted(),
    );
    expect(world.runware.ledger.paidTwice).toEqual([]);
    for (const { request } of painted) expect((await request.seenByOthers()).pictureCount).toBe(1);
    for (const help of helped) expect((await help.seenByOthers()).texts.length).toBeLessThanOrEqual(1);
    for (const subject of [discordSubject, telegramSubject]) expect(subject.violations(world)).toEqual([]);
    expect(world.runware.violations).toEqual([]);
  },
  400_000,
);
