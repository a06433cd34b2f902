import type { CommandTools, Invocation } from './command.ts';
import type { Reply } from './reply.ts';
import type { FormAnswers } from './words-form.ts';

/** What a button does, the same on every platform and for as long as messages with it exist. */
export interface Action {
  /** Part of the ids of buttons, and so never changed. */
  readonly name: string;
  run(press: Press, tools: CommandTools): Promise<Reply>;
  /** Takes the words that `run` asked for by a form. */
  submit?(press: Press, answers: FormAnswers, tools: CommandTools): Promise<Reply>;
}

/** One press of a button: who, where, on what. */
export interface Press extends Omit<Invocation, 'values' | 'pictures'> {
  readonly buttonId: string;
  /** What the button is about. */
  readonly argument: string;
  /** Whether the person keeps order in a place, by default in this one; asked only when it matters. */
  mayModerate(placeId?: string): Promise<boolean>;
}
