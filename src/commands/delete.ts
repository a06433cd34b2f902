import type { Command } from './command.ts';

/** Deletes the result that it replies to; written alone, it says how. */
export const deleteResult: Command = {
  name: 'delete',
  options: {},
  platforms: ['telegram'],
  run: async ({ language }, { wording }) => ({
    kind: 'refusal',
    text: wording.text('telegram.howToDelete', language),
  }),
};
