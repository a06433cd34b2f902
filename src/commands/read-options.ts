import type { ReferenceSource } from '../core/reference-source.ts';
import { nearestName } from './nearest-name.ts';
import type {
  ChoiceOption,
  IntegerOption,
  OptionSpec,
  OptionSpecs,
  OptionValues,
  RawOption,
  RawOptions,
  TextOption,
} from './option.ts';
import type { OptionProblem } from './option-problem.ts';

export type OptionReading<Specs extends OptionSpecs> =
  | { readonly kind: 'values'; readonly values: OptionValues<Specs> }
  | { readonly kind: 'problems'; readonly problems: readonly OptionProblem[] };

/** Checks what an adapter read against a command's specs, and reports everything that is wrong with it at once. */
export function readOptions<Specs extends OptionSpecs>(specs: Specs, raw: RawOptions): OptionReading<Specs> {
  const problems: OptionProblem[] = findUnknown(specs, raw);
  const values: Record<string, unknown> = {};
  for (const [option, spec] of Object.entries(specs)) {
    const given = Object.hasOwn(raw, option) ? raw[option] : undefined;
    const reading = readOption({ option, spec, given });
    if ('problem' in reading) problems.push(reading);
    else values[option] = reading.value;
  }
  if (problems.length > 0) return { kind: 'problems', problems };
  // Built name by name from the specs, which the compiler cannot follow.
  return { kind: 'values', values: values as OptionValues<Specs> };
}

interface GivenOption<Spec extends OptionSpec = OptionSpec> {
  readonly option: string;
  readonly spec: Spec;
  readonly given: RawOption;
}

type Reading = { readonly value: RawOption } | OptionProblem;

function readOption({ option, spec, given }: GivenOption): Reading {
  if (spec.kind === 'flag') return readFlag(option, given);
  if (isBlank(given)) return spec.isRequired ? { problem: 'missing', option } : { value: undefined };
  if (typeof given === 'boolean') return { problem: 'value-missing', option };
  if (spec.kind === 'picture') return readPicture(option, given);
  switch (spec.kind) {
    case 'text':
      return readText({ option, spec, given });
    case 'integer':
      return readInteger({ option, spec, given });
    case 'choice':
      return readChoice({ option, spec, given });
    default:
      return spec satisfies never;
  }
}

function readPicture(option: string, given: string | number | ReferenceSource): Reading {
  if (typeof given === 'object') return { value: given };
  const url = String(given).trim();
  const isLink = /^https?:\/\//i.test(url) && URL.canParse(url);
  return isLink ? { value: { kind: 'link', url } } : { problem: 'not-a-link', option, given: url };
}

function readText({ option, spec, given }: GivenOption<TextOption>): Reading {
  const value = String(given);
  if (value.length <= spec.maxLength) return { value };
  return { problem: 'too-long', option, max: spec.maxLength, length: value.length };
}

function readInteger({ option, spec, given }: GivenOption<IntegerOption>): Reading {
  const { min, max } = spec;
  const text = String(given).trim();
  const faulty = { option, given: text, min, max };
  if (!/^[+-]?\d+$/.test(text)) return { problem: 'not-a-number', ...faulty };
  const value = Number(text);
  return value < min || value > max ? { problem: 'out-of-range', ...faulty } : { value };
}

function readChoice({ option, spec, given }: GivenOption<ChoiceOption>): Reading {
  const text = String(given).trim();
  const lower = text.toLowerCase();
  const meant = spec.spellings?.[lower] ?? lower;
  const value = spec.choices.find((choice) => choice.toLowerCase() === meant);
  return value === undefined
    ? { problem: 'not-a-choice', option, given: text, choices: spec.choices }
    : { value };
}

const yes = ['true', 'yes', 'on', '1'];
const no = ['false', 'no', 'off', '0'];

function readFlag(option: string, given: GivenOption['given']): Reading {
  if (given === undefined) return { value: undefined };
  const text = String(given).trim().toLowerCase();
  if (yes.includes(text)) return { value: true };
  if (no.includes(text)) return { value: false };
  return { problem: 'not-yes-or-no', option, given: text };
}

function findUnknown(specs: OptionSpecs, raw: RawOptions): OptionProblem[] {
  const known = Object.keys(specs);
  return Object.entries(raw)
    .filter(([given, value]) => value !== undefined && !Object.hasOwn(specs, given))
    .map(([given]) => ({ problem: 'unknown', given, nearest: nearestName(given, known) }));
}

/** Nothing to see: no text at all, or only spaces and invisible characters. */
function isBlank(given: GivenOption['given']): given is undefined {
  return given === undefined || (typeof given === 'string' && /^[\s\p{Cf}\p{Cc}]*$/u.test(given));
}
