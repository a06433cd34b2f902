import type { Press } from './action.ts';
import type { CommandTools } from './command.ts';
import type { Reply } from './reply.ts';

/** Asks for the words of a new painting; they go to the button that was pressed. */
export function askForWords(
  { buttonId, language }: Press,
  { prefilled, title }: { readonly title: FormTitle; readonly prefilled: string },
  { catalog, wording }: CommandTools,
): Reply {
  const form = {
    buttonId,
    title: wording.text(title, language),
    prefilled,
    placeholder: wording.text('discord.formExample', language),
    length: catalog.defaultModel.promptLength,
  };
  return { kind: 'form', form };
}

type FormTitle = 'button.changeTitle' | 'button.workFromTitle';
