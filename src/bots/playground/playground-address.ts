import { z } from 'zod';
import type { Address } from '../../core/address.ts';
import { playgroundPerson } from './playground-person.ts';

const playgroundAddress = z.object({
  platform: z.literal('playground'),
  /** The chat is kept in the same database, so that it is always there. */
  isDurable: z.literal(true),
  person: playgroundPerson,
});

/** Where the answers to one request go: into the one room, for the person who asked. */
export type PlaygroundAddress = Address & z.infer<typeof playgroundAddress>;

/** Checks an address that comes back from storage. @throws ZodError when it was not made by this platform. */
export function parsePlaygroundAddress(address: Address): PlaygroundAddress {
  return playgroundAddress.parse(address);
}
