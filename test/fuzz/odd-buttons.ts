import type { Random } from '../chaos/random.ts';

/** What only those who keep order may press, and what only the person itself may. */
const guarded = ['report-keep', 'report-delete', 'report-ban', 'remove', 'cancel', 'admin', 'join'];

/** The id of a button that nobody has shown: one that was, for something else. */
export function misappropriated(id: string, random: Random): string {
  return id.replace(/^e1:[a-z-]+/, `e1:${random.pick(guarded)}`);
}
