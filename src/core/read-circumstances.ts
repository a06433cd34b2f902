import type { Account } from './account.ts';
import type { GenerationRequest } from './generation-request.ts';
import type { StandardBudgets } from './limits/admission.ts';
import type { Purse } from './limits/purse.ts';
import { payersOf, readPurses } from './limits/read-purses.ts';
import type { Load } from './load.ts';
import type { HouseCircumstances } from './rules/judge.ts';
import type { StorageTransaction } from './storage/storage.ts';

export interface CircumstancesQuery {
  readonly request: GenerationRequest;
  readonly account: Account;
  /** Which the generation is going to have. */
  readonly id: string;
  readonly standard: StandardBudgets;
  /** As in `2026-11-22`. */
  readonly day: string;
  readonly nowMs: number;
}

/** Everything outside a request that its acceptance depends on, in one moment. */
export interface RequestCircumstances {
  readonly house: HouseCircumstances;
  /** Of the account. */
  readonly load: Load;
  /** All that have to pay, the narrowest first. */
  readonly purses: readonly Purse[];
  /** How many would start before it. */
  readonly ahead: number;
}

/** Asks for all of it at once, whether it comes to matter or not: the way to a database is longer than its answers. */
export async function readCircumstances(
  { bans, generations, line, rules, ...others }: StorageTransaction,
  { account, day, id, nowMs, request, standard }: CircumstancesQuery,
): Promise<RequestCircumstances> {
  const { placeId } = request;
  const { id: accountId, sharing } = account;
  const payers = payersOf(request, sharing);
  const [standing, banned, load, purses, ahead] = await Promise.all([
    rules.of(placeId),
    bans.against({ people: sharing, placeId }),
    generations.load(accountId),
    readPurses(others, { payers, standard, day, nowMs }),
    line.ahead({ accountId, id }),
  ]);
  return { house: { rules: standing, bans: banned, sharing, nowMs }, load, purses, ahead };
}
