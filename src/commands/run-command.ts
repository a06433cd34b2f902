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
  readonly command: string;
  readonly sourceKey: string;
  readonly platform: string;
}

export interface CommandRun {
  readonly command: Command;
  readonly invocation: Omit<Invocation, 'values'>;
  readonly raw: RawOptions;
  readonly services: CommandServices;
  readonly wording: Wording;
  readonly reportFault: (report: FaultReport) => void;
}

/**
 * Runs one command and always comes back with an answer: this is the one place where a fault of a command becomes
 * words. The person gets a short reference, the log gets the fault under the same reference.
 */
export async function runCommand(run: CommandRun): Promise<Reply> {
  return markSandbox(await answerOrApologise(run), run);
}

async function answerOrApologise(run: CommandRun): Promise<Reply> {
  const { command, invocation, wording, reportFault } = run;
  const { language, platform, sourceKey } = invocation;
  try {
    return await answer(run);
  } catch (error) {
    const reference = createReference();
    reportFault({ reference, error, command: command.name, sourceKey, platform });
    return { kind: 'refusal', text: wording.fault(reference, language) };
  }
}

async function answer({ command, invocation, raw, services, wording }: CommandRun): Promise<Reply> {
  const reading = readOptions(command.options, raw);
  if (reading.kind === 'problems') {
    return { kind: 'refusal', text: wording.optionProblems(reading.problems, invocation) };
  }
  return await command.run({ ...invocation, values: reading.values }, { ...services, wording });
}

function markSandbox(reply: Reply, { invocation, services, wording }: CommandRun): Reply {
  if (!services.isSandbox || reply.kind === 'accepted') return reply;
  const note = wording.text('sandbox.general', invocation.language);
  return { ...reply, text: joinText([reply.text, note], '\n\n') };
}
