import type { Transaction } from 'kysely';
import { placeSubject } from '../limits/budget-subject.ts';
import type { BotRules, PlaceRules, StandingRules } from '../rules/place-rules.ts';
import { parseBotRules, parsePlaceRules } from '../rules/place-rules.ts';
import type { RuleScope } from '../rules/rule-scope.ts';
import { prepared } from './prepared.ts';
import type { RuleRecords, RulesOfPlace } from './rule-records.ts';
import { storableKey } from './storable.ts';
import type { Tables } from './tables.ts';
import type { TransactionScope } from './transaction-scope.ts';

const findRules = prepared((transaction, { scope }: { scope: RuleScope }) => selectRules(transaction, scope));

export class KyselyRuleRecords implements RuleRecords {
  readonly #scope: TransactionScope;

  constructor(scope: TransactionScope) {
    this.#scope = scope;
  }

  of(placeId: string): Promise<StandingRules> {
    return this.#scope.run(async (transaction) => {
      const scope = placeSubject(placeId);
      const rows = await findRules(transaction, { scope });
      const rulesOf = (wanted: RuleScope): unknown =>
        JSON.parse(rows.find((row) => row.scope === wanted)?.rules ?? '{}');
      return { bot: parseBotRules(rulesOf('bot')), place: parsePlaceRules(rulesOf(scope)) };
    });
  }

  ofPlaces(limit: number): Promise<readonly RulesOfPlace[]> {
    return this.#scope.run(async (transaction) => {
      const rows = await selectRulesOfPlaces(transaction).limit(limit).execute();
      return rows.map(({ rules, scope }) => ({
        placeId: scope.slice('place:'.length),
        rules: parsePlaceRules(JSON.parse(rules)),
      }));
    });
  }

  putBot(rules: BotRules): Promise<void> {
    return this.#put('bot', rules);
  }

  putPlace(placeId: string, rules: PlaceRules): Promise<void> {
    return this.#put(placeSubject(placeId), rules);
  }

  #put(scope: RuleScope, rules: BotRules | PlaceRules): Promise<void> {
    return this.#scope.run(async (transaction) => {
      const columns = { rules: JSON.stringify(rules) };
      await transaction
        .insertInto('rules')
        .values({ scope: storableKey('scope', scope), ...columns })
        .onConflict((conflict) => conflict.column('scope').doUpdateSet(columns))
        .execute();
    });
  }
}

/** By one look-up in the primary key. */
export function selectRules(transaction: Transaction<Tables>, scope: RuleScope) {
  return transaction.selectFrom('rules').select(['scope', 'rules']).where('scope', 'in', ['bot', scope]);
}

/** Along the primary key. What was taken back leaves rules without a single one. */
export function selectRulesOfPlaces(transaction: Transaction<Tables>) {
  return transaction
    .selectFrom('rules')
    .selectAll()
    .where('scope', '<>', 'bot')
    .where('rules', '<>', '{}')
    .orderBy('scope');
}
