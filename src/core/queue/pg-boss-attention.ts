import { PgBoss, type SendOptions } from 'pg-boss';
import type { Attention, Duties } from '../attention.ts';
import type { Log } from '../log.ts';

export interface PgBossAttentionOptions {
  /** A `postgres://` URL. */
  readonly url: string;
  readonly log: Log;
}

/** The jobs say no more than that somebody should look: which row it is about, the rows say. */
const line = 'line';
const sweep = 'sweep';

/** One announcement that nobody has taken up stands for any number of them; nobody needs it for long. */
const lookJobs = { policy: 'short', notify: true, retryLimit: 2, deleteAfterSeconds: 60 } as const;

/** A sweep whose process dies is given to another; one that fails again and again is kept to be looked at. */
const sweepJobs = {
  policy: 'exclusive',
  notify: true,
  retryLimit: 2,
  heartbeatSeconds: 30,
  expireInSeconds: 60 * 60,
} as const;
const failedSweeps = 'failed-sweeps';

const everyThreeHours = '0 */3 * * *';

/** How often is looked without an announcement, in case one was missed. */
const pollSeconds = 5;

/** Attention by jobs of pg-boss in the same PostgreSQL database (https://timgit.github.io/pg-boss/). */
export class PgBossAttention implements Attention {
  readonly #boss: PgBoss;
  #started: Promise<void> | undefined;

  /** Opens nothing yet. */
  constructor({ log, url }: PgBossAttentionOptions) {
    this.#boss = new PgBoss({
      connectionString: url,
      application_name: 'easel-attention',
      max: 3,
      useListenNotify: true,
      superviseIntervalSeconds: 15,
      monitorIntervalSeconds: 15,
    });
    this.#boss.on('error', (error) => log.error({ error }, 'the announcements of work are troubled'));
    this.#boss.on('warning', (warning) => log.warn({ warning: warning.message }, 'pg-boss warns'));
  }

  /** Opens its own part of the database, which is made or brought up to date where it has to be. */
  async open(): Promise<void> {
    await this.#boss.start();
    await this.#boss.createQueue(line, lookJobs);
    await this.#boss.createQueue(failedSweeps);
    await this.#boss.createQueue(sweep, { ...sweepJobs, deadLetter: failedSweeps });
  }

  /** Announces work by the commit of a transaction. */
  async announceWork(transaction: NonNullable<SendOptions['db']>): Promise<void> {
    await this.#boss.send(line, null, { db: transaction });
  }

  start(duties: Duties): Promise<void> {
    this.#started ??= this.#start(duties);
    return this.#started;
  }

  async stop(): Promise<void> {
    await Promise.all([this.#boss.offWork(line, { wait: true }), this.#boss.offWork(sweep, { wait: true })]);
  }

  async close(): Promise<void> {
    await this.#boss.stop({ graceful: false });
  }

  async #start({ lookAtLine, sweep: removeOld }: Duties): Promise<void> {
    const polling = { pollingIntervalSeconds: pollSeconds, notifyPollingIntervalSeconds: 30 };
    await this.#boss.work(line, polling, async () => lookAtLine());
    await this.#boss.work(sweep, polling, async () => removeOld());
    await this.#boss.schedule(sweep, everyThreeHours);
    await this.#boss.send(sweep, null);
  }
}
