import { ApplicationCommandType } from 'discord.js';

/** An entry of the menu of a message or a person; opens the form that asks what to paint from it. */
export interface ContextMenu {
  readonly type: ApplicationCommandType.Message | ApplicationCommandType.User;
  /** The text that names it; the English one is what Discord calls it. */
  readonly nameKey: 'discord.menuMessage' | 'discord.menuAvatar';
}

export const contextMenus = [
  { type: ApplicationCommandType.Message, nameKey: 'discord.menuMessage' },
  { type: ApplicationCommandType.User, nameKey: 'discord.menuAvatar' },
] as const satisfies readonly ContextMenu[];
