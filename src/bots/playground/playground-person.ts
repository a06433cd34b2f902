import { z } from 'zod';

/** Who is at hand in the playground: whoever tries it is each of them in turn, to feel how turns and limits are shared. */
export const playgroundPeople = ['ada', 'ben', 'cleo'] as const;

export type PlaygroundPerson = (typeof playgroundPeople)[number];

export const playgroundPerson = z.enum(playgroundPeople);

/** The id under which commands and the core know somebody. */
export function personIdOf(person: PlaygroundPerson): string {
  return `playground:${person}`;
}

/** The one room, where all of them read along. */
export const placeId = 'playground:studio';
