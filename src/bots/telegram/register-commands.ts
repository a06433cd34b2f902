import type { BotCommand } from 'grammy/types';
import type { Command } from '../../commands/command.ts';
import { descriptionKey } from '../../commands/command-texts.ts';
import { toPlainText } from '../../commands/join-text.ts';
import { isOfferedOn } from '../../commands/offered-on.ts';
import { textLanguages } from '../../commands/texts/texts.ts';
import type { Wording } from '../../commands/wording.ts';
import type { TelegramApi } from './telegram-api.ts';
import { isClosed, TelegramCallFailed } from './telegram-call-failed.ts';

/** https://core.telegram.org/bots/api#botcommand */
const maxDescriptionLength = 256;

export interface CommandMenu {
  readonly commands: readonly Command[];
  /** Who runs the bot, as `platform:id`. */
  readonly adminIds: readonly string[];
  readonly wording: Wording;
  readonly signal: AbortSignal;
}

/** https://core.telegram.org/bots/api#botcommandscope */
type Scope = { readonly type: (typeof scopes)[number] } | { readonly type: 'chat'; readonly chat_id: number };

const scopes = ['all_private_chats', 'all_group_chats', 'all_chat_administrators'] as const;

/**
 * Tells Telegram which commands its menus show, in private chats and in groups, in every language; English is the one
 * for all others. Nothing is sent for a menu that is right already. Returns how many were changed.
 *
 * @throws TelegramCallFailed
 */
export async function registerCommands(api: TelegramApi, menu: CommandMenu): Promise<number> {
  let changed = 0;
  for (const scope of [...scopes.map((type) => ({ type })), ...chatsOfAdmins(menu.adminIds)]) {
    changed += await registerIn(scope, api, menu).catch((error: unknown) => {
      // Whoever has never written to the bot has no chat with it, and no menu either.
      if (scope.type === 'chat' && error instanceof TelegramCallFailed && isClosed(error)) return 0;
      throw error;
    });
  }
  return changed;
}

function chatsOfAdmins(adminIds: readonly string[]): readonly Scope[] {
  const prefix = 'telegram:';
  const ids = adminIds.filter((id) => id.startsWith(prefix)).map((id) => Number(id.slice(prefix.length)));
  return ids.map((id) => ({ type: 'chat', chat_id: id }));
}

async function registerIn(scope: Scope, api: TelegramApi, menu: CommandMenu): Promise<number> {
  const { signal } = menu;
  let changed = 0;
  for (const [index, language] of textLanguages.entries()) {
    const place = { scope, ...(index === 0 ? {} : { language_code: language }) };
    const wanted = describe(menu, { language, scope });
    if (isSame(await api.getMyCommands(place, { signal }), wanted)) continue;
    await api.setMyCommands({ ...place, commands: wanted }, { signal });
    changed += 1;
  }
  return changed;
}

function describe(
  { commands, wording }: CommandMenu,
  { language, scope }: { readonly language: string; readonly scope: Scope },
): BotCommand[] {
  const isPrivate = scope.type === 'all_private_chats' || scope.type === 'chat';
  const isForModerators = scope.type === 'all_chat_administrators' || scope.type === 'chat';
  return commands
    .filter((command) => isOfferedOn(command, 'telegram'))
    .filter((command) => isForModerators || command.isForModerators !== true)
    .filter(({ isPersonal = false }) => isPrivate || !isPersonal)
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
