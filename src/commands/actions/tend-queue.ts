import type { Cancellation } from '../../core/cancellation.ts';
import { isDraftPaid } from '../../core/cancellation.ts';
import type { Action, Press } from '../action.ts';
import { readPictureArgument } from '../button-id.ts';
import type { CommandTools } from '../command.ts';
import { joinText } from '../join-text.ts';
import { everything, queueActionName, showQueue } from '../queue-page.ts';
import type { RichText } from '../rich-text.ts';

/** Looks again at what a person has under way, after cancelling one of it, or all, where the button says so. */
export const tendQueue: Action = {
  name: queueActionName,
  async run(press, tools) {
    const note = await tend(press, tools);
    return { kind: 'page', page: await showQueue(press, note, tools) };
  },
};

async function tend(press: Press, tools: CommandTools): Promise<RichText> {
  const { argument, language, personId } = press;
  if (argument === '') return [];
  if (argument === everything) return cancelAll(press, tools);
  const id = readPictureArgument(argument)?.generationId;
  if (id === undefined) return tools.wording.text(notes['not-found'], language);
  const cancellation = await tools.generations.cancel({ id, personId });
  const hasPaidDraft = cancellation.kind === 'cancelled' && isDraftPaid(cancellation);
  return tools.wording.text(hasPaidDraft ? 'draft.cancelled' : notes[cancellation.kind], language);
}

const notes = {
  cancelled: 'outcome.cancelledUnpaid',
  'cancelled-while-running': 'button.cancelledRunning',
  'already-over': 'button.over',
  'not-found': 'button.unknown',
} as const satisfies Record<Cancellation['kind'], string>;

async function cancelAll({ language, personId }: Press, tools: CommandTools): Promise<RichText> {
  const { generations, wording } = tools;
  const counts = { cancelled: 0, begun: 0 };
  for (const { generation } of await generations.unfinished(personId)) {
    const cancellation = await generations.cancel({ id: generation.id, personId });
    const { kind } = cancellation;
    if (kind === 'cancelled' || kind === 'cancelled-while-running') counts.cancelled += 1;
    const hasPaidDraft = kind === 'cancelled' && isDraftPaid(cancellation);
    if (kind === 'cancelled-while-running' || hasPaidDraft) counts.begun += 1;
  }
  if (counts.cancelled === 0) return [];
  const charge = counts.begun > 0 ? 'queue.mayBeCharged' : 'refusal.unpaid';
  return joinText(
    [
      wording.text('queue.cancelledAll', language, { count: counts.cancelled }),
      wording.text(charge, language),
    ],
    ' ',
  );
}
