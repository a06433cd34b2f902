import { setTimeout as delay } from 'node:timers/promises';
import { markersIn, tellsProgress, tellsQuestion } from './asked.ts';
import { readBooks } from './books.ts';
import { type ChaosWorld, createChaosWorld } from './chaos-world.ts';
import { Crowd } from './crowd.ts';
import { Describers } from './describers.ts';
import type { Exchange } from './exchange.ts';
import { KillPlan, type KillStep, nameStep } from './kill-plan.ts';
import { Life } from './life.ts';
import { lookFromOutside } from './look-from-outside.ts';
import { Random } from './random.ts';
import type { ChaosReport } from './report.ts';
import { Storm } from './storm.ts';

export interface ChaosOptions {
  readonly kills: number;
  readonly seed: number;
  /** How long everything may take to come to rest after the last kill. */
  readonly drainMs: number;
  /** How long a life may take, once it listens to people, that does not come to its named step. */
  readonly longestLifeMs: number;
  /** Where it keeps its books; a SQLite file of the world when left out. */
  readonly databaseUrl?: string | undefined;
  readonly tell?: (line: string) => void;
}

const askEveryMs = 170;
const mostOpen = 25;
/** Discord takes a first answer for three seconds. */
const unheardAfterMs = 6_000;
const quietMs = 2_500;
/** On PostgreSQL a start waits until the dead process counts as dead before it is connected. */
const longestStartMs = 40_000;

/** Beyond the moment in which it is killed. */
const longestDeathMs = 30_000;
/** A supervisor that gives up on what cannot stay up. */
const mostFailedStarts = 5;

/** Kills Easel again and again while people keep asking, lets everything come to rest, and looks at what became of it. */
export class ChaosRun {
  readonly #options: ChaosOptions;
  readonly #plan: KillPlan;
  readonly #storm: Storm;
  readonly #chance: Random;
  readonly #closed = new Set<number>();
  readonly #errors = new Map<string, number>();
  readonly #endedByItself: string[] = [];
  #crowd: Crowd | undefined;
  #describers: Describers | undefined;
  #life: Life | undefined;
  #lives = 0;
  #kills = 0;
  #lastCallAtMs = 0;
  /** The present life listens to people. */
  #awake = Promise.withResolvers<void>();

  constructor(options: ChaosOptions) {
    this.#options = options;
    this.#chance = new Random(options.seed);
    this.#plan = new KillPlan(this.#chance.branch(), options.longestLifeMs);
    this.#storm = new Storm(this.#chance.branch(), this.#plan);
  }

