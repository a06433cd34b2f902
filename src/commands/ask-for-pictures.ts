import { narrow } from '../core/rules/narrowing.ts';
import { makesTexts } from '../core/verb.ts';
import type { WishRequest } from '../core/wish.ts';
import type { AddressLookup, CommandTools, Invocation } from './command.ts';
import type { Reply } from './reply.ts';
import type { RichText } from './rich-text.ts';
import type { Wording } from './wording.ts';

export interface PictureRequest {
  readonly wish: WishRequest;
  readonly isPrivate: boolean;
  /** The button that asks, by its id; undefined when somebody typed. */
  readonly origin: string | undefined;
}

/** Asks the core for pictures; everything after the acceptance is the core's and its couriers' work. */
export async function askForPictures(
  invocation: Omit<Invocation, 'values' | 'pictures'>,
  { isPrivate: asksPrivately, origin, wish }: PictureRequest,
  { generations, house, wording }: CommandTools,
): Promise<Reply> {
  const { channels, isAgeRestricted, isPrivateChat, language, patience } = invocation;
  const { personId, placeId, roles, sourceKey } = invocation;
  // Where an answer goes has to be known before it is decided about, which looks at the rules once more.
  const isPrivate = asksPrivately || narrow(await house.rules.of(placeId)).privateOnly;
  const isInWords = makesTexts(wish.verb ?? 'paint');
  const lookup = await invocation.addressFor({ isPrivate, isInWords });
  if (lookup.kind !== 'address') {
    // What was accepted is not turned down when its update comes again.
    const known = await generations.acceptedFor(sourceKey);
    if (known !== undefined) return { kind: 'accepted', generation: known };
    return { kind: 'refusal', text: wordNoAddress(lookup, language, wording) };
  }
  const { address } = lookup;
  const acceptance = await generations.request({
    sourceKey,
    origin,
    personId,
    placeId,
    isPrivateChat,
    channels,
    roles,
    isAgeRestricted,
    language,
    isPrivate,
    address,
    wish,
    patience,
  });
  switch (acceptance.kind) {
    case 'accepted':
    case 'repeated':
      return { kind: 'accepted', generation: acceptance.generation };
    case 'under-way':
      return { kind: 'notice', text: wording.text('button.underWay', language), isShownByMessage: false };
    case 'refused':
      return { kind: 'refusal', text: wording.refusal(acceptance.refusal, language) };
    default:
      return acceptance satisfies never;
  }
}

function wordNoAddress(
  lookup: Exclude<AddressLookup, { readonly kind: 'address' }>,
  language: string,
  wording: Wording,
): RichText {
  return lookup.kind === 'cannot-post'
    ? lookup.text
    : wording.text('refusal.privateChatClosed', language, { link: lookup.link });
}
