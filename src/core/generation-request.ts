import type { Address } from './address.ts';
import type { WishRequest } from './wish.ts';

/** A request as a command hands it over: who asks, where, for what, and where the answers go. */
export interface GenerationRequest {
  readonly sourceKey: string;
  /** The button that asked for it, by its id; undefined when somebody typed. */
  readonly origin: string | undefined;
  readonly personId: string;
  readonly placeId: string;
  /** A place of the person's own, which no budget of a place is for. */
  readonly isPrivateChat: boolean;
  /** The channel, and what it belongs to, as `platform:id`, where places have such things. */
  readonly channels?: readonly string[] | undefined;
  /** What the person is there, as `platform:id`, where the platform has such a thing. */
  readonly roles?: readonly string[] | undefined;
  /** A place for adults only. */
  readonly isAgeRestricted?: boolean | undefined;
  readonly language: string;
  readonly isPrivate: boolean;
  readonly address: Address;
  readonly wish: WishRequest;
  /** Aborted when it is too late to be answered: what is not decided about by then is refused. */
  readonly patience?: AbortSignal | undefined;
}
