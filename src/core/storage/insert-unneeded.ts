import type { Transaction } from 'kysely';
import { storableKey } from './storable.ts';
import type { Tables } from './tables.ts';

/** Notes keys of files that no picture names. */
export async function insertUnneeded(
  transaction: Transaction<Tables>,
  keys: readonly string[],
): Promise<void> {
  if (keys.length === 0) return;
  await transaction
    .insertInto('unneeded_files')
    .values(keys.map((key) => ({ key: storableKey('key', key) })))
    .onConflict((conflict) => conflict.column('key').doNothing())
    .execute();
}
