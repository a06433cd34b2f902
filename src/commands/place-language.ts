import { narrow } from '../core/rules/narrowing.ts';
import type { CommandServices, Invocation } from './command.ts';

/** The language of answers to whoever has chosen none: the place's word, else that of the app they write with. */
export async function placeLanguage(
  { language, placeId }: Pick<Invocation, 'language' | 'placeId'>,
  { house }: Pick<CommandServices, 'house'>,
): Promise<string> {
  return narrow(await house.rules.of(placeId)).language ?? language;
}
