import type { DeliverablePicture } from '../core/courier.ts';
import type { Painting } from '../core/gallery.ts';
import type { Press } from './action.ts';
import { readPictureArgument } from './button-id.ts';
import type { CommandTools } from './command.ts';
import type { PressRight } from './may-press.ts';
import { mayPress } from './may-press.ts';
import type { Reply } from './reply.ts';

export type Pressed =
  | {
      readonly kind: 'painting';
      readonly painting: Painting;
      /** The picture that the button is about; undefined when it is about all of them. */
      readonly picture: DeliverablePicture | undefined;
    }
  | { readonly kind: 'reply'; readonly reply: Reply };

/** Finds what a button is about, for somebody who may press it; otherwise why not, in words. */
export async function findPressed(press: Press, right: PressRight, tools: CommandTools): Promise<Pressed> {
  const target = readPictureArgument(press.argument);
  const painting = target && (await tools.gallery.find(target.generationId));
  if (target === undefined || painting === undefined) return refuse('button.unknown', press, tools);
  if (!(await mayPress(right, painting, press))) return refuse('button.notYours', press, tools);
  // Its messages may still be there, when the process ended or the platform failed at a bad moment.
  const isGone = painting.generation.removedAtMs !== undefined && right !== 'remove';
  if (isGone) return refuse('button.removed', press, tools);
  if (target.position === undefined) return { kind: 'painting', painting, picture: undefined };
  const picture = painting.results.find(({ position }) => position === target.position);
  if (picture === undefined) return refuse('button.picturesGone', press, tools);
  return { kind: 'painting', painting, picture };
}

type Reason = 'button.unknown' | 'button.notYours' | 'button.removed' | 'button.picturesGone';

function refuse(key: Reason, { language }: Press, { wording }: CommandTools): Pressed {
  return { kind: 'reply', reply: { kind: 'refusal', text: wording.text(key, language) } };
}
