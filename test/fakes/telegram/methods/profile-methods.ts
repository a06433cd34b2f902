import type { TelegramBotCommand, TelegramBotCommandScope } from '@gramio/types';
import { violation } from '../bot-api-error.ts';
import type { MethodHandlers } from '../method-call.ts';

const maxCommands = 100;

/** Methods about the bot itself: who it is, its commands, names and descriptions. */
export const profileMethods = {
  getMe: (_parameters, { world }) => ({
    ...world.bot,
    can_join_groups: true,
    can_read_all_group_messages: !world.settings.privacyMode,
    supports_inline_queries: world.settings.inlineMode,
    can_connect_to_business: false,
    has_main_web_app: false,
    has_topics_enabled: false,
  }),

  setMyCommands: (parameters, { world }) => {
    if (parameters.commands.length > maxCommands) throw violation('BOT_COMMANDS_TOO_MUCH');
    for (const command of parameters.commands) checkCommand(command);
    world.profile.commands.set(commandsKey(parameters), parameters.commands);
    return true;
  },

  getMyCommands: (parameters, { world }) => world.profile.commands.get(commandsKey(parameters)) ?? [],

  deleteMyCommands: (parameters, { world }) => {
    world.profile.commands.delete(commandsKey(parameters));
    return true;
  },

  setMyName: ({ name = '', language_code }, { world }) =>
    setText(world.profile.names, { text: name, language: language_code, max: 64 }),
  getMyName: ({ language_code }, { world }) => ({
    name: getText(world.profile.names, language_code) ?? world.bot.first_name,
  }),

  setMyDescription: ({ description = '', language_code }, { world }) =>
    setText(world.profile.descriptions, { text: description, language: language_code, max: 512 }),
  getMyDescription: ({ language_code }, { world }) => ({
    description: getText(world.profile.descriptions, language_code) ?? '',
  }),

  setMyShortDescription: ({ short_description = '', language_code }, { world }) =>
    setText(world.profile.shortDescriptions, { text: short_description, language: language_code, max: 120 }),
  getMyShortDescription: ({ language_code }, { world }) => ({
    short_description: getText(world.profile.shortDescriptions, language_code) ?? '',
  }),

  setChatMenuButton: ({ chat_id, menu_button = { type: 'default' } }, { world }) => {
    world.profile.menuButtons.set(chat_id, menu_button);
    return true;
  },
  getChatMenuButton: ({ chat_id }, { world }) =>
    world.profile.menuButtons.get(chat_id) ??
    world.profile.menuButtons.get(undefined) ?? { type: 'commands' },
} satisfies MethodHandlers;

function checkCommand({ command, description }: TelegramBotCommand): void {
  if (!/^[a-z0-9_]{1,32}$/.test(command)) throw violation('BOT_COMMAND_INVALID');
  const text = String(description);
  if (text.length < 1 || text.length > 256) throw violation('BOT_COMMAND_DESCRIPTION_INVALID');
}

/** The place of a list of commands in the profile: its scope and language. */
function commandsKey(place: { scope?: TelegramBotCommandScope; language_code?: string }): string {
  const scope = place.scope ?? { type: 'default' };
  checkLanguage(place.language_code);
  return `${JSON.stringify(scope)} ${place.language_code ?? ''}`;
}

function setText(
  texts: Map<string, string>,
  { text, language, max }: { text: string; language: string | undefined; max: number },
): true {
  checkLanguage(language);
  if (text.length > max) throw violation(`the text is longer than ${max} characters`);
  if (text === '') texts.delete(language ?? '');
  else texts.set(language ?? '', text);
  return true;
}

function getText(texts: Map<string, string>, language: string | undefined): string | undefined {
  return texts.get(language ?? '') ?? texts.get('');
}

function checkLanguage(language: string | undefined): void {
  if (language !== undefined && language !== '' && !/^[a-z]{2}$/.test(language)) {
    throw violation('BOT_COMMANDS_LANG_CODE_INVALID');
  }
}
