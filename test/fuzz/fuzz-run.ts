import { setTimeout as delay } from 'node:timers/promises';
import { readBooks } from '../chaos/books.ts';
import { Life } from '../chaos/life.ts';
import { Random } from '../chaos/random.ts';
import type { Group } from '../fakes/telegram/group.ts';
import type { Person as TelegramPerson } from '../fakes/telegram/person.ts';
import type { Exempt } from './books.ts';
import { copyOfPerson, copyOfRules, costsByGeneration, differencesOf, gainedByBanned } from './books.ts';
import { type Bystander, heldWord, settleBystanders } from './bystanders.ts';
import type { Deed } from './deed.ts';
import { DeedsOnDiscord } from './deeds-on-discord.ts';
import { DeedsOnTelegram } from './deeds-on-telegram.ts';
import { createFuzzWorld, type FuzzWorld } from './fuzz-world.ts';
import { OddFiles } from './odd-files.ts';
import { OddWords } from './odd-words.ts';
import type { FuzzReport } from './report.ts';
import { settleSpecialPeople } from './special-people.ts';
import { TelegramSeat } from './telegram-seat.ts';

export interface FuzzOptions {
  readonly actions: number;
  readonly seed: number;
  readonly tell?: (line: string) => void;
}

type Act = () => Deed | undefined | Promise<Deed>;

/** What is held up for longer than five minutes ends by itself. */
const longestRoundMs = 2 * 60_000;
const restMs = 10 * 60_000;
const quietMs = 3_000;
const tellEvery = 100;
/** Below what anything costs; sums of dollars are not exact. */
const leastDollars = 0.000_05;

/** Lets people do whatever comes into their heads, and looks at what became of it. */
export class FuzzRun {
  readonly #options: FuzzOptions;
  readonly #chance: Random;
  readonly #counts = new Map<string, number>();
  readonly #unanswered: string[] = [];
  readonly #impossible = new Map<string, number>();
  readonly #gained: string[] = [];
  readonly #touched: string[] = [];
  #begun = 0;
  #roundEndsAtMs = 0;
  #life: Life | undefined;

  constructor(options: FuzzOptions) {
    this.#options = options;
    this.#chance = new Random(options.seed);
  }

