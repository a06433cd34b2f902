import type { ReferenceSource } from '../core/reference-source.ts';
import type { Suggest } from './suggestion.ts';

/**
 * Typed options of commands. One list serves the Discord registration, the Telegram parser, the help and the types of
 * the values that a handler receives.
 */
export type OptionSpec = TextOption | IntegerOption | ChoiceOption | FlagOption | PictureOption;

interface CommonOption {
  /** Telegram's one-letter flag, as in `-c 2`. */
  readonly short?: string;
  /** Other names that the flag is known by elsewhere, as in `--ar 16:9`; taken on Telegram, shown nowhere. */
  readonly synonyms?: readonly string[];
  readonly isRequired?: true;
  /** Where the option is offered; undefined = everywhere. */
  readonly platforms?: readonly string[];
}

export interface TextOption extends CommonOption {
  readonly kind: 'text';
  /** On Telegram the words that are not flags become this option. At most one per command. */
  readonly isRest?: true;
  /** Several things with commas or spaces between them: on Telegram it goes on to the next flag. */
  readonly isList?: true;
  /** In UTF-16 units, as both platforms count; longer text is refused, never cut. */
  readonly maxLength: number;
  /** What is offered while somebody types, where the platform can do that; anything else may be typed as well. */
  readonly suggest?: Suggest;
}

export interface IntegerOption extends CommonOption {
  readonly kind: 'integer';
  readonly min: number;
  readonly max: number;
}

export interface ChoiceOption extends CommonOption {
  readonly kind: 'choice';
  /** At most 25: https://docs.discord.com/developers/interactions/application-commands */
  readonly choices: readonly string[];
  /** What else people type for a choice, in lower case, as in `jpg` for `jpeg`. */
  readonly spellings?: Readonly<Record<string, string>>;
}

interface FlagOption extends CommonOption {
  readonly kind: 'flag';
}

/** A picture: attached where the platform has such options, or given by its address. */
interface PictureOption extends CommonOption {
  readonly kind: 'picture';
  readonly givenBy: 'attachment' | 'address';
}

/** Option names are those that people type: lower case, at most 32 letters. */
export type OptionSpecs = Readonly<Record<string, OptionSpec>>;

type ValueOf<Spec extends OptionSpec> = Spec extends TextOption
  ? string
  : Spec extends IntegerOption
    ? number
    : Spec extends ChoiceOption
      ? Spec['choices'][number]
      : Spec extends PictureOption
        ? ReferenceSource
        : boolean;

type IsCertain<Spec extends OptionSpec> = Spec extends { readonly isRequired: true } ? true : false;

/** The values a handler receives; what was left out is `undefined`, also a flag: it is `false` only where somebody said so. */
export type OptionValues<Specs extends OptionSpecs> = {
  readonly [Name in keyof Specs]: IsCertain<Specs[Name]> extends true
    ? ValueOf<Specs[Name]>
    : ValueOf<Specs[Name]> | undefined;
};

/** What an adapter read from an update, before it is checked: anything may be missing or out of range. */
export type RawOptions = Readonly<Record<string, RawOption>>;

export type RawOption = string | number | boolean | ReferenceSource | undefined;
