import type { ReferenceSource } from '../core/reference-source.ts';
import type { WishRequest } from '../core/wish.ts';
import { pictureFormats } from '../core/wish.ts';
import type { ReadWords } from './read-words.ts';
import { readWords } from './read-words.ts';
import { terminalPlatform } from './terminal-courier.ts';

export interface ImagineArguments {
  readonly wish: WishRequest;
  /** Folder for the pictures; made when it is missing. */
  readonly folder: string;
}

export type ParsedArguments =
  | { readonly kind: 'arguments'; readonly value: ImagineArguments }
  | { readonly kind: 'help' }
  /** What is wrong, one sentence each. */
  | { readonly kind: 'problems'; readonly problems: readonly string[] };

export const usage = `Paint pictures from the command line.

  npm run imagine -- "a lighthouse at dawn" [options]

  --count 2          how many pictures (1 to 4; 1)
  --model flux       which model paints, by name or AIR id
  --style ink        how it is painted: a style's name
  --aspect 16:9      the shape of the picture
  --seed 7           the same seed gives the same picture where the model can
  --format png       jpeg, png or webp (jpeg)
  --image FILE       a picture to work from, by path or https address; several are possible
  --out DIR          where the files go (this folder)

Without RUNWARE_API_KEY the built-in sandbox draws, free of charge.`;

/** The flags that npm swallows when the \`--\` before them is forgotten, leaving \`npm_config_<flag>\` behind. */
const flags = ['count', 'model', 'style', 'aspect', 'seed', 'format', 'image', 'out'] as const;
type Flag = (typeof flags)[number];

/** Reads the command line. `environment` shows which flags npm took for its own. */
export function parseArguments(
  words: readonly string[],
  environment: Readonly<Record<string, string | undefined>>,
): ParsedArguments {
  const swallowed = flags.filter((flag) => environment[`npm_config_${flag}`] !== undefined);
  if (swallowed.length > 0) {
    const names = swallowed.map((flag) => `--${flag}`).join(', ');
    const verb = swallowed.length === 1 ? 'was' : 'were';
    return problems(
      `${names} ${verb} taken by npm. Put -- first: npm run imagine -- "a lighthouse" --count 2`,
    );
  }
  const read = readWords(words, flags);
  if (read.asksForHelp) return { kind: 'help' };
  return check(read);
}

function check({ positionals, values, problems: misread }: ReadWords<Flag>): ParsedArguments {
  const found = [...misread];
  // Of a flag that is given twice the last value counts; only pictures add up.
  const last = (flag: Flag) => values[flag]?.at(-1);
  const prompt = positionals.join(' ').trim();
  if (prompt === '') found.push('Say what to paint: npm run imagine -- "a lighthouse at dawn"');

  const count = wholeNumber(last('count'));
  if (last('count') !== undefined && (count === undefined || count < 1 || count > 4)) {
    found.push('--count takes a whole number from 1 to 4.');
  }
  const seed = wholeNumber(last('seed'));
  if (last('seed') !== undefined && seed === undefined) found.push('--seed takes a whole number.');

  const typedFormat = last('format')?.toLowerCase();
  const format = pictureFormats.find((known) => known === (typedFormat === 'jpg' ? 'jpeg' : typedFormat));
  if (last('format') !== undefined && format === undefined) {
    found.push(`--format takes ${pictureFormats.join(', ')}.`);
  }
  if (found.length > 0) return problems(...found);
  const wish = {
    prompt,
    model: last('model'),
    style: last('style'),
    count,
    aspect: last('aspect'),
    seed,
    format,
  };
  return {
    kind: 'arguments',
    value: {
      folder: last('out') ?? '.',
      wish: { ...wish, references: (values.image ?? []).map(toReferenceSource) },
    },
  };
}

/** A web address or the path of a file. */
function toReferenceSource(place: string): ReferenceSource {
  if (/^https?:\/\//i.test(place)) return { kind: 'link', url: place };
  return { kind: 'attachment', platform: terminalPlatform, handle: place };
}

function wholeNumber(text: string | undefined): number | undefined {
  return text !== undefined && /^\d{1,15}$/.test(text) ? Number(text) : undefined;
}

function problems(...found: readonly string[]): ParsedArguments {
  return { kind: 'problems', problems: found };
}
