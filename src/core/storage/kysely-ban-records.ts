import type { Selectable, Transaction } from 'kysely';
import { placeSubject } from '../limits/budget-subject.ts';
import type { Ban } from '../rules/ban.ts';
import type { RuleScope } from '../rules/rule-scope.ts';
import { prepared } from './prepared.ts';
import type { BanRecords } from './rule-records.ts';
import { storableInteger, storableKey, storableOptionalInteger } from './storable.ts';
import type { Tables } from './tables.ts';
import type { TransactionScope } from './transaction-scope.ts';

const findBansAgainst = prepared(selectBansAgainst);

export class KyselyBanRecords implements BanRecords {
  readonly #scope: TransactionScope;

  constructor(scope: TransactionScope) {
    this.#scope = scope;
  }

  put({ atMs, byId, personId, reason, scope, untilMs }: Ban): Promise<void> {
    return this.#scope.run(async (transaction) => {
      const columns = {
        by_id: storableKey('byId', byId),
        reason: JSON.stringify(reason),
        at_ms: storableInteger('atMs', atMs),
        until_ms: storableOptionalInteger('untilMs', untilMs),
      };
      await transaction
        .insertInto('bans')
        .values({
          person_id: storableKey('personId', personId),
          scope: storableKey('scope', scope),
          ...columns,
        })
        .onConflict((conflict) => conflict.columns(['person_id', 'scope']).doUpdateSet(columns))
        .execute();
    });
  }

  remove({ personId, scope }: Pick<Ban, 'scope' | 'personId'>): Promise<void> {
    return this.#scope.run(async (transaction) => {
      await transaction
        .deleteFrom('bans')
        .where('person_id', '=', personId)
        .where('scope', '=', scope)
        .execute();
    });
  }

  against({ people, placeId }: { people: readonly string[]; placeId: string }): Promise<readonly Ban[]> {
    return this.#scope.run(async (transaction) =>
      (await findBansAgainst(transaction, { people, scopes: ['bot', placeSubject(placeId)] })).map(toBan),
    );
  }

  of(people: readonly string[]): Promise<readonly Ban[]> {
    return this.#scope.run(async (transaction) => {
      const rows = await transaction
        .selectFrom('bans')
        .selectAll()
        .where('person_id', 'in', people)
        .orderBy('scope')
        .orderBy('person_id')
        .execute();
      return rows.map(toBan);
    });
  }

  list(scope: RuleScope): Promise<readonly Ban[]> {
    return this.#scope.run(async (transaction) =>
      (await selectBansIn(transaction, scope).execute()).map(toBan),
    );
  }
}

/** By one look-up in the primary key. */
export function selectBansAgainst(
  transaction: Transaction<Tables>,
  { people, scopes }: { readonly people: readonly string[]; readonly scopes: readonly RuleScope[] },
) {
  return transaction
    .selectFrom('bans')
    .select(['scope', 'person_id', 'by_id', 'reason', 'at_ms', 'until_ms'])
    .where('person_id', 'in', people)
    .where('scope', 'in', scopes);
}

export function selectBansIn(transaction: Transaction<Tables>, scope: RuleScope) {
  return transaction
    .selectFrom('bans')
    .selectAll()
    .where('scope', '=', scope)
    .orderBy('at_ms', 'desc')
    .orderBy('person_id');
}

function toBan(row: Selectable<Tables['bans']>): Ban {
  return {
    scope: row.scope,
    personId: row.person_id,
    byId: row.by_id,
    reason: JSON.parse(row.reason),
    atMs: row.at_ms,
    untilMs: row.until_ms ?? undefined,
  };
}
