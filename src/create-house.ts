import { readFileSync } from 'node:fs';
import type { Condition, ProcessAtWork } from './core/condition.ts';
import { SvgPainter } from './core/drawing/svg-painter.ts';
import { GenerationFailure } from './core/failure.ts';
import type { ImageModel } from './core/image-model.ts';
import type { Log } from './core/log.ts';
import type { House } from './core/rules/house.ts';
import type { Storage } from './core/storage/storage.ts';
import type { Core } from './create-core.ts';
import type { PartStatus } from './status/readiness.ts';

export interface HouseOptions {
  readonly core: Pick<
    Core,
    'rules' | 'bans' | 'auditLog' | 'budgets' | 'announcements' | 'usageReports' | 'providerPause'
  >;
  readonly adminIds: readonly string[];
  readonly storage: Storage;
  readonly model: Pick<ImageModel, 'checkAccount' | 'isLeftAlone'>;
  /** How the platforms are, at this moment. */
  readonly platforms: () => readonly Pick<PartStatus, 'name' | 'isReady' | 'state'>[];
  readonly atWork: ProcessAtWork;
  readonly nodeVersion: string;
  readonly log: Log;
}

/** People wait for it. */
const balanceTimeoutMs = 1_200;

/** Puts together what a community is kept in order by. */
export function createHouse(options: HouseOptions): House {
  const { adminIds, core, log, model, nodeVersion, platforms, atWork, storage } = options;
  const { announcements, auditLog, bans, budgets, rules, usageReports } = core;
  return {
    adminIds,
    rules,
    bans,
    auditLog,
    budgets,
    announcements,
    usageReports,
    drawing: new SvgPainter({ log }),
    async condition(): Promise<Condition> {
      const balanceDollars = readBalance(model);
      const { bot, ...counted } = await storage.read(async (transaction) => ({
        bot: (await transaction.rules.of('')).bot,
        load: await transaction.generations.load(undefined),
        outbox: await transaction.generations.outbox(),
        unseenReports: await transaction.reports.unseen(),
      }));
      return {
        version: version(),
        nodeVersion,
        atWork,
        ...counted,
        isPausedByHand: bot.isPaused === true,
        providerPause: core.providerPause(),
        isProviderLeftAlone: model.isLeftAlone,
        balanceDollars: await balanceDollars,
        platforms: platforms().map(({ isReady, name, state }) => ({ isReady, name, state })),
      };
    },
  };
}

/** Undefined when the account does not tell, or not in time. */
async function readBalance(model: Pick<ImageModel, 'checkAccount'>): Promise<number | undefined> {
  try {
    return (await model.checkAccount(AbortSignal.timeout(balanceTimeoutMs))).balanceDollars;
  } catch (error) {
    const isLate = error instanceof Error && (error.name === 'TimeoutError' || error.name === 'AbortError');
    if (isLate || error instanceof GenerationFailure) return undefined;
    throw error;
  }
}

function version(): string {
  const file = JSON.parse(readFileSync(new URL('../package.json', import.meta.url), 'utf8'));
  return String(file.version);
}
