import type { ReferenceSource } from '../../core/reference-source.ts';
import type { Action } from '../action.ts';
import { findPressed } from '../find-pressed.ts';
import { repaint } from '../repaint.ts';

/** Asks once more, as a new request, for what came to nothing: exactly the same, its seed included. */
export const retry: Action = {
  name: 'retry',
  async run(press, tools) {
    const pressed = await findPressed(press, 'own', tools);
    if (pressed.kind === 'reply') return pressed.reply;
    const { painting } = pressed;
    const { references: sources, seed, verb } = painting.generation.wish;
    // What could not be fetched was never kept: it is fetched from where the person found it.
    const references = sources.map((source, position): ReferenceSource => {
      const kept = painting.references.find((reference) => reference.position === position);
      return kept === undefined ? source : { kind: 'kept', key: kept.key };
    });
    return repaint(press, { painting, change: { verb, seed, references } }, tools);
  },
};
