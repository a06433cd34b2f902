import type { BotCommand } from 'grammy/types';
import type { Command } from '../../commands/command.ts';
import { descriptionKey } from '../../commands/command-texts.ts';
import { toPlainText } from '../../commands/join-text.ts';
import { isOfferedOn } from '../../commands/offered-on.ts';
import { textLanguages } from '../../commands/texts/texts.ts';
import type { Wording } from '../../commands/wording.ts';
import type { TelegramApi } from './telegram-api.ts';

/** https://core.telegram.org/bots/api#botcommand */
const maxDescriptionLength = 256;

export interface CommandMenu {
  readonly commands: readonly Command[];
  readonly wording: Wording;
  readonly signal: AbortSignal;
}

/** https://core.telegram.org/bots/api#botcommandscope */
const scopes = [{ type: 'all_private_chats' }, { type: 'all_group_chats' }] as const;

type Scope = (typeof scopes)[number];

/**
 * Tells Telegram which commands its menus show, in private chats and in groups, in every language; English is the one
 * for all others. Nothing is sent for a menu that is right already. Returns how many were changed.
 *
 * @throws TelegramCallFailed
 */
export async function registerCommands(api: TelegramApi, menu: CommandMenu): Promise<number> {
  const { signal } = menu;
  let changed = 0;
  for (const [index, language] of textLanguages.entries()) {
    for (const scope of scopes) {
      const place = { scope, ...(index === 0 ? {} : { language_code: language }) };
      const wanted = describe(menu, { language, scope });
      if (isSame(await api.getMyCommands(place, { signal }), wanted)) continue;
      await api.setMyCommands({ ...place, commands: wanted }, { signal });
      changed += 1;
    }
  }
  return changed;
}

function describe(
  { commands, wording }: CommandMenu,
  { language, scope }: { readonly language: string; readonly scope: Scope },
): BotCommand[] {
  return commands
    .filter((command) => isOfferedOn(command, 'telegram'))
    .filter(({ isPersonal = false }) => scope.type === 'all_private_chats' || !isPersonal)
    .map((command) => ({
      command: command.name,
      description: toPlainText(wording.text(descriptionKey(command), language)).slice(
        0,
        maxDescriptionLength,
      ),
    }));
}

function isSame(known: readonly BotCommand[], wanted: readonly BotCommand[]): boolean {
  return (
    known.length === wanted.length &&
    wanted.every(
      ({ command, description }, index) =>
        known[index]?.command === command && known[index].description === description,
    )
  );
}
