import {
  type APIApplicationCommandBasicOption,
  type APIApplicationCommandSubcommandOption,
  ApplicationCommandOptionType,
  ApplicationCommandType,
  ApplicationIntegrationType,
  InteractionContextType,
  Locale,
  type LocalizationMap,
  PermissionFlagsBits,
  type RESTPostAPIChatInputApplicationCommandsJSONBody,
  type RESTPostAPIContextMenuApplicationCommandsJSONBody,
} from 'discord.js';
import type { Command } from '../../commands/command.ts';
import { descriptionKey, optionKey } from '../../commands/command-texts.ts';
import { toPlainText } from '../../commands/join-text.ts';
import { isOfferedOn } from '../../commands/offered-on.ts';
import type { OptionSpec } from '../../commands/option.ts';
import { createTexts, type Say } from '../../commands/texts/texts.ts';
import type { ContextMenu } from './context-menus.ts';
import { contextMenus } from './context-menus.ts';

/** What Discord accepts: https://docs.discord.com/developers/interactions/application-commands */
const limits = {
  commands: 100,
  menusOfOneType: 15,
  menuName: 32,
  options: 25,
  choices: 25,
  description: 100,
  charactersInAll: 8_000,
} as const;

/** Longer web addresses are not understood everywhere. */
const longestAddress = 2_000;

