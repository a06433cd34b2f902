/** What is wrong with one option as a person gave it. `given` holds their own words. */
export type OptionProblem =
  | { readonly problem: 'missing'; readonly option: string }
  /** The flag stands there without its value. */
  | { readonly problem: 'value-missing'; readonly option: string }
  | {
      readonly problem: 'not-a-number' | 'out-of-range';
      readonly option: string;
      readonly given: string;
      readonly min: number;
      readonly max: number;
    }
  | { readonly problem: 'too-long'; readonly option: string; readonly max: number; readonly length: number }
  | {
      readonly problem: 'not-a-choice';
      readonly option: string;
      readonly given: string;
      readonly choices: readonly string[];
    }
  | { readonly problem: 'not-yes-or-no'; readonly option: string; readonly given: string }
  | { readonly problem: 'not-a-link'; readonly option: string; readonly given: string }
  | { readonly problem: 'unknown'; readonly given: string; readonly nearest: string | undefined };
