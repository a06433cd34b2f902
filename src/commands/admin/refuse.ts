import type { TextKey, ValuesFor } from '../texts/text-key.ts';
import type { AdminAnswer, AdminCall, AdminTools } from './admin-verb.ts';

type PlainKey = {
  [Key in TextKey]: ValuesFor<Key> extends [] ? Key : never;
}[TextKey];

/** Says no in words that need no values. */
export function refuse(
  key: PlainKey & `admin.${string}`,
  { language }: Pick<AdminCall<unknown>, 'language'>,
  { wording }: Pick<AdminTools, 'wording'>,
): AdminAnswer {
  return { kind: 'refused', text: wording.text<PlainKey>(key, language) };
}