  async run(): Promise<ChaosReport> {
    const startedAtMs = Date.now();
    const world = await createChaosWorld(this.#options.databaseUrl, {
      life: () => this.#lives,
      troubleFor: (exchange) => {
        if (exchange.call === 'telegram getUpdates') this.#awake.resolve();
        return this.#storm.troubleFor(exchange);
      },
      dropsUpload: () => this.#storm.dropsUpload(),
      kill: (why) => this.#life?.kill(why),
      onOver: (exchange) => this.#note(exchange),
    });
    try {
      const crowd = new Crowd(world, this.#chance.branch());
      this.#crowd = crowd;
      const describers = new Describers(world, { unheardAfterMs });
      this.#describers = describers;
      const asking = setInterval(() => this.#ask(crowd), askEveryMs);
      try {
        while (this.#kills < this.#options.kills) await this.#live(world);
      } finally {
        clearInterval(asking);
      }
      const stopped = await this.#drain(world, crowd);
      return {
        ...(await lookFromOutside(world, crowd)),
        described: describers.report(),
        links: crowd.linkers.links,
        seed: this.#options.seed,
        seconds: (Date.now() - startedAtMs) / 1_000,
        kills: this.#kills,
        restarts: this.#lives - 1,
        killsByStep: this.#plan.met,
        neverMet: this.#plan.neverMet,
        troubles: this.#storm.struck,
        endedByItself: this.#endedByItself,
        errors: this.#errors,
        stopped,
        books: await readBooks(databaseOf(world.environment)),
      };
    } finally {
      await this.#life?.program.dispose();
      await world.close();
    }
  }

  get #longestMs(): number {
    return longestStartMs + this.#options.longestLifeMs + longestDeathMs;
  }

  /** One life of the process, up to its death. */
  async #live(world: ChaosWorld): Promise<void> {
    const step = this.#plan.next();
    const life = this.#begin(world, step);
    const ending = new AbortController();
    void this.#endLater(life, step, ending.signal);
    const dropping = setTimeout(() => this.#dropLines(world), this.#chance.between(1_000, 4_000));
    try {
      const { why, code, errors, stderr } = await life.ended(this.#longestMs);
      for (const error of errors) this.#errors.set(error, (this.#errors.get(error) ?? 0) + 1);
      if (why === undefined) {
        this.#endedByItself.push(`with ${code}: ${stderr.slice(0, 500)} ${errors.at(-1) ?? ''}`);
        if (this.#endedByItself.length > mostFailedStarts)
          throw new Error(`It does not stay up:\n${this.#endedByItself.join('\n')}`);
        return;
      }
      this.#kills += 1;
      this.#plan.died(why);
      if (why !== nameStep(step)) this.#plan.putBack(step);
      this.#options.tell?.(`${this.#kills} ${why}${why === nameStep(step) ? '' : ` (${nameStep(step)})`}`);
    } finally {
      ending.abort();
      clearTimeout(dropping);
    }
  }

  /** A busy machine takes long to start a process, and nothing that is asked meanwhile shakes it. */
  async #endLater(life: Life, step: KillStep, signal: AbortSignal): Promise<void> {
    const { longestLifeMs } = this.#options;
    const { afterMs, countsFrom } =
      step.kind === 'moment' ? step : { afterMs: longestLifeMs, countsFrom: 'awake' };
    try {
      if (countsFrom === 'awake')
        await Promise.race([this.#awake.promise, delay(longestStartMs, undefined, { signal })]);
      await delay(afterMs, undefined, { signal });
      life.kill('at any moment');
    } catch {
      // It ended before.
    }
  }

  #begin(world: ChaosWorld, step: KillStep | undefined): Life {
    this.#lives += 1;
    this.#awake = Promise.withResolvers();
    this.#storm.step = step;
    this.#life = new Life(world.environment, step);
    return this.#life;
  }

  /** Connections that were open break, or the gateway asks for a new one. */
  #dropLines({ discord, telegram }: ChaosWorld): void {
    const drops = {
      'gateway dropped': () => discord.gateway.dropConnections(),
      'gateway closed': () => discord.gateway.closeConnections(4_000),
      'gateway asked to reconnect': () => discord.gateway.askToReconnect(),
      'gateway session lost': () => discord.gateway.invalidateSessions(false),
      'Telegram connections dropped': () => telegram.cutConnections(),
      nothing: () => undefined,
    };
    const kind = this.#chance.pick(Object.keys(drops) as (keyof typeof drops)[]);
    if (kind !== 'nothing') this.#storm.countDrop(kind);
    drops[kind]();
  }

  #ask(crowd: Crowd): void {
    crowd.act({ mayAsk: this.#openOf(crowd).length < mostOpen });
    this.#describers?.act();
  }

  #openOf(crowd: Crowd) {
    const unheardBeforeMs = Date.now() - unheardAfterMs;
    return crowd.asked.filter((one) => {
      // A refusal does not say what it is about.
      if (this.#closed.has(one.number) || (one.platform === 'telegram' && one.isImpossible)) return false;
      const isUnheard = one.platform === 'discord' && one.handle.interaction.answer === undefined;
      return !(isUnheard && one.atMs < unheardBeforeMs);
    });
  }

  #note({ service, call, body, fate, status }: Exchange): void {
    if (call !== 'telegram getUpdates') this.#lastCallAtMs = Date.now();
    if (call === 'runware imageInference')
      for (const number of markersIn(body)) this.#crowd?.painting(number);
    const arrived = fate !== 'never-arrived' && (status ?? 500) < 300;
    if (service === 'runware' || !arrived || tellsProgress(body) || tellsQuestion(body)) return;
    for (const number of markersIn(body)) this.#closed.add(number);
  }

  /** No more trouble: everything that is open ends. True when the process then stopped as asked. */
  async #drain(world: ChaosWorld, crowd: Crowd): Promise<boolean> {
    this.#storm.isOver = true;
    for (const wire of Object.values(world.wires)) wire.releaseHeld();
    const life = this.#begin(world, undefined);
    const endsAtMs = Date.now() + this.#options.drainMs;
    while (Date.now() < endsAtMs && !(await this.#isAtRest(world, crowd))) {
      if (life.program.isOver) throw new Error(`It ended by itself in peace:\n${life.program.stdout}`);
      crowd.presses.fillIn();
      crowd.presses.insistOnDeleting();
      await delay(200);
    }
    for (const { number } of this.#openOf(crowd)) this.#options.tell?.(`still open: wish ${number}`);
    life.program.signal('SIGTERM');
    const { code, errors } = await life.ended();
    for (const error of errors) this.#errors.set(error, (this.#errors.get(error) ?? 0) + 1);
    return code === 0;
  }

  async #isAtRest({ environment, telegram }: ChaosWorld, crowd: Crowd): Promise<boolean> {
    const quietForMs = Date.now() - this.#lastCallAtMs;
    if (quietForMs < quietMs || telegram.pendingUpdates.length > 0) return false;
    if ((await readBooks(databaseOf(environment))).unfinished.length > 0) return false;
    // What Easel itself believes to be over will not be answered any more.
    const open = this.#openOf(crowd).length + (this.#describers?.open ?? 0);
    return open === 0 || quietForMs > 3 * quietMs;
  }
}

function databaseOf({ DATABASE_URL: path }: Readonly<Record<string, string>>): string {
  if (path === undefined) throw new Error('Expected the environment to name the database');
  return path;
}
