import { CommandRates } from '../../src/core/limits/command-rates.ts';

/** Nobody is ever too fast. */
export function unhurriedRates(): CommandRates {
  const most = Number.POSITIVE_INFINITY;
  return new CommandRates({
    limits: { commandsPerPerson: most, commandsPerPlace: most, suggestionsPerPerson: most },
    adminIds: [],
    now: Date.now,
  });
}
