import type { Address } from './address.ts';
import type { Generation } from './generation.ts';
import type { Refusal } from './refusal.ts';
import type { WishRequest } from './wish.ts';

/** A request as a command hands it over: who asks, where, for what, and where the answers go. */
export interface GenerationRequest {
  readonly sourceKey: string;
  readonly personId: string;
  readonly placeId: string;
  readonly language: string;
  readonly isPrivate: boolean;
  readonly address: Address;
  readonly wish: WishRequest;
}

export type Acceptance =
  | { readonly kind: 'accepted'; readonly generation: Generation }
  /** The same update was accepted before; nothing was changed. */
  | { readonly kind: 'repeated'; readonly generation: Generation }
  | { readonly kind: 'refused'; readonly refusal: Refusal };

/** What can be asked of the core. */
export interface GenerationService {
  /**
   * Accepts or refuses a request in one transaction. Resolves as soon as that is committed; the first answer to an
   * accepted one is then sent by its platform's courier, without being waited for here.
   */
  request(request: GenerationRequest): Promise<Acceptance>;
}
