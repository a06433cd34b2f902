import { createHash } from 'node:crypto';
import { buttonId } from './button-id.ts';

/** The action of all buttons of the settings page. */
export const setActionName = 'set';

/** Where a button of the settings page leads, as in `count.2`; a part of ids, and so never changed. */
export type SettingPress =
  | { readonly kind: 'step'; readonly step: string }
  /** The page is another person's. */
  | { readonly kind: 'not-yours' }
  | { readonly kind: 'unknown' };

/** The id of a button on the settings page of a person. */
export function settingButtonId(step: string, personId: string): string {
  return buttonId({ action: setActionName, argument: `${step}~${shortKey(personId, 8)}` });
}

/** Reads what `settingButtonId` wrote, for whoever presses. */
export function readSettingArgument(argument: string, personId: string): SettingPress {
  const groups = /^(?<step>[a-z]+(?:\.[\w-]+)?)~(?<owner>[\w-]{8})$/.exec(argument)?.groups;
  if (groups?.step === undefined) return { kind: 'unknown' };
  return groups.owner === shortKey(personId, 8) ? { kind: 'step', step: groups.step } : { kind: 'not-yours' };
}

/** Names a model in a button, whatever letters its own name has and however long it is. */
export function modelKey(air: string): string {
  return shortKey(air, 12);
}

function shortKey(text: string, length: number): string {
  return createHash('sha256').update(text).digest('base64url').slice(0, length);
}
