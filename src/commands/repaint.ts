import type { Painting } from '../core/gallery.ts';
import type { PersonSettings } from '../core/person-settings.ts';
import { noSettings } from '../core/person-settings.ts';
import type { ReferenceSource } from '../core/reference-source.ts';
import type { Verb } from '../core/verb.ts';
import type { Wish, WishRequest } from '../core/wish.ts';
import { nothingNamed } from '../core/wish.ts';
import type { Press } from './action.ts';
import { askForPictures } from './ask-for-pictures.ts';
import type { CommandTools } from './command.ts';
import type { Reply } from './reply.ts';

export interface RepaintChange {
  /** By default it is painted, whatever was done before. */
  readonly verb?: Verb;
  /** The person's own words asked for it, so that asking with others at the same time is another wish. */
  readonly isInOwnWords?: true;
  readonly prompt?: string;
  readonly seed?: number | undefined;
  /** In place of the pictures that the painting was made from. */
  readonly references?: readonly ReferenceSource[];
  /** After those. */
  readonly moreReferences?: readonly ReferenceSource[];
}

/** Asks for the same as an earlier result, but for a change, on account of whoever presses. */
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
  const settings = await tools.settings.of(press.personId);
  const { prompt, verb } = generation.wish;
  const manner =
    verb === 'paint'
      ? {
          ...mannerOf(generation.wish),
          aspect: aspectWith(references, painting, tools),
          defaults: { ...noSettings, draftsFirst: wantsDraft(press, { painting, settings }) },
        }
      : { ...nothingNamed, defaults: settings };
  const wish: WishRequest = {
    verb: change.verb ?? 'paint',
    prompt: change.prompt ?? prompt,
    ...manner,
    seed: change.seed,
    references,
  };
  // What a person wants to keep to themselves stays with them, whoever painted it first.
  const isPrivate = generation.isPrivate || settings.isPrivate;
  return askForPictures(
    press,
    { wish, isPrivate, origin: change.isInOwnWords ? undefined : press.buttonId },
    tools,
  );
}

/** As it was; whoever asks for the same as somebody else pays for a draft only if they usually want one. */
function wantsDraft(
  { personId }: Press,
  {
    painting: { generation, owners },
    settings,
  }: { readonly painting: Painting; readonly settings: PersonSettings },
): boolean {
  const { draftModel, dropped } = generation.wish;
  return owners.includes(personId)
    ? draftModel !== undefined || dropped.includes('draftsFirst')
    : settings.draftsFirst;
}

function mannerOf({ count, format, model, style }: Wish) {
  return { count, format, model, style };
}

/** What a painting after this wish is made with: the same, or what the person usually wants where it is no painting. */
export async function paintingLike(
  wish: Wish,
  { personId }: Press,
  { catalog, settings }: CommandTools,
): Promise<Pick<Wish, 'count' | 'model'>> {
  if (wish.verb === 'paint') return wish;
  const { count = 1, model = catalog.defaultModel.air } = await settings.of(personId);
  return { count, model };
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
