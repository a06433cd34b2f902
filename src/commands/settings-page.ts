import { pictureFormats } from '../core/wish.ts';
import { formatMoney } from './amounts.ts';
import type { CommandTools } from './command.ts';
import { joinText, toPlainText } from './join-text.ts';
import { nameStyleByKey } from './name-style.ts';
import type { ButtonRows, Page } from './reply.ts';
import type { RichText } from './rich-text.ts';
import { settingCounts } from './setting-step.ts';
import type { SettingChoice, SettingsView } from './settings-view.ts';
import { settingButton } from './settings-view.ts';
import type { TextLanguage } from './texts/texts.ts';
import { resolveLanguage, textLanguages } from './texts/texts.ts';

/** What a person has chosen, with buttons that change it. */
export function renderSettingsPage(view: SettingsView, tools: CommandTools): Page {
  const { language } = view;
  const { wording } = tools;
  const heading = wording.text('settings.heading', language);
  const use = wording.text('settings.use', language);
  const text = joinText([heading, renderValues(view, tools), use, explainDrafts(language, tools)], '\n\n');
  return { text, pictures: [], altTexts: [], buttons: renderButtons(view, tools) };
}

function renderValues(view: SettingsView, { catalog, wording }: CommandTools): RichText {
  const { language, settings } = view;
  const { aspect, count = 1, draftsFirst, format, isPrivate, model, style } = settings;
  const plain = (key: PlainKey) => toPlainText(wording.text(key, language));
  const usual = { model: catalog.defaultModel.label };
  const paints =
    model === undefined
      ? toPlainText(wording.text('settings.anyModel', language, usual))
      : (catalog.find(model)?.label ?? model);
  const chosenLanguage = settings.language && plain(languageKeys[resolveLanguage(settings.language)]);
  const paintedIn = style && nameStyleByKey(style, catalog.styles, language);
  const lines = [
    wording.text('settings.model', language, { value: paints }),
    wording.text('settings.style', language, { value: paintedIn ?? plain('settings.anyStyle') }),
    wording.text('settings.count', language, { value: count }),
    wording.text('settings.aspect', language, { value: aspect ?? plain('settings.anyAspect') }),
    wording.text('settings.format', language, { value: format ?? plain('settings.anyFormat') }),
    wording.text('settings.language', language, { value: chosenLanguage ?? plain('settings.anyLanguage') }),
    wording.text(isPrivate ? 'settings.private' : 'settings.public', language),
    ...(catalog.draftModel === undefined
      ? []
      : [wording.text(draftsFirst ? 'settings.drafts' : 'settings.noDrafts', language)]),
  ];
  return joinText(lines, '\n');
}

/** What drafts are, and when there are none; nothing where nothing on offer paints them. */
function explainDrafts(language: string, { catalog, wording }: CommandTools): RichText {
  const { draftModel } = catalog;
  if (draftModel === undefined) return [];
  const price = formatMoney(draftModel.priceMicros ?? 0, language);
  return wording.text('settings.whatDraftsAre', language, { model: draftModel.label, price });
}

function renderButtons(view: SettingsView, tools: CommandTools): ButtonRows {
  const { language, settings } = view;
  const { catalog, wording } = tools;
  const plain = (key: PlainKey) => toPlainText(wording.text(key, language));
  const rows: readonly (readonly SettingChoice[])[] = [
    [
      { step: 'model', label: plain('settings.chooseModel') },
      { step: 'style', label: plain('settings.chooseStyle') },
      { step: 'aspect', label: plain('settings.chooseAspect') },
      ...(catalog.draftModel === undefined
        ? []
        : [draftChoice(settings.draftsFirst, plain('settings.draftFirst'))]),
    ],
    settingCounts.map((count) => ({
      step: `count.${count}`,
      label: toPlainText(wording.text('outcome.pictures', language, { count })),
      isChosen: count === settings.count,
    })),
    pictureFormats.map((format) => ({
      step: `format.${format}`,
      label: format.toUpperCase(),
      isChosen: format === settings.format,
    })),
    [
      ...textLanguages.map((one) => ({
        step: `language.${one}`,
        label: plain(languageKeys[one]),
        isChosen: one === settings.language,
      })),
      {
        step: 'language.app',
        label: plain('settings.appLanguage'),
        isChosen: settings.language === undefined,
      },
    ],
    [
      { step: 'private.on', label: plain('settings.hide'), isChosen: settings.isPrivate },
      { step: 'private.off', label: plain('settings.show'), isChosen: !settings.isPrivate },
      { step: 'reset', label: plain('settings.reset') },
    ],
  ];
  return rows.map((row) => row.map((choice) => settingButton(choice, view, tools)));
}

function draftChoice(isChosen: boolean, label: string): SettingChoice {
  return { step: isChosen ? 'draft.off' : 'draft.on', label, isChosen };
}

const languageKeys = {
  en: 'settings.english',
  ru: 'settings.russian',
} as const satisfies Record<TextLanguage, string>;

type PlainKey =
  | (typeof languageKeys)[TextLanguage]
  | 'settings.anyAspect'
  | 'settings.anyStyle'
  | 'settings.anyFormat'
  | 'settings.anyLanguage'
  | 'settings.appLanguage'
  | 'settings.chooseModel'
  | 'settings.chooseAspect'
  | 'settings.chooseStyle'
  | 'settings.draftFirst'
  | 'settings.hide'
  | 'settings.show'
  | 'settings.reset';
