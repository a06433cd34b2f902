import type { FailureCode } from '../core/failure.ts';
import type { Generation } from '../core/generation.ts';
import type { ToolVerb } from '../core/verb.ts';
import { makesTexts } from '../core/verb.ts';
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
      if (makesTexts(generation.wish.verb)) return [[make('paint'), make('change')]];
      return pictureCount === 0 ? [] : resultButtons(generation, pictureCount, { ...tools, make });
    case 'failed':
    case 'cancelled':
    case 'expired': {
      // A picture that is shown then is the draft: whoever sees it can have it taken away.
      const draft = pictureCount === 0 ? [] : ['remove' as const, ...reportOf(generation)];
      return [helpFor(generation), draft]
        .filter((row) => row.length > 0)
        .map((row) => row.map((label) => make(label)));
    }
    default:
      return generation.state satisfies never;
  }
}

/** As `ButtonRows` has it. */
const mostRows = 5;

type Make = (label: LabelKey, position?: number) => Button;

function resultButtons(
  generation: Generation,
  pictureCount: number,
  { catalog, make }: WordingTools & { readonly make: Make },
): ButtonRows {
  const { wish } = generation;
  const main = [make('again'), make('change')];
  const rest = [make('files'), make('star'), make('remove')];
  const report = reportOf(generation).map((label) => make(label));
  const tools = toolLabels.filter((verb) => verb !== wish.verb && catalog.toolFor(verb) !== undefined);
  const toolsForOne = tools.map((verb) => make(verb));
  const paintsFrom = wish.verb === 'paint' ? catalog.find(wish.model) : catalog.defaultModel;
  const takesPictures = (paintsFrom?.maxReferences ?? 0) > 0;
  if (wish.verb !== 'paint') {
    const from = takesPictures ? [make('from')] : [];
    return [
      [...from, ...toolsForOne],
      [...rest, ...report],
    ].filter((row) => row.length > 0);
  }
  if (pictureCount === 1) {
    const work = takesPictures ? [make('vary'), make('from')] : [];
    return [[...main, ...work], toolsForOne, [...rest, ...report]].filter((row) => row.length > 0);
  }
  const positions = Array.from({ length: pictureCount }, (_, position) => position);
  const rowOf = (label: LabelKey) => positions.map((position) => make(label, position));
  const rows = [
    ...(takesPictures ? [[...main, ...rest], rowOf('varyOne'), rowOf('fromOne')] : [main, rest]),
    ...tools.map((verb) => rowOf(`${verb}One`)),
  ];
  // There is room for five rows of five buttons, and for no more than four pictures in one.
  const last = rows.length < mostRows ? [] : (rows.pop() ?? []);
  return [...rows, [...last, ...report]].filter((row) => row.length > 0);
}

/** What can be done with a picture besides painting from it. */
const toolLabels = ['upscale', 'cutout'] as const satisfies readonly ToolVerb[];

/** Only what is painted is made of words that other words would help. */
function onlyFor({ wish }: Generation, labels: readonly LabelKey[]): readonly LabelKey[] {
  return wish.verb === 'paint' ? labels : labels.filter((label) => label !== 'change');
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
  banned: [],
} as const satisfies Record<FailureCode, readonly LabelKey[]>;

/** What may help where no pictures came of it. */
function helpFor(generation: Generation): readonly LabelKey[] {
  const { failure, holdsSlot, state } = generation;
  if (state === 'cancelled') return holdsSlot ? [] : onlyFor(generation, ['retry', 'change']);
  if (failure === undefined) return ['retry'];
  const mayHelp = failure.mayRetryHelp && (failure.picture?.problem ?? 'unreachable') === 'unreachable';
  const helping = helps[failure.code].filter((label) => label === 'change' || mayHelp);
  return onlyFor(generation, helping);
}

/** What only its person sees is nobody else's business; a private chat on Telegram has the id of its person. */
function reportOf({ isPrivate, personId, placeId }: Generation): readonly 'report'[] {
  return isPrivate || placeId === personId ? [] : ['report'];
}

const actionNames = {
  again: 'again',
  cancel: 'cancel',
  cutout: 'cutout',
  cutoutOne: 'cutout',
  change: 'change',
  files: 'files',
  from: 'from',
  fromOne: 'from',
  paint: 'paint',
  remove: 'remove',
  report: 'report',
  retry: 'retry',
  star: 'star',
  upscale: 'upscale',
  upscaleOne: 'upscale',
  vary: 'vary',
  varyOne: 'vary',
} as const;

type LabelKey = keyof typeof actionNames;

const looks: Partial<Record<LabelKey, Button['look']>> = {
  again: 'main',
  paint: 'main',
  remove: 'danger',
  retry: 'main',
};

function labelled(
  { id: generationId, language }: Generation,
  { label, position }: { readonly label: LabelKey; readonly position: number | undefined },
  { say }: WordingTools,
): Button {
  const words =
    label === 'varyOne' || label === 'fromOne' || label === 'upscaleOne' || label === 'cutoutOne'
      ? say(`button.${label}`, language, { number: (position ?? 0) + 1 })
      : say(`button.${label}`, language);
  return {
    id: buttonId({ action: actionNames[label], argument: pictureArgument({ generationId, position }) }),
    label: toPlainText(words),
    look: looks[label] ?? 'plain',
  };
}
