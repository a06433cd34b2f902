import type { Painting } from '../core/gallery.ts';
import type { Generation } from '../core/generation.ts';

/**
 * What a button asks for: to `use` a result for something of one's own, to decide about one's `own` request, or to
 * `remove` it from sight.
 */
export type PressRight = 'use' | 'own' | 'remove';

/**
 * The one place that decides who may press what. A public result is there for everybody, at their own cost; what is
 * private, or still under way, belongs to its person; a moderator may take away what others can see.
 */
export async function mayPress(
  right: PressRight,
  {
    generation,
    owners,
  }: Pick<Painting, 'owners'> & {
    readonly generation: Pick<Generation, 'isPrivate' | 'placeId'>;
  },
  press: {
    readonly personId: string;
    readonly placeId: string;
    readonly mayModerate: () => Promise<boolean>;
  },
): Promise<boolean> {
  if (owners.includes(press.personId)) return true;
  if (generation.isPrivate) return false;
  switch (right) {
    case 'use':
      return true;
    case 'own':
      return false;
    case 'remove':
      return press.placeId === generation.placeId && (await press.mayModerate());
    default:
      return right satisfies never;
  }
}
