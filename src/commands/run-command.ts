import { createReference } from '../core/reference.ts';
import type { Command, CommandServices, Invocation } from './command.ts';
import { joinText } from './join-text.ts';
import type { RawOptions } from './option.ts';
import { readOptions } from './read-options.ts';
import type { Reply } from './reply.ts';
import type { Wording } from './wording.ts';

/** What the operator's log needs to know of an unexpected fault; never what the person wrote. */
export interface FaultReport {
  /** The id that the person was given. */
  readonly reference: string;
  readonly error: unknown;
  /** The command, or the action of the button. */
  readonly command: string;
  readonly sourceKey: string;
  readonly platform: string;
}

/** What every use of a command or a button needs besides itself. */
export interface RunTools {
  readonly services: CommandServices;
  readonly wording: Wording;
  readonly reportFault: (report: FaultReport) => void;
}

export interface CommandRun extends RunTools {
  readonly command: Command;
  readonly invocation: Omit<Invocation, 'values'>;
  readonly raw: RawOptions;
}

/** Runs one command and always comes back with an answer. */
export function runCommand({ command, invocation, raw, ...tools }: CommandRun): Promise<Reply> {
  return answerAlways({ ...tools, what: command.name, invocation }, async () => {
    const reading = readOptions(command.options, raw);
    if (reading.kind === 'problems') {
      return { kind: 'refusal', text: tools.wording.optionProblems(reading.problems, invocation) };
    }
    const { services, wording } = tools;
    return command.run({ ...invocation, values: reading.values }, { ...services, wording });
  });
}

interface Answering extends RunTools {
  readonly what: string;
  readonly invocation: Pick<Invocation, 'language' | 'platform' | 'sourceKey'>;
}

/**
 * The one place where a fault of a command or a button becomes words: the person gets a short reference, the log gets
 * the fault under the same reference.
 */
export async function answerAlways(answering: Answering, answer: () => Promise<Reply>): Promise<Reply> {
  const { invocation, reportFault, what, wording } = answering;
  const { language, platform, sourceKey } = invocation;
  try {
    return markSandbox(await answer(), answering);
  } catch (error) {
    const reference = createReference();
    reportFault({ reference, error, command: what, sourceKey, platform });
    return markSandbox({ kind: 'refusal', text: wording.fault(reference, language) }, answering);
  }
}

function markSandbox(reply: Reply, { invocation, services, wording }: Answering): Reply {
  if (!services.isSandbox || (reply.kind !== 'answer' && reply.kind !== 'refusal')) return reply;
  const note = wording.text('sandbox.general', invocation.language);
  return { ...reply, text: joinText([reply.text, note], '\n\n') };
}
