import type { Command } from './command.ts';
import { showQueue } from './queue-page.ts';

/** Shows what a person has under way, with buttons that cancel it. */
export const queue: Command<Record<never, never>> = {
  name: 'queue',
  isPersonal: true,
  options: {},
  run: async (invocation, tools) => ({ kind: 'page', page: await showQueue(invocation, [], tools) }),
};
