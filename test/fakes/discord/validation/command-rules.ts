import { Locale } from 'discord-api-types/v10';
import type { Problem } from '../api-error.ts';
import type { CommandBody, CommandOption } from '../entities.ts';

const SLASH = 1;
const USER = 2;
const MESSAGE = 3;
const SUBCOMMAND_TYPES = [1, 2];
const ATTACHMENT = 11;
const LIMITS = { [SLASH]: 100, [USER]: 15, [MESSAGE]: 15 } as const;
const MAX_CHARACTERS = 8_000;
const NAME = /^[-_'\p{L}\p{N}\p{sc=Deva}\p{sc=Thai}]{1,32}$/u;
const LOCALES = new Set<string>(Object.values(Locale));

const problem = (path: string, code: string, message: string): Problem => ({ path, code, message });

/**
 * What the schema does not say about commands.
 * https://discord.com/developers/docs/interactions/application-commands
 */
export function commandProblems(commands: readonly CommandBody[]): Problem[] {
  return [
    ...listProblems(commands),
    ...commands.flatMap((command, index) => oneCommand(command, String(index))),
  ];
}

function typeOf(command: CommandBody): number {
  return command.type ?? SLASH;
}

function listProblems(commands: readonly CommandBody[]): Problem[] {
  const tooMany = ([SLASH, USER, MESSAGE] as const)
    .filter((type) => commands.filter((command) => typeOf(command) === type).length > LIMITS[type])
    .map((type) =>
      problem('', 'APPLICATION_COMMAND_TOO_MANY', `At most ${LIMITS[type]} commands of type ${type}.`),
    );
  const keys = commands.map((command) => `${typeOf(command)} ${command.name}`);
  const duplicates = keys.flatMap((key, index) =>
    keys.indexOf(key) < index
      ? [
          problem(
            `${index}.name`,
            'APPLICATION_COMMANDS_DUPLICATE_NAME',
            'Application command names must be unique',
          ),
        ]
      : [],
  );
  return [...tooMany, ...duplicates];
}

function oneCommand(command: CommandBody, path: string): Problem[] {
  const isSlash = typeOf(command) === SLASH;
  const description = command.description ?? '';
  const problems = localeProblems(command, path);
  if (isSlash) {
    problems.push(...nameProblems(command.name, path));
    if (description === '')
      problems.push(problem(`${path}.description`, 'BASE_TYPE_REQUIRED', 'This field is required'));
  } else {
    if (description !== '') {
      problems.push(
        problem(`${path}.description`, 'APPLICATION_COMMAND_DESCRIPTION', 'Context menu commands have none.'),
      );
    }
    if ((command.options ?? []).length > 0) {
      problems.push(
        problem(`${path}.options`, 'APPLICATION_COMMAND_OPTIONS', 'Context menu commands have none.'),
      );
    }
  }
  if (command.contexts?.includes(2) && !command.integration_types?.includes(1)) {
    problems.push(
      problem(`${path}.contexts`, 'APPLICATION_COMMAND_CONTEXT', 'PRIVATE_CHANNEL needs USER_INSTALL.'),
    );
  }
  if (characters(command) > MAX_CHARACTERS) {
    problems.push(problem(path, 'APPLICATION_COMMAND_TOO_LARGE', 'Command exceeds maximum size (8000)'));
  }
  return [...problems, ...optionListProblems(command.options ?? [], `${path}.options`)];
}

function nameProblems(name: string, path: string): Problem[] {
  const isValid = NAME.test(name) && name === name.toLowerCase();
  return isValid
    ? []
    : [problem(`${path}.name`, 'APPLICATION_COMMAND_INVALID_NAME', 'Command name is invalid')];
}

function localeProblems(
  named: Pick<CommandBody, 'name_localizations' | 'description_localizations'>,
  path: string,
): Problem[] {
  return (['name_localizations', 'description_localizations'] as const).flatMap((field) =>
    Object.keys(named[field] ?? {})
      .filter((locale) => !LOCALES.has(locale))
      .map((locale) =>
        problem(`${path}.${field}.${locale}`, 'LOCALE_UNKNOWN', 'This is no locale of the platform.'),
      ),
  );
}

function optionListProblems(options: readonly CommandOption[], path: string): Problem[] {
  const problems = options.flatMap((option, index) => oneOption(option, `${path}.${index}`));
  options.forEach((option, index) => {
    if (options.findIndex(({ name }) => name === option.name) < index) {
      problems.push(
        problem(
          `${path}.${index}.name`,
          'APPLICATION_COMMAND_OPTIONS_NAME_UNIQUE',
          'Option names must be unique',
        ),
      );
    }
    if (option.required && options.slice(0, index).some((earlier) => !earlier.required)) {
      problems.push(
        problem(
          `${path}.${index}`,
          'APPLICATION_COMMAND_OPTIONS_REQUIRED_INVALID',
          'Required options must be placed before non-required options',
        ),
      );
    }
  });
  const subcommands = options.filter((option) => SUBCOMMAND_TYPES.includes(option.type)).length;
  if (subcommands > 0 && subcommands < options.length) {
    problems.push(
      problem(path, 'APPLICATION_COMMAND_OPTIONS_TYPE_INVALID', 'Sub-commands and options cannot be mixed'),
    );
  }
  return problems;
}

function oneOption(option: CommandOption, path: string): Problem[] {
  const problems = [...nameProblems(option.name, path), ...localeProblems(option, path)];
  if (option.autocomplete && (option.choices ?? []).length > 0) {
    problems.push(
      problem(`${path}.autocomplete`, 'APPLICATION_COMMAND_AUTOCOMPLETE', 'Choices exclude autocomplete'),
    );
  }
  const names = (option.choices ?? []).map((choice) => choice.name);
  if (new Set(names).size < names.length) {
    problems.push(
      problem(`${path}.choices`, 'APPLICATION_COMMAND_CHOICES_NAME_UNIQUE', 'Choice names must be unique'),
    );
  }
  const least = option.min_value ?? option.min_length ?? Number.NEGATIVE_INFINITY;
  const most = option.max_value ?? option.max_length ?? Number.POSITIVE_INFINITY;
  if (least > most)
    problems.push(problem(path, 'APPLICATION_COMMAND_RANGE', 'The least is more than the most'));
  if (option.file_types && option.type !== ATTACHMENT) {
    problems.push(problem(`${path}.file_types`, 'APPLICATION_COMMAND_FILE_TYPES', 'Only for attachments'));
  }
  return [...problems, ...optionListProblems(option.options ?? [], `${path}.options`)];
}

/** Of every text only its longest translation counts. */
function longest(
  text: string | null | undefined,
  translations: Readonly<Record<string, string>> | null | undefined,
): number {
  return Math.max(...[text ?? '', ...Object.values(translations ?? {})].map((word) => word.length));
}

function characters(node: CommandBody | CommandOption): number {
  const own =
    longest(node.name, node.name_localizations) + longest(node.description, node.description_localizations);
  const choices = 'choices' in node ? (node.choices ?? []) : [];
  const inChoices = choices.reduce(
    (sum, choice) => sum + choice.name.length + String(choice.value).length,
    0,
  );
  return (node.options ?? []).reduce((sum, option) => sum + characters(option), own + inChoices);
}
