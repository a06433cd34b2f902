import type { Generation } from '../generation.ts';
import type { StorageTransaction } from '../storage/storage.ts';
import { newReport } from './report.ts';

/** Moderators are told once there is something to be seen. */
export async function flag(
  { reports }: StorageTransaction,
  { acceptedAtMs: atMs, id: generationId, placeId }: Generation,
): Promise<void> {
  await reports.add(newReport({ generationId, placeId, reason: 'words', reporterId: undefined, atMs }));
}
