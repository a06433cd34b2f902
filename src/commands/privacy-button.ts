import { buttonId } from './button-id.ts';

/** The action of all buttons of the privacy page. */
export const privacyActionName = 'privacy';

/** Where a button of the privacy page leads; a part of ids, and so never changed. */
export type PrivacyStep =
  | { readonly kind: 'copy' }
  | { readonly kind: 'show' | 'ask' }
  /** `askedAtMs` is when the person was told what goes, in whole seconds. */
  | { readonly kind: 'erase'; readonly askedAtMs: number };

export function privacyButtonId(step: PrivacyStep): string {
  const argument =
    step.kind === 'erase' ? `erase.${Math.floor(step.askedAtMs / 1_000).toString(36)}` : step.kind;
  return buttonId({ action: privacyActionName, argument });
}

/** Reads what `privacyButtonId` wrote; undefined for anything else. */
export function readPrivacyStep(argument: string): PrivacyStep | undefined {
  if (argument === 'show' || argument === 'copy' || argument === 'ask') return { kind: argument };
  const moment = /^erase\.(?<seconds>[0-9a-z]{1,9})$/.exec(argument)?.groups?.seconds;
  return moment === undefined ? undefined : { kind: 'erase', askedAtMs: Number.parseInt(moment, 36) * 1_000 };
}
