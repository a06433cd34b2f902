import type { ContextMenuCommandInteraction } from 'discord.js';
import { ApplicationCommandType } from 'discord.js';
import { toPlainText } from '../../commands/join-text.ts';
import type { Wording } from '../../commands/wording.ts';

/** An entry of the menu of a message or a person. */
export interface ContextMenu {
  readonly type: ApplicationCommandType.Message | ApplicationCommandType.User;
  /** The text that names it; the English one is what Discord calls it. */
  readonly nameKey:
    | 'discord.menuMessage'
    | 'discord.menuAvatar'
    | 'discord.menuDescribe'
    | 'discord.menuUpscale'
    | 'discord.menuDelete';
  /**
   * The command that it stands for: `imagine` asks what to paint first, the others begin at once. Or it deletes, as the
   * button does.
   */
  readonly command: 'imagine' | 'describe' | 'upscale' | 'delete';
}

export const contextMenus = [
  { type: ApplicationCommandType.Message, nameKey: 'discord.menuMessage', command: 'imagine' },
  { type: ApplicationCommandType.Message, nameKey: 'discord.menuDescribe', command: 'describe' },
  { type: ApplicationCommandType.Message, nameKey: 'discord.menuUpscale', command: 'upscale' },
  { type: ApplicationCommandType.Message, nameKey: 'discord.menuDelete', command: 'delete' },
  { type: ApplicationCommandType.User, nameKey: 'discord.menuAvatar', command: 'imagine' },
] as const satisfies readonly ContextMenu[];

/** The entry that somebody picked; undefined for one of another release. */
export function pickedMenu(
  { commandName, commandType }: Pick<ContextMenuCommandInteraction, 'commandName' | 'commandType'>,
  wording: Pick<Wording, 'text'>,
): ContextMenu | undefined {
  return contextMenus.find(
    ({ nameKey, type }) => type === commandType && toPlainText(wording.text(nameKey, 'en')) === commandName,
  );
}