const namePattern = /^[-_'\p{Ll}\p{Lo}\p{N}]{1,32}$/u;

/** Discord's locales whose people read something else than the English default. */
const translations = { [Locale.Russian]: 'ru' } as const;

/** Offered in servers, in direct messages, and wherever people are who installed the app themselves. */
const everywhere = {
  integration_types: [ApplicationIntegrationType.GuildInstall, ApplicationIntegrationType.UserInstall],
  contexts: [
    InteractionContextType.Guild,
    InteractionContextType.BotDM,
    InteractionContextType.PrivateChannel,
  ],
};

/** Shown to whoever may manage the server; others would have to be let in by its own settings, and are refused all the same. */
const forModerators = {
  integration_types: [ApplicationIntegrationType.GuildInstall],
  contexts: [InteractionContextType.Guild],
  default_member_permissions: String(PermissionFlagsBits.ManageGuild),
};

type CommandBody =
  | RESTPostAPIChatInputApplicationCommandsJSONBody
  | RESTPostAPIContextMenuApplicationCommandsJSONBody;

/**
 * Derives the body that registers the commands, and beside them the entries of menus that lead to them. Equal
 * commands give an equal body, so that it can be compared with what is registered.
 *
 * @throws Error when a command breaks one of Discord's limits.
 */
export function toRegistration(commands: readonly Command[]): readonly CommandBody[] {
  const say = createTexts();
  const offered = commands.filter((command) => isOfferedOn(command, 'discord'));
  requireAtMost(offered.length, limits.commands, 'commands');
  const menus = contextMenus.filter(
    (menu) => menu.command === 'delete' || offered.some(({ name }) => name === menu.command),
  );
  return [
    ...offered.map((command) => toBody(command, say)),
    ...menus.map((menu) => toMenuBody(menu, { say, menus })),
  ];
}

/** An entry of a menu has a name that is read, and no description. */
function toMenuBody(
  { nameKey, type }: ContextMenu,
  { menus, say }: { readonly menus: readonly ContextMenu[]; readonly say: Say },
): RESTPostAPIContextMenuApplicationCommandsJSONBody {
  const sameType = menus.filter((menu) => menu.type === type).length;
  requireAtMost(sameType, limits.menusOfOneType, 'menu entries of one type');
  const toName = (language: string) => {
    const name = toPlainText(say(nameKey, language));
    requireAtMost(name.length, limits.menuName, `characters in the text ${nameKey}`);
    return name;
  };
  const localized = Object.entries(translations).map(([locale, language]) => [locale, toName(language)]);
  return {
    type,
    name: toName('en'),
    name_localizations: Object.fromEntries(localized),
    ...everywhere,
  };
}

function toBody(command: Command, say: Say): RESTPostAPIChatInputApplicationCommandsJSONBody {
  requireName(command.name);
  const body = {
    type: ApplicationCommandType.ChatInput,
    name: command.name,
    ...describe(descriptionKey(command), say),
    options: command.subcommands?.map((part) => toSubcommand(part, say)) ?? toOptions(command, say),
    ...(command.isForModerators === true ? forModerators : everywhere),
  } as const satisfies RESTPostAPIChatInputApplicationCommandsJSONBody;
  requireAtMost(countCharacters(body), limits.charactersInAll, `characters in /${command.name}`);
  return body;
}

function toSubcommand(part: Command, say: Say): APIApplicationCommandSubcommandOption {
  requireName(part.name);
  return {
    type: ApplicationCommandOptionType.Subcommand,
    name: part.name,
    ...describe(descriptionKey(part), say),
    options: toOptions(part, say),
  };
}

/** Discord demands that required options come first. */
function toOptions(command: Command, say: Say): APIApplicationCommandBasicOption[] {
  const entries = Object.entries(command.options).filter(([, spec]) => isOfferedOn(spec, 'discord'));
  requireAtMost(entries.length, limits.options, `options of /${command.name}`);
  const required = entries.filter(([, spec]) => spec.isRequired);
  const optional = entries.filter(([, spec]) => !spec.isRequired);
  return [...required, ...optional].map(([name, spec]) => {
    requireName(name);
    const described = { name, ...describe(optionKey(command, name), say) };
    return { ...described, ...toKind(spec), ...(spec.isRequired ? { required: true } : {}) };
  });
}

function toKind(spec: OptionSpec) {
  switch (spec.kind) {
    case 'text':
      return {
        type: ApplicationCommandOptionType.String,
        max_length: spec.maxLength,
        ...(spec.suggest === undefined ? {} : { autocomplete: true }),
      } as const;
    case 'integer':
      return {
        type: ApplicationCommandOptionType.Integer,
        min_value: spec.min,
        max_value: spec.max,
      } as const;
    case 'choice': {
      requireAtMost(spec.choices.length, limits.choices, 'choices of an option');
      const choices = spec.choices.map((choice) => ({ name: choice, value: choice }));
      return { type: ApplicationCommandOptionType.String, choices } as const;
    }
    case 'picture':
      return spec.givenBy === 'attachment'
        ? ({ type: ApplicationCommandOptionType.Attachment } as const)
        : ({ type: ApplicationCommandOptionType.String, max_length: longestAddress } as const);
    case 'flag':
      return { type: ApplicationCommandOptionType.Boolean } as const;
    default:
      return spec satisfies never;
  }
}

interface Description {
  readonly description: string;
  readonly description_localizations: LocalizationMap;
}

/** English is the default that every locale without a translation of its own is shown. */
function describe(key: Parameters<Say>[0] & DescriptionKey, say: Say): Description {
  const localized = Object.entries(translations).map(([locale, language]) => [
    locale,
    toDescription(key, language, say),
  ]);
  return {
    description: toDescription(key, 'en', say),
    description_localizations: Object.fromEntries(localized),
  };
}

type DescriptionKey = ReturnType<typeof descriptionKey> | ReturnType<typeof optionKey>;

function toDescription(key: DescriptionKey, language: string, say: Say): string {
  const text = toPlainText(say(key, language));
  requireAtMost(text.length, limits.description, `characters in the text ${key}`);
  return text;
}

interface Described {
  readonly name: string;
  readonly description: string;
  readonly description_localizations?: LocalizationMap | null | undefined;
  readonly choices?: readonly { readonly name: string; readonly value: string | number }[] | undefined;
  readonly options?: readonly Described[] | undefined;
}

/** Names, descriptions and values together, those of its parts included; of a text's translations only the longest counts. */
function countCharacters(part: Described): number {
  const texts = [part.description, ...Object.values(part.description_localizations ?? {})];
  const choices = (part.choices ?? []).map((choice) => choice.name.length + String(choice.value).length);
  const own = part.name.length + Math.max(...texts.map((text) => text?.length ?? 0));
  return [...choices, ...(part.options ?? []).map(countCharacters)].reduce(
    (sum, length) => sum + length,
    own,
  );
}

function requireName(name: string): void {
  if (!namePattern.test(name)) throw new Error(`Expected a name of 1–32 small letters, got ${name}`);
}

function requireAtMost(actual: number, limit: number, what: string): void {
  if (actual > limit) throw new Error(`Expected at most ${limit} ${what}, got ${actual}`);
}
