import type { Command } from './command.ts';

/** Whether people on a platform see the command. */
export function isOfferedOn(command: Pick<Command, 'platforms'>, platform: string): boolean {
  return command.platforms?.includes(platform) ?? true;
}
