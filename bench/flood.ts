import { setTimeout as wait } from 'node:timers/promises';
import type { MeasuredWorld } from './measured-world.ts';
import { openMeasuredWorld } from './measured-world.ts';
import type { Measurement, Row } from './measurement.ts';
import { summaryMs } from './percentile.ts';
import { processorSecondsOf } from './processor-time.ts';
import { startEasel } from './start-easel.ts';

const platforms = ['discord', 'telegram'] as const;
const rounds = 3;
const others = 150;
const betweenOthersMs = 100;
const floodPerMinute = 5_000;
const patienceMs = 60_000;

/** What is given a person by default, and what holds nobody back. */
const states = {
  quiet: { isFlooded: false, settings: { MAX_COMMANDS_PER_USER: '20', MAX_COMMANDS_PER_PLACE: '150' } },
  flood: { isFlooded: true, settings: { MAX_COMMANDS_PER_USER: '20', MAX_COMMANDS_PER_PLACE: '150' } },
  'flood, nobody held back': { isFlooded: true, settings: {} },
} as const;

type StateName = keyof typeof states;
type Platform = (typeof platforms)[number];

/** How long other people wait for a first answer while one person sends 5,000 commands a minute. */
export const flood: Measurement = {
  name: 'flood',
  about:
    `${others} people, one every ${betweenOthersMs} ms, ask for a picture each: from then until they have the first ` +
    `answer, while nobody else is there, and while one person sends ${floodPerMinute} commands a minute. The states take ` +
    'turns, three times each; each has a process and a database of its own. The fakes, in another process on the same ' +
    'machine, send the flood and check every answer to it: their cost is in the waits. Of processor time only that of Easel ' +
    'counts. Turned away is what Easel counts as too fast; said is how many messages the one who floods got, and public ' +
    'how many of these others see: what was accepted of theirs.',
  run: async () => {
    const measured = new Map<string, Measured[]>();
    for (let round = 0; round < rounds; round += 1) {
      for (const platform of platforms) {
        for (const state of Object.keys(states) as StateName[]) {
          const key = `${platform}, ${state}`;
          measured.set(key, [...(measured.get(key) ?? []), await measure(platform, state)]);
        }
      }
    }
    return [...measured].map(([state, all]): Row => {
      const waits = all.flatMap((one) => one.waits);
      const sum = (of: (one: Measured) => number) => all.reduce((total, one) => total + of(one), 0);
      return {
        state,
        'commands in the flood': sum(({ sent }) => sent),
        'turned away': sum(({ turnedAway }) => turnedAway),
        said: sum(({ said }) => said.all),
        public: sum(({ said }) => said.public),
        ...summaryMs(waits),
        unanswered: rounds * others - waits.length,
        'processor s': Number(sum(({ processorSeconds }) => processorSeconds).toFixed(1)),
      };
    });
  },
};

interface Measured {
  readonly sent: number;
  readonly turnedAway: number;
  readonly said: Said;
  readonly waits: readonly number[];
  /** What Easel's own process used meanwhile. */
  readonly processorSeconds: number;
}

async function measure(platform: Platform, state: StateName): Promise<Measured> {
  const { isFlooded, settings } = states[state];
  const world = await openMeasuredWorld();
  const environment = { ...world.environment, ...world.onTelegram, ...settings };
  const program = startEasel(environment);
  try {
    await program.waitForLog('Easel is ready');
    const { url } = await program.waitForLog('the status server listens');
    const before = await processorSecondsOf(program.pid);
    // Nothing is painted meanwhile: what is measured is the way in.
    world.runware.hold();
    const ask = asking[platform](world);
    const over = new AbortController();
    const flooder = ask('Flooder');
    const flooding = isFlooded ? keepAsking(flooder.ask, over.signal) : Promise.resolve(0);
    const waits: Promise<number>[] = [];
    for (let index = 0; index < others; index += 1) {
      waits.push(ask(`Person ${index}`).ask()());
      await wait(betweenOthersMs);
    }
    const all = await Promise.allSettled(waits);
    over.abort();
    const sent = await flooding;
    const processorSeconds = (await processorSecondsOf(program.pid)) - before;
    return {
      sent,
      turnedAway: await turnedAwayAt(String(url)),
      said: flooder.said(),
      processorSeconds,
      waits: all.flatMap((one) => (one.status === 'fulfilled' ? [one.value] : [])),
    };
  } finally {
    await program.dispose();
    await world.close();
  }
}

async function turnedAwayAt(statusUrl: string): Promise<number> {
  const metrics = await (await fetch(`${statusUrl}/metrics`)).text();
  const counted = metrics.matchAll(/^easel_too_fast_total\{[^}]*\} (?<count>\d+)$/gm);
  return [...counted].reduce((total, { groups }) => total + Number(groups?.count), 0);
}

/** Sends evenly, and catches up when it was held up. */
async function keepAsking(ask: Ask, over: AbortSignal): Promise<number> {
  const startedAtMs = performance.now();
  let sent = 0;
  while (!over.aborted) {
    const due = ((performance.now() - startedAtMs) * floodPerMinute) / 60_000;
    for (; sent < due; sent += 1) ask();
    await wait(5);
  }
  return sent;
}

/** Asks for a picture at once; what it returns waits for the first answer, and resolves with how long that took. */
type Ask = () => () => Promise<number>;

/** How many messages somebody got from Easel, and how many of these others see too. */
interface Said {
  readonly all: number;
  readonly public: number;
}

interface Somebody {
  readonly ask: Ask;
  readonly said: () => Said;
}

const asking: Readonly<Record<Platform, (world: MeasuredWorld) => (name: string) => Somebody>> = {
  discord: (world) => (name) => {
    const person = world.discord.person({ name });
    const ask = () => {
      const asked = person.slash({ command: 'imagine', options: { prompt: 'a lighthouse at dawn' } });
      return async () => (await asked.acknowledged(patienceMs)).afterMs;
    };
    const said = () => {
      const theirs = world.discord
        .messagesIn(world.discord.home.general)
        .filter(({ origin }) => origin?.user.id === person.id);
      return { all: theirs.length, public: theirs.filter(({ ephemeral }) => !ephemeral).length };
    };
    return { ask, said };
  },
  telegram: (world) => (name) => {
    const chat = world.telegram.person({ name, startedBot: true }).privateChat();
    const ask = () => {
      const askedAtMs = performance.now();
      chat.sendText('/imagine a lighthouse at dawn');
      return async () => {
        await chat.waitForMessage(() => true, 'the first answer', patienceMs);
        return performance.now() - askedAtMs;
      };
    };
    // A private chat is seen by nobody else.
    return { ask, said: () => ({ all: chat.botMessages().length, public: 0 }) };
  },
};
