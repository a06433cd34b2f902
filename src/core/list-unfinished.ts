import type { GenerationStatus } from './courier.ts';
import { unfinishedStates } from './generation.ts';
import type { StorageTransaction } from './storage/storage.ts';

/** What a person has under way and how far it is, oldest first. */
export async function listUnfinished(
  { generations, line }: StorageTransaction,
  { isPaused, personId }: { readonly personId: string; readonly isPaused: boolean },
): Promise<readonly GenerationStatus[]> {
  const limit = Number.MAX_SAFE_INTEGER;
  const statuses: GenerationStatus[] = [];
  for (const generation of await generations.list({ states: unfinishedStates, personId, limit })) {
    const hasPlace = generation.state === 'accepted' || generation.state === 'waiting';
    statuses.push({ generation, ahead: hasPlace ? await line.ahead(generation) : undefined, isPaused });
  }
  return statuses;
}
