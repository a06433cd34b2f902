import { joinText } from './join-text.ts';
import { listChoices } from './list-words.ts';
import type { OptionProblem } from './option-problem.ts';
import type { RichText } from './rich-text.ts';
import { shorten } from './shorten.ts';
import type { Say } from './texts/texts.ts';

export interface OptionPlace {
  readonly platform: string;
  readonly language: string;
  /** What the options are of; `/imagine` by default. */
  readonly command?: string;
}

/** Says everything that is wrong with the options of one command, and how to put it right. */
export function wordOptionProblems(
  problems: readonly OptionProblem[],
  place: OptionPlace,
  say: Say,
): RichText {
  const { command = imagine, language } = place;
  const [first] = problems;
  if (problems.length === 1 && first !== undefined && isPromptMissing(first)) return askForPrompt(place, say);
  const lines = problems.map((problem): RichText => [bullet, ...wordProblem(problem, place, say)]);
  const hasProse = hasFlags(place) && command === imagine;
  const mayBeProse = hasProse && problems.some(({ problem }) => problem === 'unknown');
  const hint = mayBeProse ? say('option.proseHint', language) : [];
  return joinText([say('option.heading', language), ...lines, hint], '\n');
}

const bullet = { text: '• ', style: 'plain' } as const;

function wordProblem(problem: OptionProblem, place: OptionPlace, say: Say): RichText {
  const { language } = place;
  switch (problem.problem) {
    case 'missing':
      return isPromptMissing(problem)
        ? askForPrompt(place, say)
        : say('option.missing', language, { option: nameOption(problem.option, place) });
    case 'value-missing':
      return say('option.valueMissing', language, { option: nameOption(problem.option, place) });
    case 'not-a-number':
    case 'out-of-range':
      return say('option.notANumber', language, {
        option: nameOption(problem.option, place),
        given: shorten(problem.given, longestGiven),
        min: problem.min,
        max: problem.max,
      });
    case 'too-long': {
      const { length, max } = problem;
      if (isPrompt(problem.option)) return say('option.promptTooLong', language, { length, max });
      return say('option.tooLong', language, { option: nameOption(problem.option, place), length, max });
    }
    case 'not-a-choice':
      return say('option.notAChoice', language, {
        option: nameOption(problem.option, place),
        given: shorten(problem.given, longestGiven),
        choices: listChoices(problem.choices, { say, language }),
      });
    case 'not-yes-or-no':
      return say('option.notYesOrNo', language, {
        option: nameOption(problem.option, place),
        given: shorten(problem.given, longestGiven),
      });
    case 'not-a-link':
      return say('option.notALink', language, {
        option: nameOption(problem.option, place),
        given: shorten(problem.given, longestGiven),
      });
    case 'unknown': {
      const given = nameOption(shorten(problem.given, longestGiven), place);
      if (problem.nearest === undefined) return say('option.unknown', language, { given });
      return say('option.unknownDidYouMean', language, {
        given,
        nearest: nameOption(problem.nearest, place),
      });
    }
    default:
      return problem satisfies never;
  }
}

const imagine = 'imagine';
const longestGiven = 40;

function askForPrompt({ command = imagine, language }: OptionPlace, say: Say): RichText {
  const [words] = say('commands.imagine.example', language);
  const example = `/${command} ${words?.text ?? ''}`;
  return say(command === imagine ? 'option.promptMissing' : 'option.wordsMissing', language, { example });
}

function isPromptMissing(problem: OptionProblem): boolean {
  return problem.problem === 'missing' && isPrompt(problem.option);
}

/** The description is typed without a flag, so nobody knows it by its name. */
function isPrompt(option: string): boolean {
  return option === 'prompt';
}

const formPlatforms: readonly string[] = ['discord', 'playground'];

/** Where options are typed rather than picked from a form. */
export function hasFlags({ platform }: { readonly platform: string }): boolean {
  return !formPlatforms.includes(platform);
}

/** An option as people know it on their platform: `--count` where it is typed, `count` where it is picked. */
function nameOption(option: string, place: OptionPlace): string {
  return hasFlags(place) ? `--${option}` : option;
}
