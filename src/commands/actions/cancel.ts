import { isDraftPaid } from '../../core/cancellation.ts';
import type { Action } from '../action.ts';
import { findPressed } from '../find-pressed.ts';
import type { Reply } from '../reply.ts';

/** Ends a request at its person's wish; the message of the request comes to say so. */
export const cancel: Action = {
  name: 'cancel',
  async run(press, tools) {
    const pressed = await findPressed(press, 'own', tools);
    if (pressed.kind === 'reply') return pressed.reply;
    const { id, wish } = pressed.painting.generation;
    const { language, personId } = press;
    const said = (key: CancelledKey): Reply => ({
      kind: 'notice',
      text: tools.wording.text(key, language),
      isShownByMessage: true,
    });
    const cancellation = await tools.generations.cancel({ id, personId });
    switch (cancellation.kind) {
      case 'cancelled':
        return said(isDraftPaid(cancellation) ? 'draft.cancelled' : 'outcome.cancelledUnpaid');
      case 'cancelled-while-running':
        return said(wish.verb === 'paint' ? 'button.cancelledRunning' : 'tool.cancelledRunning');
      case 'already-over':
        return { kind: 'notice', text: tools.wording.text('button.over', language), isShownByMessage: false };
      case 'not-found':
        return { kind: 'refusal', text: tools.wording.text('button.unknown', language) };
      default:
        return cancellation satisfies never;
    }
  },
};

type CancelledKey =
  | 'outcome.cancelledUnpaid'
  | 'draft.cancelled'
  | 'button.cancelledRunning'
  | 'tool.cancelledRunning';
