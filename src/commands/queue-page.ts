import type { GenerationStatus } from '../core/courier.ts';
import type { Button } from './button.ts';
import { buttonId, pictureArgument } from './button-id.ts';
import type { CommandTools, Invocation } from './command.ts';
import { joinText, toPlainText } from './join-text.ts';
import type { ButtonRows, Page } from './reply.ts';
import type { RichText } from './rich-text.ts';
import { shorten } from './shorten.ts';

/** Part of the ids of buttons, and so never changed. */
export const queueActionName = 'queue';

/** The argument of the button that cancels everything. */
export const everything = 'all';

/** Two rows of buttons, and a text that fits any message. */
const mostShown = 10;
const buttonsInRow = 5;
const longestPrompt = 60;

/** Shows what a person has under way, under a note about what was just done. */
export async function showQueue(
  { language, personId }: Pick<Invocation, 'language' | 'personId'>,
  note: RichText,
  tools: CommandTools,
): Promise<Page> {
  const { wording } = tools;
  const statuses = await tools.generations.unfinished(personId);
  const count = statuses.length;
  const shown = statuses.slice(0, mostShown);
  const entries = shown.map((status, index) => renderEntry(status, { number: index + 1, language }, tools));
  const more = count > mostShown ? wording.text('list.more', language, { count: count - mostShown }) : [];
  const heading =
    count === 0 ? wording.text('queue.empty', language) : wording.text('queue.heading', language, { count });
  return {
    text: joinText([note, heading, ...entries, more], '\n\n'),
    pictures: [],
    altTexts: [],
    buttons: renderButtons(shown, language, tools),
  };
}

function renderEntry(
  { generation, ...status }: GenerationStatus,
  { language, number }: { readonly number: number; readonly language: string },
  { wording }: CommandTools,
): RichText {
  const { verb } = generation.wish;
  const prompt = shorten(generation.wish.prompt.trim().replaceAll(/\s+/g, ' '), longestPrompt);
  const title: RichText = [
    { text: `${number}.`, style: 'bold' },
    { text: ' ', style: 'plain' },
    ...(verb === 'paint' ? [] : [{ text: `/${verb}`, style: 'code' } as const]),
    ...(verb === 'paint' || prompt === '' ? [] : [{ text: ' ', style: 'plain' } as const]),
    ...(prompt === '' ? [] : [{ text: prompt, style: 'italic' } as const]),
  ];
  return joinText([title, wording.stage({ ...status, generation: { ...generation, language } })], '\n');
}

function renderButtons(
  shown: readonly GenerationStatus[],
  language: string,
  { wording }: CommandTools,
): ButtonRows {
  const cancels = shown.map(({ generation }, index): Button => {
    const label = wording.text('queue.cancelOne', language, { number: index + 1 });
    const argument = pictureArgument({ generationId: generation.id, position: undefined });
    return makeButton(argument, label, 'plain');
  });
  const refresh = makeButton('', wording.text('queue.refresh', language), 'plain');
  const all = makeButton(everything, wording.text('queue.cancelAll', language), 'danger');
  const rows = [cancels.slice(0, buttonsInRow), cancels.slice(buttonsInRow)].filter((row) => row.length > 0);
  return [...rows, shown.length > 1 ? [refresh, all] : [refresh]];
}

function makeButton(argument: string, label: RichText, look: Button['look']): Button {
  return { id: buttonId({ action: queueActionName, argument }), label: toPlainText(label), look };
}
