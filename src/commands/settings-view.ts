import type { PersonSettings } from '../core/person-settings.ts';
import type { Button } from './button.ts';
import type { CommandTools } from './command.ts';
import { toPlainText } from './join-text.ts';
import { settingButtonId } from './setting-button.ts';
import { shorten } from './shorten.ts';

/** Whose settings are shown, and in which language. */
export interface SettingsView {
  readonly personId: string;
  readonly language: string;
  readonly settings: PersonSettings;
}

export interface SettingChoice {
  readonly step: string;
  readonly label: string;
  /** Whether it is what the person has chosen. */
  readonly isChosen?: boolean;
}

/** What a button takes, in UTF-16 units. */
export const longestLabel = 40;

/** A button of the settings page; what is chosen has a tick, because colours alone say nothing to many. */
export function settingButton(
  { isChosen = false, label, step }: SettingChoice,
  { language, personId }: SettingsView,
  { wording }: CommandTools,
): Button {
  const words = isChosen ? toPlainText(wording.text('settings.chosen', language, { choice: label })) : label;
  const id = settingButtonId(step, personId);
  return { id, label: shorten(words, longestLabel), look: isChosen ? 'main' : 'plain' };
}
