import type { ReferenceIntake } from './core/reference-intake.ts';
import { ReferenceRefused } from './core/reference-source.ts';

/** Interim. */
export function openReferenceIntake(): ReferenceIntake {
  return {
    takeIn: async () => {
      throw new ReferenceRefused({ problem: 'unreachable' });
    },
  };
}