  async run(): Promise<FuzzReport> {
    const startedAtMs = Date.now();
    const world = await createFuzzWorld(this.#chance.branch());
    const { DATABASE_URL: books = '' } = world.environment;
    const life = new Life(world.environment, undefined);
    this.#life = life;
    try {
      await life.program.waitForLog('Easel is ready');
      settleSpecialPeople(books, world.special);
      while (this.#begun < this.#options.actions && !life.program.isOver) await this.#round(world, books);
      await this.#rest(world, books);
      this.#gained.push(...gainedByBanned(books, world.special.exempt.linked.slice(0, 2)));
      const endedByItself = life.program.isOver;
      life.program.signal('SIGTERM');
      const { code, errors, stderr } = await life.ended();
      const { discord, runware, telegram } = world;
      return {
        seed: this.#options.seed,
        seconds: (Date.now() - startedAtMs) / 1_000,
        actions: this.#begun,
        counts: this.#counts,
        impossible: this.#impossible,
        unanswered: this.#unanswered,
        gained: this.#gained,
        touched: this.#touched,
        ...sorted(errors, life.program.log),
        stderr,
        endedByItself,
        log: life.program.stdout,
        stopped: code === 0,
        violations: [...discord.violations, ...telegram.violations, ...runware.violations].map((one) =>
          typeof one === 'string' ? one : JSON.stringify(one),
        ),
        books: await readBooks(books),
        paidDollars: runware.ledger.totalDollars,
        paidTwice: runware.ledger.paidTwice.map(({ taskUUID }) => taskUUID),
        chargedUnpaid: chargedUnpaid(world, books),
        generations: runware.ledger.entries.length,
      };
    } finally {
      await life.program.dispose();
      await world.close();
    }
  }

  /** Some minutes, during which nothing may change for those who do nothing. */
  async #round(world: FuzzWorld, books: string): Promise<void> {
    const hold = world.runware.hold(({ positivePrompt }) => String(positivePrompt).includes(heldWord));
    const bystanders = await settleBystanders(world);
    await this.#settled(books, bystanders.length);
    const { exempt } = world.special;
    const before = snapshot(books, bystanders, exempt);
    this.#roundEndsAtMs = Date.now() + longestRoundMs;
    await this.#letLoose(world, bystanders);
    const after = snapshot(books, bystanders, exempt);
    hold.release();
    this.#gained.push(...differencesOf(before.rules, after.rules));
    for (const [index, copy] of before.people.entries())
      this.#touched.push(...differencesOf(copy, after.people[index] ?? new Map()));
    await this.#rest(world, books);
  }

  /** Everybody does one thing after the other; each waits for the answer to what they did. */
  async #letLoose(world: FuzzWorld, bystanders: readonly Bystander[]): Promise<void> {
    const hands = await this.#handsOf(world, bystanders);
    await Promise.all(hands.map((act) => this.#keepActing(act)));
  }

  async #handsOf(world: FuzzWorld, bystanders: readonly Bystander[]): Promise<readonly Act[]> {
    const { channels, discord, groups, people, special, telegram, telegramPeople } = world;
    const files = await OddFiles.make(this.#chance.branch());
    const tools = () => {
      const random = this.#chance.branch();
      return { random, words: new OddWords(random.branch()), files, bystanders };
    };
    const onDiscord = people.map((person) => {
      const deeds = new DeedsOnDiscord({ ...tools(), discord, people, channels });
      return () => deeds.act(person);
    });
    const banned = new DeedsOnDiscord({ ...tools(), discord, people, channels });
    const moderator = new DeedsOnDiscord({
      ...tools(),
      discord,
      people,
      channels: special.moderatedChannels,
      // Whoever keeps order elsewhere does not stand where others' messages are, but may know their buttons.
      bystanders: bystanders.map((one) => ({ ...one, discordMessages: () => [] })),
    });
    const onTelegram = (seats: readonly TelegramSeat[]) => {
      const { random, ...others } = tools();
      const deeds = new DeedsOnTelegram({ ...others, random, telegram, discord });
      return () => deeds.act(random.pick(seats));
    };
    const [firstGroup] = groups;
    const seatsOf = (person: TelegramPerson, places: readonly (Group | undefined)[]) =>
      places.map((place) => new TelegramSeat(person, place));
    return [
      ...onDiscord,
      () => banned.act(special.banned),
      () => moderator.act(special.moderator),
      onTelegram(seatsOf(special.linkedWithBanned, [undefined, firstGroup])),
      onTelegram(seatsOf(special.telegramModerator, [undefined, firstGroup, special.moderatedGroup])),
      ...telegramPeople.map((person) => onTelegram([new TelegramSeat(person)])),
      ...groups.map((group, index) =>
        onTelegram(telegramPeople.slice(index, index + 2).map((person) => new TelegramSeat(person, group))),
      ),
    ];
  }

  async #keepActing(act: Act): Promise<void> {
    const { actions, tell } = this.#options;
    while (this.#begun < actions && Date.now() < this.#roundEndsAtMs && this.#life?.program.isOver !== true) {
      let deed: Deed | undefined;
      try {
        deed = await act();
      } catch (error) {
        // What the fake's own clients do not let people do.
        this.#count(this.#impossible, String(error instanceof Error ? error.message : error).slice(0, 120));
      }
      if (deed === undefined) {
        await delay(1);
        continue;
      }
      this.#begun += 1;
      if (this.#begun % tellEvery === 0) tell?.(`${this.#begun} done, ${this.#unanswered.length} unanswered`);
      this.#count(this.#counts, deed.kind);
      if (deed.isToBeAnswered) {
        await deed.answered().catch(() => this.#noteUnanswered(deed));
      } else await delay(20);
    }
  }

  #noteUnanswered({ detail }: Deed): void {
    this.#unanswered.push(detail);
    this.#options.tell?.(`unanswered: ${detail}`);
  }

  #count(counts: Map<string, number>, key: string): void {
    counts.set(key, (counts.get(key) ?? 0) + 1);
  }

  /** Until only what is held up goes on. */
  async #settled(books: string, held: number): Promise<void> {
    const isSettled = async () => {
      const { unfinished } = await readBooks(books);
      return unfinished.length === held && unfinished.every((one) => one.startsWith('running'));
    };
    while (!(await isSettled()) && this.#life?.program.isOver !== true) await delay(200);
  }

  /** Until nothing is left to be done. */
  async #rest(world: FuzzWorld, books: string): Promise<void> {
    const endsAtMs = Date.now() + restMs;
    while (Date.now() < endsAtMs && this.#life?.program.isOver !== true) {
      await this.#quiet(world);
      const { unanswered, unfinished } = await readBooks(books);
      if (unfinished.length === 0 && unanswered.length === 0) return;
    }
  }

  /** Until nothing was said for a while. */
  async #quiet({ discord, telegram }: FuzzWorld): Promise<void> {
    const said = () =>
      discord.requests.length + telegram.calls.filter(({ method }) => method !== 'getUpdates').length;
    for (let before = -1; before !== said() || telegram.pendingUpdates.length > 0; ) {
      if (this.#life?.program.isOver === true) return;
      before = said();
      await delay(quietMs);
    }
  }
}

function snapshot(books: string, bystanders: readonly Bystander[], exempt: Exempt) {
  return {
    rules: copyOfRules(books, exempt),
    people: bystanders.map((one) => new Map([...copyOfPerson(books, one.personId), ['shown', one.seen()]])),
  };
}

/** What people were charged for although the service was not paid, and it is not that nobody knows. */
function chargedUnpaid({ runware }: FuzzWorld, books: string): readonly string[] {
  return [...costsByGeneration(books)].flatMap(([id, { failure, micros }]) => {
    const paid = runware.ledger.of(id)?.dollars ?? 0;
    const isTooMuch = micros / 1_000_000 > paid + leastDollars;
    return isTooMuch ? [`${id}: ${micros} micro-dollars for $${paid} ${failure}`] : [];
  });
}

/** Calls that took longer than Easel waits are the machine's fault, as are the errors that they bring about. */
function sorted(errors: readonly string[], log: Life['program']['log']) {
  const isOfCall = (text: string) => /Call '[\w-]+' failed|call '[\w-]+' failed/.test(text);
  const saysTooLate = ({ error }: Readonly<Record<string, unknown>>) =>
    /unanswered \((AbortError|ECONNRESET)\)/.test(JSON.stringify(error ?? ''));
  return {
    errors: errors.filter((one) => !isOfCall(one)),
    errorsOfCalls: errors.filter(isOfCall),
    tooLate: log.filter(saysTooLate).length,
  };
}
