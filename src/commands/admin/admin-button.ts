import type { Button } from '../button.ts';
import { buttonId } from '../button-id.ts';
import { toPlainText } from '../join-text.ts';
import type { RichText } from '../rich-text.ts';
import type { AdminVerbName } from './admin-verb.ts';

/** Part of the ids of buttons, and so never changed. */
export const adminActionName = 'admin';

/** A button of a verb: `argument` is what its `press` gets. */
export function adminButton(
  { argument, verb }: { readonly verb: AdminVerbName; readonly argument: string },
  label: RichText,
  look: Button['look'] = 'plain',
): Button {
  const id = buttonId({ action: adminActionName, argument: `${verb}.${argument}` });
  return { id, label: toPlainText(label), look };
}

/** The inverse: which verb is meant, by its name, and with what. */
export function readAdminArgument(argument: string): { readonly verb: string; readonly argument: string } {
  const dot = argument.indexOf('.');
  return dot === -1
    ? { verb: argument, argument: '' }
    : { verb: argument.slice(0, dot), argument: argument.slice(dot + 1) };
}
