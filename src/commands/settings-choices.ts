import { noStyle } from '../core/style.ts';
import { formatMoney } from './amounts.ts';
import type { CommandTools } from './command.ts';
import { imagine } from './imagine.ts';
import { joinText, toPlainText } from './join-text.ts';
import { nameStyle } from './name-style.ts';
import type { Page } from './reply.ts';
import type { RichText } from './rich-text.ts';
import { modelKey } from './setting-button.ts';
import { aspectKey } from './setting-step.ts';
import type { SettingChoice, SettingsView } from './settings-view.ts';
import { longestLabel, settingButton } from './settings-view.ts';
import { shorten } from './shorten.ts';

/** Four rows of five; the fifth row leads back. Whoever offers more models than that has them typed. */
const mostChoices = 20;
const rowLength = 5;

/** The models that a person can choose to paint with, each with its price. */
export function renderModelChoices(view: SettingsView, tools: CommandTools): Page {
  const { language, settings } = view;
  const { catalog, wording } = tools;
  const shown = catalog.offered.slice(0, mostChoices);
  const lines = shown.map((model): RichText => {
    const name = wording.text('models.name', language, {
      label: model.label,
      alias: shorten(model.aliases[0] ?? model.air, longestLabel),
    });
    const price = formatMoney(model.priceMicros ?? 0, language);
    return joinText([name, wording.text('models.price', language, { price })], ' · ');
  });
  const hidden = catalog.offered.length - shown.length;
  const more = hidden > 0 ? [wording.text('list.more', language, { count: hidden })] : [];
  const choices = shown.map((model) => ({
    step: `model.${modelKey(model.air)}`,
    label: model.aliases[0] ?? model.air,
    isChosen: settings.model !== undefined && catalog.find(settings.model)?.air === model.air,
  }));
  const question = wording.text('settings.whichModel', language);
  const text = joinText([question, joinText([...lines, ...more], '\n')], '\n\n');
  const any = toPlainText(wording.text('settings.leaveModel', language));
  const none = { step: 'model.any', label: any, isChosen: settings.model === undefined };
  return renderChoices({ text, choices, none }, view, tools);
}

/** The styles that a person can choose. */
export function renderStyleChoices(view: SettingsView, tools: CommandTools): Page {
  const { language, settings } = view;
  const { catalog, wording } = tools;
  const choices = catalog.styles.offered.slice(0, mostChoices).map((style) => ({
    step: `style.${style.key}`,
    label: nameStyle(style, language),
    isChosen: settings.style === style.key,
  }));
  const hidden = catalog.styles.offered.length - choices.length;
  const more = hidden > 0 ? wording.text('list.more', language, { count: hidden }) : [];
  const text = joinText([wording.text('settings.whichStyle', language), more], '\n\n');
  const any = toPlainText(wording.text('settings.leaveStyle', language));
  const none = { step: `style.${noStyle}`, label: any, isChosen: settings.style === undefined };
  return renderChoices({ text, choices, none }, view, tools);
}

/** The shapes that a person can choose. */
export function renderAspectChoices(view: SettingsView, tools: CommandTools): Page {
  const { language, settings } = view;
  const { wording } = tools;
  const choices = imagine.options.aspect.choices.map((aspect) => ({
    step: `aspect.${aspectKey(aspect)}`,
    label: aspect,
    isChosen: settings.aspect === aspect,
  }));
  const text = wording.text('settings.whichAspect', language);
  const any = toPlainText(wording.text('settings.leaveAspect', language));
  const none = { step: 'aspect.any', label: any, isChosen: settings.aspect === undefined };
  return renderChoices({ text, choices, none }, view, tools);
}

interface Choosing {
  readonly text: RichText;
  readonly choices: readonly SettingChoice[];
  /** Chooses nothing. */
  readonly none: SettingChoice;
}

function renderChoices({ choices, none, text }: Choosing, view: SettingsView, tools: CommandTools): Page {
  const back = { step: 'all', label: toPlainText(tools.wording.text('settings.back', view.language)) };
  const rows: SettingChoice[][] = [];
  for (let start = 0; start < choices.length; start += rowLength) {
    rows.push(choices.slice(start, start + rowLength));
  }
  const buttons = [...rows, [none, back]].map((row) =>
    row.map((choice) => settingButton(choice, view, tools)),
  );
  return { text, pictures: [], altTexts: [], buttons };
}
