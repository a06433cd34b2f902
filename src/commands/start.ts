import type { Command } from './command.ts';
import { renderExamples } from './help.ts';
import { joinText } from './join-text.ts';

/** Greets; Telegram offers it as a button before the first message: https://core.telegram.org/bots/features#commands */
export const start: Command<Record<never, never>> = {
  name: 'start',
  options: {},
  platforms: ['telegram'],
  isPersonal: true,
  run: async (invocation, { wording }) => {
    const { language } = invocation;
    const howTo = [wording.text('start.howTo', language), renderExamples(invocation, wording)];
    const parts = [
      wording.text('start.greeting', language),
      joinText(howTo, '\n'),
      wording.text('start.more', language),
    ];
    return { kind: 'answer', text: joinText(parts, '\n\n') };
  },
};
