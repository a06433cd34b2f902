import type { Painting } from '../core/gallery.ts';
import type { ReferenceSource } from '../core/reference-source.ts';
import type { WishRequest } from '../core/wish.ts';
import type { Press } from './action.ts';
import { askForPictures } from './ask-for-pictures.ts';
import type { CommandTools } from './command.ts';
import type { Reply } from './reply.ts';

export interface RepaintChange {
  /** The person's own words asked for it, so that asking with others at the same time is another wish. */
  readonly isInOwnWords?: true;
  readonly prompt?: string;
  readonly seed?: number | undefined;
  /** In place of the pictures that the painting was made from. */
  readonly references?: readonly ReferenceSource[];
  /** After those. */
  readonly moreReferences?: readonly ReferenceSource[];
}

/** Asks for the same as an earlier painting, but for a change, on account of whoever presses. */
export async function repaint(
  press: Press,
  { painting, change }: { readonly painting: Painting; readonly change: RepaintChange },
  tools: CommandTools,
): Promise<Reply> {
  const { generation } = painting;
  const given = change.references ?? referencesOf(painting);
  if (given === undefined) {
    return { kind: 'refusal', text: tools.wording.text('button.referencesGone', press.language) };
  }
  const references = [...given, ...(change.moreReferences ?? [])];
  const { count, format, model, prompt, style } = generation.wish;
  const wish: WishRequest = {
    prompt: change.prompt ?? prompt,
    model,
    style,
    count,
    aspect: aspectWith(references, painting, tools),
    seed: change.seed,
    format,
    references,
  };
  // What a person wants to keep to themselves stays with them, whoever painted it first.
  const isPrivate = generation.isPrivate || (await tools.settings.of(press.personId)).isPrivate;
  return askForPictures(
    press,
    { wish, isPrivate, origin: change.isInOwnWords ? undefined : press.buttonId },
    tools,
  );
}

/** What the painting was made from; undefined when not all of it is kept any more. */
function referencesOf({ generation, references }: Painting): readonly ReferenceSource[] | undefined {
  if (references.length < generation.wish.references.length) return undefined;
  return references.map(({ key }) => ({ kind: 'kept', key }));
}

/** A picture to work from brings its own shape; a model that takes no other is not asked for one. */
function aspectWith(
  references: readonly ReferenceSource[],
  { generation: { wish } }: Painting,
  { catalog }: CommandTools,
): string | undefined {
  const takesSize = references.length === 0 || catalog.find(wish.model)?.takesSizeWithReferences !== false;
  return takesSize ? wish.aspect : undefined;
}
