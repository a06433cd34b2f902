import type { Allotment, Grant } from '../allotment.ts';
import type { StorageTransaction } from '../storage/storage.ts';
import type { StandardBudgets } from './admission.ts';
import type { Balance } from './balance.ts';
import type { Measure } from './budget.ts';
import { perPeriod, resolveBudget } from './budget.ts';
import type { BudgetSubject, PersonSubject } from './budget-subject.ts';
import { personSubject, placeSubject, roleSubject } from './budget-subject.ts';
import { monthOf } from './calendar.ts';
import { addGrants } from './grants.ts';
import type { Purse } from './purse.ts';

/** Who pays for a request. */
export interface Payers {
  /** Everybody who shares the person's budget, as `platform:id`; at least the person. */
  readonly people: readonly string[];
  /** Undefined in a private chat, which no budget is for. */
  readonly sharedPlaceId: string | undefined;
  /** What the person is there, as `platform:id`. */
  readonly roles: readonly string[];
}

/** Who asks, and where. */
export interface Asker {
  readonly personId: string;
  readonly placeId: string;
  readonly isPrivateChat: boolean;
  readonly roles?: readonly string[] | undefined;
}

/** @param people everybody who shares the asker's budget, the asker included */
export function payersOf({ isPrivateChat, placeId, roles = [] }: Asker, people: readonly string[]): Payers {
  return { people, sharedPlaceId: isPrivateChat ? undefined : placeId, roles };
}

export interface PurseQuery {
  readonly payers: Payers;
  readonly standard: StandardBudgets;
  /** As in `2026-11-22`. */
  readonly day: string;
  readonly nowMs: number;
}

/**
 * The purses that pay for a request, the narrowest first: the person's, the place's, the bot's. Two look-ups, and one more
 * for whoever has a grant.
 */
export async function readPurses(
  { allotments, ledger }: Pick<StorageTransaction, 'allotments' | 'ledger'>,
  { day, nowMs, payers, standard }: PurseQuery,
): Promise<readonly [person: Purse, ...shared: Purse[]]> {
  const people = payers.people.map(personSubject);
  const roles = payers.roles.map(roleSubject);
  const place = payers.sharedPlaceId === undefined ? [] : [placeSubject(payers.sharedPlaceId)];
  const periods = [day, monthOf(day)];
  const [allotted, balances] = await Promise.all([
    allotments.of(['bot', ...people, ...place, ...roles]),
    ledger.balances({ subjects: ['bot', ...people, ...place], periods }),
  ]);
  const said = (subjects: readonly BudgetSubject[]) =>
    subjects.map((subject) => allotted.get(subject)?.budget).filter((budget) => budget !== undefined);
  const open = (holder: Purse['holder'], subjects: readonly BudgetSubject[]): Purse => {
    const own = balances.filter(({ subject }) => subjects.includes(subject));
    const layers = { own: said(subjects), roles: holder === 'person' ? said(roles) : [] };
    const limit = resolveBudget({ ...layers, standard: standard[holder] });
    return { holder, limit, ...sumsOf(own, { day, holder }) };
  };

  const own = open('person', people);
  const grants = grantsOf(people, allotted).filter(({ untilMs }) => untilMs > nowMs);
  const limit = await addGrants(ledger, { budget: own.limit, day, grants, people });
  return [{ ...own, limit }, ...place.map((subject) => open('place', [subject])), open('bot', ['bot'])];
}

function grantsOf(
  people: readonly PersonSubject[],
  allotted: ReadonlyMap<BudgetSubject, Allotment>,
): readonly Grant[] {
  return people.map((subject) => allotted.get(subject)?.grant).filter((grant) => grant !== undefined);
}

function sumsOf(
  balances: readonly Balance[],
  { day, holder }: { readonly day: string; readonly holder: Purse['holder'] },
) {
  const within = (name: string) => balances.filter(({ period }) => period === name);
  const balancesOf = { day: within(day), month: within(monthOf(day)) };
  const sumBy = (read: (balance: Balance, measure: Measure) => number) =>
    perPeriod((period, measure) =>
      balancesOf[period].reduce((sum, balance) => sum + read(balance, measure), 0),
    );
  const paid = holder === 'person' ? 'chargedMicros' : 'spentMicros';
  return {
    used: sumBy((balance, measure) => (measure === 'micros' ? balance[paid] : balance.pictures)),
    reserved: sumBy(({ reservedMicros, reservedPictures }, measure) =>
      measure === 'micros' ? reservedMicros : reservedPictures,
    ),
  };
}
