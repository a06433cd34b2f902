import type { PersonSettings } from '../core/person-settings.ts';
import { createReference } from '../core/reference.ts';
import type { Command, CommandServices, CommandTools, Invocation } from './command.ts';
import { joinText } from './join-text.ts';
import type { RawOptions } from './option.ts';
import { placeLanguage } from './place-language.ts';
import { readOptions } from './read-options.ts';
import type { News, Reply, WithNews } from './reply.ts';
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
export function runCommand({ command, invocation, raw, ...tools }: CommandRun): Promise<Reply & WithNews> {
  return answerAlways({ ...tools, what: command.name, invocation }, async (language, commandTools) => {
    const asked = { ...invocation, language };
    const reading = readOptions(command.options, raw);
    if (reading.kind === 'problems') {
      const { platform } = asked;
      const place = { platform, language, command: command.name };
      return { kind: 'refusal', text: tools.wording.optionProblems(reading.problems, place) };
    }
    return command.run({ ...asked, values: reading.values }, commandTools);
  });
}

interface Answering extends RunTools {
  readonly what: string;
  readonly invocation: Omit<Invocation, 'values' | 'pictures'>;
}

/**
 * The one place where a fault of a command or a button becomes words: the person gets a short reference, the log gets
 * the fault under the same reference. It is also where a person's own language takes the place of their app's.
 */
export async function answerAlways(
  answering: Answering,
  answer: (language: string, tools: CommandTools) => Promise<Reply>,
): Promise<Reply & WithNews> {
  const { invocation, reportFault, services, what, wording } = answering;
  const { personId, platform, sourceKey } = invocation;
  let { language } = invocation;
  try {
    const usual = await placeLanguage(invocation, services);
    const languageUnder = ({ language = usual }: PersonSettings) => language;
    language = languageUnder(await services.settings.of(personId));
    const reply = await answer(language, { ...services, wording, languageUnder });
    const news = takesNews(reply) ? await readNews(answering, language) : undefined;
    return { ...markSandbox(reply, language, answering), ...(news === undefined ? {} : { news }) };
  } catch (error) {
    const reference = createReference();
    reportFault({ reference, error, command: what, sourceKey, platform });
    return markSandbox({ kind: 'refusal', text: wording.fault(reference, language) }, language, answering);
  }
}

/** Beside a 'no', a few words or a form there is no place for anything else. */
function takesNews({ kind }: Reply): boolean {
  return kind !== 'refusal' && kind !== 'notice' && kind !== 'form';
}

/** What ended out of the person's reach is said when they come back; to fail at it is no reason to answer nothing. */
async function readNews(answering: Answering, language: string): Promise<News | undefined> {
  const { invocation, reportFault, services, what, wording } = answering;
  const { isSeenByOthers, personId, placeId, platform, sourceKey } = invocation;
  try {
    const publicPlaceId = isSeenByOthers ? placeId : undefined;
    const missed = await services.generations.missedBy({ personId, publicPlaceId });
    if (missed.length === 0) return undefined;
    const text = wording.text('missed', language, { count: missed.length });
    return { text, said: () => services.generations.forgetMissed(missed) };
  } catch (error) {
    reportFault({ reference: createReference(), error, command: what, sourceKey, platform });
    return undefined;
  }
}

function markSandbox(reply: Reply, language: string, { services, wording }: RunTools): Reply {
  if (!services.isSandbox || (reply.kind !== 'answer' && reply.kind !== 'refusal')) return reply;
  const note = wording.text('sandbox.general', language);
  return { ...reply, text: joinText([reply.text, note], '\n\n') };
}
