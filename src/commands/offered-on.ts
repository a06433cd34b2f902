import type { ModelCatalog } from '../core/model-catalog.ts';
import type { Command } from './command.ts';

/** Whether people on a platform see the command or the option. */
export function isOfferedOn(offer: { readonly platforms?: readonly string[] }, platform: string): boolean {
  return offer.platforms?.includes(platform) ?? true;
}

/** Whether what the command asks for is on offer. */
export function isOnOffer({ verb }: Pick<Command, 'verb'>, catalog: ModelCatalog): boolean {
  return verb === undefined || catalog.toolFor(verb) !== undefined;
}
