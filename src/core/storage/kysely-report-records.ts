import { type ExpressionBuilder, type Selectable, sql, type Transaction } from 'kysely';
import { draftSourceKey } from '../draft.ts';
import type { Report } from '../moderation/report.ts';
import type { ReportRecords } from './report-records.ts';
import { storableInteger, storableKey, storableOptionalInteger } from './storable.ts';
import type { Tables } from './tables.ts';
import type { TransactionScope } from './transaction-scope.ts';

export class KyselyReportRecords implements ReportRecords {
  readonly #scope: TransactionScope;

  constructor(scope: TransactionScope) {
    this.#scope = scope;
  }

  add(report: Report): Promise<boolean> {
    return this.#scope.run(async (transaction) => {
      const { numInsertedOrUpdatedRows } = await transaction
        .insertInto('reports')
        .values(toRow(report))
        .onConflict((conflict) => conflict.column('generation_id').doNothing())
        .executeTakeFirst();
      return numInsertedOrUpdatedRows === 1n;
    });
  }

  find(generationId: string): Promise<Report | undefined> {
    return this.#scope.run(async (transaction) => {
      const row = await transaction
        .selectFrom('reports')
        .selectAll()
        .where('generation_id', '=', generationId)
        .executeTakeFirst();
      return row && toReport(row);
    });
  }

  put(report: Report): Promise<void> {
    return this.#scope.run(async (transaction) => {
      const { generation_id: generationId, ...columns } = toRow(report);
      await transaction
        .updateTable('reports')
        .set(columns)
        .where('generation_id', '=', generationId)
        .execute();
    });
  }

  outdateOf({ nowMs, people }: { people: readonly string[]; nowMs: number }): Promise<void> {
    return this.#scope.run(async (transaction) => {
      await transaction
        .updateTable('reports')
        .set({ attempts: 0, due_at_ms: storableInteger('nowMs', nowMs) })
        .where(({ eb, or }) => or([eb('shown_at', 'is not', null), eb('due_at_ms', 'is not', null)]))
        .where('generation_id', 'in', ({ selectFrom }) =>
          selectFrom('generations').select('id').where('person_id', 'in', people),
        )
        .execute();
    });
  }

  countBy({ afterMs, reporterId }: { reporterId: string; afterMs: number }): Promise<number> {
    return this.#scope.run(async (transaction) => {
      const { count } = await selectReportsBy(transaction, { afterMs, reporterId }).executeTakeFirstOrThrow();
      return Number(count);
    });
  }

  unseen(): Promise<number> {
    return this.#scope.run(async (transaction) => {
      const { count } = await transaction
        .selectFrom('reports')
        .select(({ fn }) => fn.countAll().as('count'))
        .where('due_at_ms', 'is not', null)
        .where('shown_at', 'is', null)
        .where('attempts', '>', 0)
        .executeTakeFirstOrThrow();
      return Number(count);
    });
  }

  forgetUnseeable(nowMs: number): Promise<void> {
    return this.#scope.run(async (transaction) => {
      await transaction
        .updateTable('reports')
        .set({ due_at_ms: null })
        .where('generation_id', 'in', selectUnseeableReports(transaction, nowMs))
        .execute();
    });
  }

  due(query: { readonly nowMs: number; readonly limit: number }): Promise<readonly Report[]> {
    return this.#scope.run(async (transaction) =>
      (await selectDueReports(transaction, query).execute()).map(toReport),
    );
  }
}

export function selectReportsBy(
  transaction: Transaction<Tables>,
  { afterMs, reporterId }: { readonly reporterId: string; readonly afterMs: number },
) {
  return transaction
    .selectFrom('reports')
    .select(({ fn }) => fn.countAll().as('count'))
    .where('reporter_id', '=', reporterId)
    .where('at_ms', '>', afterMs);
}

export function selectDueReports(
  transaction: Transaction<Tables>,
  { limit, nowMs }: { readonly nowMs: number; readonly limit: number },
) {
  return transaction
    .selectFrom('reports')
    .innerJoin('generations', 'generations.id', 'reports.generation_id')
    .selectAll('reports')
    .where('reports.due_at_ms', '<=', nowMs)
    .where((expression) =>
      expression.or([
        // As an expression, or the planners walk all that was ever delivered.
        sql<boolean>`generations.state || '' in ('delivered', 'undeliverable')`,
        isShownByDraft(expression),
      ]),
    )
    .orderBy('reports.due_at_ms')
    .limit(limit);
}

export function selectUnseeableReports(transaction: Transaction<Tables>, nowMs: number) {
  return transaction
    .selectFrom('reports')
    .innerJoin('generations', 'generations.id', 'reports.generation_id')
    .select('reports.generation_id')
    .where('reports.due_at_ms', '<=', nowMs)
    .where('reports.shown_at', 'is', null)
    .where(endedWithoutPictures)
    .where((expression) => expression.not(hasKeptDraft(expression)));
}

const endedWithoutPictures = sql<boolean>`generations.state || '' in ('failed', 'cancelled', 'expired')`;

/** Whether it ended without pictures, and people see a draft of it, or moderators did. */
function isShownByDraft(expression: ExpressionBuilder<Tables, 'generations' | 'reports'>) {
  const { and, eb, or } = expression;
  return and([endedWithoutPictures, or([eb('reports.shown_at', 'is not', null), hasKeptDraft(expression)])]);
}

function hasKeptDraft({
  exists,
  selectFrom,
}: Pick<ExpressionBuilder<Tables, 'generations'>, 'exists' | 'selectFrom'>) {
  return exists(
    selectFrom('generations as drafts')
      .select('drafts.id')
      .where('drafts.source_key', '=', sql<string>`${draftSourceKey('')} || generations.id`)
      .where('drafts.kept_bytes', '>', 0),
  );
}

function toRow(report: Report) {
  return {
    generation_id: storableKey('generationId', report.generationId),
    place_id: storableKey('placeId', report.placeId),
    reason: report.reason,
    reporter_id: report.reporterId === undefined ? null : storableKey('reporterId', report.reporterId),
    at_ms: storableInteger('atMs', report.atMs),
    verdict: report.verdict ?? null,
    decided_by_id: report.decidedById === undefined ? null : storableKey('decidedById', report.decidedById),
    shown_at: report.shownAt === undefined ? null : JSON.stringify(report.shownAt),
    attempts: storableInteger('attempts', report.attempts),
    due_at_ms: storableOptionalInteger('dueAtMs', report.dueAtMs),
  };
}

function toReport(row: Selectable<Tables['reports']>): Report {
  return {
    generationId: row.generation_id,
    placeId: row.place_id,
    reason: row.reason,
    reporterId: row.reporter_id ?? undefined,
    atMs: row.at_ms,
    verdict: row.verdict ?? undefined,
    decidedById: row.decided_by_id ?? undefined,
    shownAt: row.shown_at === null ? undefined : JSON.parse(row.shown_at),
    attempts: row.attempts,
    dueAtMs: row.due_at_ms ?? undefined,
  };
}
