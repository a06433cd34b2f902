import type { Press } from './action.ts';
import { allActions } from './all-actions.ts';
import { readButtonId } from './button-id.ts';
import type { Reply, WithNews } from './reply.ts';
import type { RunTools } from './run-command.ts';
import { answerAlways } from './run-command.ts';
import type { FormAnswers } from './words-form.ts';

export interface ActionRun extends RunTools {
  readonly press: Omit<Press, 'argument'>;
  /** What the person filled in, where the button opened a form. */
  readonly answers: FormAnswers | undefined;
}

/** Does what a button stands for and always comes back with an answer, also for buttons that nobody knows any more. */
export function runAction({ answers, press, ...tools }: ActionRun): Promise<Reply & WithNews> {
  const target = readButtonId(press.buttonId);
  const what = target?.action ?? 'unknown button';
  return answerAlways({ ...tools, what, invocation: press }, async (language, commandTools) => {
    const { wording } = tools;
    const action = allActions.find(({ name }) => name === target?.action);
    if (action === undefined || target === undefined) return unknownButton(language, wording);
    const pressed = { ...press, language, argument: target.argument };
    if (answers === undefined) return action.run(pressed, commandTools);
    if (action.submit === undefined) return unknownButton(language, wording);
    return action.submit(pressed, answers, commandTools);
  });
}

function unknownButton(language: string, wording: RunTools['wording']): Reply {
  return { kind: 'refusal', text: wording.text('button.unknown', language) };
}
