import { type Selectable, sql, type Transaction } from 'kysely';
import type { AuditEntry, AuditQuery, NumberedAuditEntry } from '../rules/audit-entry.ts';
import type { AuditRecords } from './rule-records.ts';
import { storableInteger, storableKey } from './storable.ts';
import type { Tables } from './tables.ts';
import type { TransactionScope } from './transaction-scope.ts';

export class KyselyAuditRecords implements AuditRecords {
  readonly #scope: TransactionScope;

  constructor(scope: TransactionScope) {
    this.#scope = scope;
  }

  append({ atMs, byId, deed, detail, scope, subject }: AuditEntry): Promise<void> {
    return this.#scope.run(async (transaction) => {
      await transaction
        .insertInto('audit')
        .values(({ selectFrom }) => ({
          number: selectFrom('audit').select(sql<number>`coalesce(max(number), 0) + 1`.as('next')),
          at_ms: storableInteger('atMs', atMs),
          by_id: storableKey('byId', byId),
          scope: storableKey('scope', scope),
          deed,
          subject: subject === undefined ? null : storableKey('subject', subject),
          detail: JSON.stringify(detail),
        }))
        .execute();
    });
  }

  list(query: AuditQuery): Promise<readonly NumberedAuditEntry[]> {
    return this.#scope.run(async (transaction) =>
      (await selectAudit(transaction, query).execute()).map(toEntry),
    );
  }
}

export function selectAudit(transaction: Transaction<Tables>, { before, limit, scope }: AuditQuery) {
  return transaction
    .selectFrom('audit')
    .selectAll()
    .$if(scope !== undefined, (query) => query.where('scope', '=', scope ?? 'bot'))
    .$if(before !== undefined, (query) => query.where('number', '<', before ?? 0))
    .orderBy('number', 'desc')
    .limit(limit);
}

function toEntry(row: Selectable<Tables['audit']>): NumberedAuditEntry {
  return {
    number: row.number,
    atMs: row.at_ms,
    byId: row.by_id,
    scope: row.scope,
    deed: row.deed,
    subject: row.subject ?? undefined,
    detail: JSON.parse(row.detail),
  };
}
