import type { WishRequest } from '../core/wish.ts';
import type { CommandTools, Invocation } from './command.ts';
import type { Reply } from './reply.ts';

export interface PictureRequest {
  readonly wish: WishRequest;
  readonly isPrivate: boolean;
  /** The button that asks, by its id; undefined when somebody typed. */
  readonly origin: string | undefined;
}

/** Asks the core for pictures; everything after the acceptance is the core's and its couriers' work. */
export async function askForPictures(
  invocation: Omit<Invocation, 'values' | 'pictures'>,
  { isPrivate, origin, wish }: PictureRequest,
  { generations, wording }: CommandTools,
): Promise<Reply> {
  const { language, personId, placeId, sourceKey } = invocation;
  const lookup = await invocation.addressFor({ isPrivate });
  if (lookup.kind === 'private-chat-closed') {
    const text = wording.text('refusal.privateChatClosed', language, { link: lookup.link });
    return { kind: 'refusal', text };
  }
  if (lookup.kind === 'cannot-post') return { kind: 'refusal', text: lookup.text };
  const { address } = lookup;
  const acceptance = await generations.request({
    sourceKey,
    origin,
    personId,
    placeId,
    language,
    isPrivate,
    address,
    wish,
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
