import type { FailureCode } from '../core/failure.ts';
import type { FailureRecord, Generation } from '../core/generation.ts';
import type { Button } from './button.ts';
import { buttonId, pictureArgument } from './button-id.ts';
import { toPlainText } from './join-text.ts';
import type { ButtonRows } from './reply.ts';
import type { WordingTools } from './wording-tools.ts';

/** What a message about a generation offers to do, by how far that is; `pictureCount` is what the message shows. */
export function generationButtons(
  generation: Generation,
  pictureCount: number,
  tools: WordingTools,
): ButtonRows {
  if (generation.removedAtMs !== undefined) return [];
  const make = (label: LabelKey, position?: number) => labelled(generation, { label, position }, tools);
  switch (generation.state) {
    case 'accepted':
    case 'preparing':
    case 'waiting':
    case 'running':
      return [[make('cancel')]];
    case 'made':
    case 'delivered':
    case 'undeliverable':
      return pictureCount === 0 ? [] : resultButtons(generation, pictureCount, { ...tools, make });
    case 'failed':
      return failureButtons(generation.failure, make);
    case 'cancelled':
      return generation.holdsSlot ? [] : [[make('retry'), make('change')]];
    case 'expired':
      return [[make('retry')]];
    default:
      return generation.state satisfies never;
  }
}

type Make = (label: LabelKey, position?: number) => Button;

function resultButtons(
  { wish }: Generation,
  pictureCount: number,
  { catalog, make }: WordingTools & { readonly make: Make },
): ButtonRows {
  const main = [make('again'), make('change')];
  const rest = [make('files'), make('star'), make('remove')];
  const takesPictures = (catalog.find(wish.model)?.maxReferences ?? 0) > 0;
  if (!takesPictures) return [main, rest];
  if (pictureCount === 1) return [[...main, make('vary'), make('from')], rest];
  const positions = Array.from({ length: pictureCount }, (_, position) => position);
  return [
    [...main, ...rest],
    positions.map((position) => make('varyOne', position)),
    positions.map((position) => make('fromOne', position)),
  ];
}

/** The same again helps where asking later may; where the words were the trouble, other words do. */
const helps = {
  'content-refused': ['change'],
  'request-refused': ['retry', 'change'],
  'references-refused': ['retry'],
  'model-unavailable': ['retry'],
  'provider-busy': ['retry'],
  'provider-unreachable': ['retry'],
  'provider-timeout': ['retry'],
  'provider-failed': ['retry'],
  'provider-out-of-funds': [],
  'provider-key-rejected': [],
  'pictures-unusable': ['retry'],
  'outcome-unknown': ['retry'],
  internal: ['retry'],
} as const satisfies Record<FailureCode, readonly LabelKey[]>;

function failureButtons(failure: FailureRecord | undefined, make: Make): ButtonRows {
  if (failure === undefined) return [[make('retry')]];
  const mayHelp = failure.mayRetryHelp && (failure.picture?.problem ?? 'unreachable') === 'unreachable';
  const buttons = helps[failure.code].filter((label) => label === 'change' || mayHelp);
  return buttons.length === 0 ? [] : [buttons.map((label) => make(label))];
}

const actionNames = {
  again: 'again',
  cancel: 'cancel',
  change: 'change',
  files: 'files',
  from: 'from',
  fromOne: 'from',
  remove: 'remove',
  retry: 'retry',
  star: 'star',
  vary: 'vary',
  varyOne: 'vary',
} as const;

type LabelKey = keyof typeof actionNames;

const looks: Partial<Record<LabelKey, Button['look']>> = { again: 'main', remove: 'danger', retry: 'main' };

function labelled(
  { id: generationId, language }: Generation,
  { label, position }: { readonly label: LabelKey; readonly position: number | undefined },
  { say }: WordingTools,
): Button {
  const words =
    label === 'varyOne' || label === 'fromOne'
      ? say(`button.${label}`, language, { number: (position ?? 0) + 1 })
      : say(`button.${label}`, language);
  return {
    id: buttonId({ action: actionNames[label], argument: pictureArgument({ generationId, position }) }),
    label: toPlainText(words),
    look: looks[label] ?? 'plain',
  };
}
