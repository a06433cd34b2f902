import type { Account } from './account.ts';
import type { GenerationStatus } from './courier.ts';
import { unfinishedStates } from './generation-state.ts';
import type { StorageTransaction } from './storage/storage.ts';

/** What a person has under way and how far it is, oldest first. */
export async function listUnfinished(
  { generations, line }: StorageTransaction,
  {
    account,
    ...pauses
  }: { readonly account: Account } & Required<Pick<GenerationStatus, 'isPaused' | 'isPausedByHand'>>,
): Promise<readonly GenerationStatus[]> {
  const limit = Number.MAX_SAFE_INTEGER;
  const statuses: GenerationStatus[] = [];
  for (const generation of await generations.list({
    states: unfinishedStates,
    accountId: account.id,
    limit,
  })) {
    if (generation.draftOf !== undefined || !account.people.includes(generation.personId)) continue;
    const hasPlace = generation.state === 'accepted' || generation.state === 'waiting';
    statuses.push({ generation, ahead: hasPlace ? await line.ahead(generation) : undefined, ...pauses });
  }
  return statuses;
}
