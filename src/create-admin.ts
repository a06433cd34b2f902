import { resolve } from 'node:path';
import type { AdminTools } from './commands/admin/admin-verb.ts';
import { createWording } from './commands/create-wording.ts';
import type { Config } from './config/config.ts';
import { StoredBudgets } from './core/budgets.ts';
import type { ProcessAtWork } from './core/condition.ts';
import { Calendar } from './core/limits/calendar.ts';
import { StoredAuditLog } from './core/rules/audit-log.ts';
import { StoredBans } from './core/rules/bans.ts';
import { StoredHouseRules } from './core/rules/house-rules.ts';
import { exists } from './core/storage/exists.ts';
import { LedgerUsageReports } from './core/usage-report.ts';
import { createAnnouncements } from './create-announcements.ts';
import { createHouse } from './create-house.ts';
import { createLog } from './log.ts';
import { openCatalog } from './open-catalog.ts';
import { openDatabaseBeside } from './open-database.ts';
import { openImageModel } from './open-image-model.ts';
import { StartupProblem } from './startup-problem.ts';

export interface Admin {
  readonly tools: AdminTools;
  close(): Promise<void>;
}

export interface AdminOptions {
  readonly nodeVersion: string;
  readonly now: () => number;
}

/**
 * Lets somebody at a shell decide what people in the chats decide, in short transactions, whether a bot is at work or not.
 * It claims nothing and sends nothing: whatever has to be sent, the bot at work finds in the database within a second.
 *
 * @throws StartupProblem when the database cannot be used.
 */
export async function openAdmin(config: Config, { nodeVersion, now }: AdminOptions): Promise<Admin> {
  const { adminIds, database, secrets, timeZone } = config;
  if (database.kind === 'sqlite' && !(await exists(database.path))) {
    throw new StartupProblem(
      `DATABASE_URL: there is no database at ${resolve(database.path)} yet. Start Easel once, or look whether this is the right folder.`,
      78,
    );
  }
  const log = createLog({ level: 'silent', secrets });
  const catalog = await openCatalog(config);
  const opened = await openDatabaseBeside(database, { log, now });
  const { storage } = opened;
  const model = await openModel(config, { catalog, log });
  const calendar = new Calendar(timeZone);
  const atWork: ProcessAtWork = {
    kind: opened.isBotAtWork === undefined ? 'unknown' : opened.isBotAtWork ? 'another' : 'none',
  };
  const house = createHouse({
    core: {
      rules: new StoredHouseRules({ storage, now }),
      bans: new StoredBans({ storage, adminIds, endedUnpaid: () => {}, now }),
      auditLog: new StoredAuditLog({ storage }),
      budgets: new StoredBudgets({ storage, calendar, now }),
      announcements: createAnnouncements({ storage, now }),
      usageReports: new LedgerUsageReports({ storage, calendar, now }),
      providerPause: () => undefined,
    },
    adminIds,
    storage,
    model,
    platforms: () => [],
    atWork,
    nodeVersion,
    log,
  });
  const wording = createWording({ catalog, isSandbox: false, timeZone, now });
  return { tools: { house, catalog, wording, now }, close: opened.close };
}

/** The sandbox has no account to ask for. */
async function openModel(
  { runware }: Config,
  tools: Parameters<typeof openImageModel>[1],
): Promise<Parameters<typeof createHouse>[0]['model']> {
  if (runware !== 'sandbox') return (await openImageModel(runware, tools)).model;
  return { isLeftAlone: false, checkAccount: async () => ({ balanceDollars: undefined }) };
}
