import type { PersonSettings } from '../../src/core/person-settings.ts';
import { noSettings } from '../../src/core/person-settings.ts';
import type { Settings } from '../../src/core/settings.ts';

/** Settings in memory; `everybodys` is what everybody has chosen before. */
export function keptSettings(everybodys: Partial<PersonSettings> = {}): Settings {
  const kept = new Map<string, PersonSettings>();
  const of = async (personId: string) => kept.get(personId) ?? { ...noSettings, ...everybodys };
  return {
    of,
    change: async (personId, change) => {
      const changed = { ...(await of(personId)), ...change };
      kept.set(personId, changed);
      return changed;
    },
  };
}
