import type { Command } from '../../commands/command.ts';
import { descriptionKey, optionKey } from '../../commands/command-texts.ts';
import { toPlainText } from '../../commands/join-text.ts';
import { isOfferedOn } from '../../commands/offered-on.ts';
import type { OptionSpec } from '../../commands/option.ts';
import type { Wording } from '../../commands/wording.ts';
import type { PageText } from './page-texts.ts';
import { exampleTexts, nameTexts, pageTexts } from './page-texts.ts';
import { playgroundPeople } from './playground-person.ts';
import { mostFiles } from './read-request.ts';

/** Everything that the page has to know of what can be done, in one language. */
export interface Menu {
  readonly commands: readonly MenuCommand[];
  readonly people: readonly { readonly id: string; readonly name: string }[];
  /** The page's own words, by the last part of their keys. */
  readonly texts: Readonly<Record<string, string>>;
  /** Descriptions to begin with. */
  readonly examples: readonly string[];
  readonly mostPictures: number;
}

interface MenuCommand {
  readonly name: string;
  readonly description: string;
  readonly takesPictures: boolean;
  readonly options: readonly MenuOption[];
}

type MenuOption = {
  readonly name: string;
  readonly description: string;
  readonly isRequired: boolean;
} & (
  | {
      readonly kind: 'words';
      readonly isRest: boolean;
      readonly maxLength: number;
      readonly isSuggested: boolean;
    }
  | { readonly kind: 'number'; readonly min: number; readonly max: number }
  | { readonly kind: 'choice'; readonly choices: readonly string[] }
  | { readonly kind: 'flag' }
  | { readonly kind: 'link' }
);

/** Describes the commands from the specs that every platform shows them from. */
export function describeMenu(
  commands: readonly Command[],
  { language, wording }: { readonly language: string; readonly wording: Wording },
): Menu {
  const say = (key: PageText) => toPlainText(wording.text(key, language));
  return {
    commands: commands.map((command) => ({
      name: command.name,
      description: toPlainText(wording.text(descriptionKey(command), language)),
      takesPictures: command.takesPicture === true || Object.values(command.options).some(isAttachment),
      options: Object.entries(command.options)
        .filter(([, spec]) => isOfferedOn(spec, 'playground') && !isAttachment(spec))
        .map(([name, spec]) => ({
          name,
          description: toPlainText(wording.text(optionKey(command, name), language)),
          isRequired: spec.isRequired === true,
          ...describeKind(spec),
        })),
    })),
    people: playgroundPeople.map((id) => ({ id, name: say(nameTexts[id]) })),
    texts: Object.fromEntries(pageTexts.map((key) => [key.replace('playground.', ''), say(key)])),
    examples: exampleTexts.map(say),
    mostPictures: mostFiles,
  };
}

function isAttachment(spec: OptionSpec): boolean {
  return spec.kind === 'picture' && spec.givenBy === 'attachment';
}

function describeKind(spec: OptionSpec) {
  switch (spec.kind) {
    case 'text':
      return {
        kind: 'words',
        isRest: spec.isRest === true,
        maxLength: spec.maxLength,
        isSuggested: spec.suggest !== undefined,
      } as const;
    case 'integer':
      return { kind: 'number', min: spec.min, max: spec.max } as const;
    case 'choice':
      return { kind: 'choice', choices: spec.choices } as const;
    case 'flag':
      return { kind: 'flag' } as const;
    case 'picture':
      return { kind: 'link' } as const;
    default:
      return spec satisfies never;
  }
}
