import type { Account } from './account.ts';
import type { Generation } from './generation.ts';
import { unfinishedStates } from './generation-state.ts';
import type { StorageTransaction } from './storage/storage.ts';

/** What a button asked for before and is not finished: two presses of one button at once are one wish. */
export async function findUnderWay(
  { generations }: StorageTransaction,
  { account, origin }: { readonly account: Account; readonly origin: string | undefined },
): Promise<Generation | undefined> {
  if (origin === undefined) return undefined;
  const query = { states: unfinishedStates, accountId: account.id, origin, limit: Number.MAX_SAFE_INTEGER };
  const pressed = await generations.list(query);
  return pressed.find(({ personId }) => account.people.includes(personId));
}
