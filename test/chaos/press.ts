import type { Random } from './random.ts';

/** Asks for something with the same words once more, so that the marker stays the same. */
const repeating: readonly string[] = ['again', 'cutout', 'paint', 'retry', 'upscale', 'vary'];

const weights: Readonly<Record<string, number>> = {
  cancel: 6,
  again: 2,
  retry: 2,
  vary: 1,
  upscale: 2,
  cutout: 1,
  paint: 4,
  change: 3,
  remove: 2,
  star: 1,
};

/** Somebody else names nobody by repeating the words, and it would run in the name of whoever wrote them. */
const otherPeoples: readonly string[] = ['cancel', 'change', 'remove', 'retry', 'star'];

/** One press of a button. */
export interface Press {
  readonly platform: 'discord' | 'telegram';
  readonly action: string;
  readonly generationId: string;
  /** The request that the message is about. */
  readonly number: number;
  readonly isByOther: boolean;
  /** The bot took note of it: Discord got an answer, Telegram a confirmation. */
  readonly isHeard: () => boolean;
}

/** How often a request may have been made once more by its own buttons. */
export function repetitionsOf(presses: readonly Press[], number: number): number {
  return presses.filter((press) => press.number === number && repeating.includes(press.action)).length;
}

/** The generations whose person pressed `Delete`. */
export function deletedBy(presses: readonly Press[]): ReadonlySet<string> {
  const own = presses.filter(({ action, isByOther }) => action === 'remove' && !isByOther);
  return new Set(own.map(({ generationId }) => generationId));
}

/** Chooses one of several buttons, the way people do; undefined when they would press none. */
export function chooseButton<Button extends { readonly action: string }>(
  buttons: readonly Button[],
  { isByOther, random }: { readonly isByOther: boolean; readonly random: Random },
): Button | undefined {
  const likely = buttons.flatMap((button) => {
    const isLikely = !isByOther || otherPeoples.includes(button.action);
    return Array.from({ length: isLikely ? (weights[button.action] ?? 0) : 0 }, () => button);
  });
  return likely.length === 0 ? undefined : random.pick(likely);
}
