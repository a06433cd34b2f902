import { accountOf } from '../account.ts';
import type { Generation } from '../generation.ts';
import { placeSubject } from '../limits/budget-subject.ts';
import type { StorageTransaction } from '../storage/storage.ts';

/** Notes in the audit log that somebody deleted what was not their own. */
export async function noteDeletion(
  transaction: StorageTransaction,
  { atMs, byId, generation }: { byId: string; generation: Generation; atMs: number },
): Promise<void> {
  const { people } = await accountOf(transaction, generation.personId, atMs);
  if (people.includes(byId)) return;
  const scope = placeSubject(generation.placeId);
  const detail = { generationId: generation.id };
  await transaction.audit.append({
    atMs,
    byId,
    scope,
    deed: 'picture-deleted',
    subject: generation.personId,
    detail,
  });
}
