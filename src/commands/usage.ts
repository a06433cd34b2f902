import type { Command } from './command.ts';
import { joinText } from './join-text.ts';
import { textPage } from './text-page.ts';

/** Shows a person what they used today and this month, and what is left. */
export const usage: Command<Record<never, never>> = {
  name: 'usage',
  isPersonal: true,
  options: {},
  run: async (invocation, { isSandbox, spending, wording }) => {
    const { language } = invocation;
    const spent = wording.spending(await spending.of(invocation), language);
    const note = isSandbox ? wording.text('sandbox.general', language) : [];
    const text = joinText([spent, note], '\n\n');
    return textPage(text);
  },
};
