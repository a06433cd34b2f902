import type { Address } from '../core/address.ts';
import type { Condition } from '../core/condition.ts';
import type { Generation } from '../core/generation.ts';
import type { StoredPicture } from '../core/pictures/picture-store.ts';
import type { NumberedAuditEntry } from '../core/rules/audit-entry.ts';
import type { Ban } from '../core/rules/ban.ts';
import type { BotRules } from '../core/rules/place-rules.ts';
import type { RulesOfPlace } from '../core/storage/rule-records.ts';
import type { Storage } from '../core/storage/storage.ts';
import type { UsageReport, UsageReports } from '../core/usage-report.ts';
import type { PartStatus } from '../status/readiness.ts';
import type { Standing } from '../status/standing.ts';

export interface OperatorViewTools {
  readonly storage: Storage;
  readonly usageReports: UsageReports;
  /** What `/metrics` shows. */
  readonly readStanding: () => Promise<Standing>;
  /** What `/admin status` shows. */
  readonly readCondition: () => Promise<Condition>;
  readonly platforms: () => readonly PartStatus[];
  /** Whether everybody in a place of many sees what was sent to that address. */
  readonly isPublic: (address: Address) => boolean;
}

/** How Easel does, and what it did lately. */
export interface OperatorView {
  readonly budget: Standing['budget'];
  readonly condition: Condition;
  readonly platforms: readonly PartStatus[];
  readonly report: UsageReport;
  /** What was asked for last, the newest first. */
  readonly latest: readonly Generation[];
  readonly wall: readonly WallPicture[];
  readonly rules: BotRules;
  /** The first `mostPlaces` of those that have any. */
  readonly rulesOfPlaces: readonly RulesOfPlace[];
  readonly bans: readonly Ban[];
  readonly audit: readonly NumberedAuditEntry[];
}

interface WallPicture {
  readonly generation: Generation;
  readonly picture: StoredPicture;
}

const reportDays = 14;
/** Everybody else waits while they are read. */
const mostLatest = 500;
const mostOnWall = 24;
const mostAudit = 30;
const mostPlaces = 50;

/** Looks at everything that the page shows. */
export async function readOperatorView(tools: OperatorViewTools): Promise<OperatorView> {
  const { isPublic, platforms, readCondition, readStanding, storage, usageReports } = tools;
  const [condition, { budget }, report] = await Promise.all([
    readCondition(),
    readStanding(),
    usageReports.of(reportDays),
  ]);
  const stored = await storage.read(async ({ audit, bans, generations, pictures, rules }) => {
    const latest = await generations.newest(mostLatest);
    const wall: WallPicture[] = [];
    for (const generation of latest.filter((one) => mayHang(one, isPublic))) {
      if (wall.length >= mostOnWall) break;
      const results = await pictures.of(generation.id, 'result');
      wall.push(...results.map((picture) => ({ generation, picture })));
    }
    return {
      latest,
      wall: wall.slice(0, mostOnWall),
      rules: (await rules.of('')).bot,
      rulesOfPlaces: await rules.ofPlaces(mostPlaces),
      bans: await bans.list('bot'),
      audit: await audit.list({ scope: undefined, before: undefined, limit: mostAudit }),
    };
  });
  return { budget, condition, platforms: platforms(), report, ...stored };
}

/** A picture of the wall, by what it is asked for by; undefined when it does not hang there. */
export async function findOnWall(
  { generationId, position }: { readonly generationId: string; readonly position: number },
  { isPublic, storage }: Pick<OperatorViewTools, 'isPublic' | 'storage'>,
): Promise<StoredPicture | undefined> {
  return storage.read(async ({ generations, pictures }) => {
    const generation = await generations.find(generationId);
    if (generation === undefined || !mayHang(generation, isPublic)) return undefined;
    return (await pictures.of(generationId, 'result')).find((picture) => picture.position === position);
  });
}

/** Only what everybody in a place of many saw, uncovered, and nobody took away. */
function mayHang(
  { address, isPrivate, isSpoiler, removedAtMs, state }: Generation,
  isPublic: OperatorViewTools['isPublic'],
): boolean {
  return state === 'delivered' && !isPrivate && !isSpoiler && removedAtMs === undefined && isPublic(address);
}
