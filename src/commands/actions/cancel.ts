import type { Action } from '../action.ts';
import { findPressed } from '../find-pressed.ts';

/** Ends a request at its person's wish; the message of the request comes to say so. */
export const cancel: Action = {
  name: 'cancel',
  async run(press, tools) {
    const pressed = await findPressed(press, 'own', tools);
    if (pressed.kind === 'reply') return pressed.reply;
    const { id } = pressed.painting.generation;
    const { language, personId } = press;
    const cancellation = await tools.generations.cancel({ id, personId });
    switch (cancellation.kind) {
      case 'cancelled':
      case 'cancelled-while-running': {
        const text = tools.wording.text(keys[cancellation.kind], language);
        return { kind: 'notice', text, isShownByMessage: true };
      }
      case 'already-over':
        return { kind: 'notice', text: tools.wording.text('button.over', language), isShownByMessage: false };
      case 'not-found':
        return { kind: 'refusal', text: tools.wording.text('button.unknown', language) };
      default:
        return cancellation satisfies never;
    }
  },
};

const keys = {
  cancelled: 'outcome.cancelledUnpaid',
  'cancelled-while-running': 'button.cancelledRunning',
} as const;
