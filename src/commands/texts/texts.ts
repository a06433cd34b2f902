import { createInstance } from 'i18next';
import type { RichText } from '../rich-text.ts';
import { fillTemplate, type TemplateValues } from '../template.ts';
import { english } from './english.ts';
import { russian } from './russian.ts';
import type { TextKey, ValuesFor } from './text-key.ts';

/** Languages that Easel speaks, the one that stands in for all others first. */
export const textLanguages = ['en', 'ru'] as const;
export type TextLanguage = (typeof textLanguages)[number];

/** Finds the language that answers a person: theirs, else the one it is a variant of, else English. */
export function resolveLanguage(language: string): TextLanguage {
  const primary = language.split(/[-_]/)[0]?.toLowerCase();
  return textLanguages.find((known) => known === primary) ?? textLanguages[0];
}

/** Gives one text in the language that `resolveLanguage` finds for the person. */
export type Say = <Key extends TextKey>(key: Key, language: string, ...values: ValuesFor<Key>) => RichText;

const namespace = 'texts';

/** To make one takes longer than all the rest of a text. */
const numbersIn: Readonly<Record<TextLanguage, Intl.NumberFormat>> = {
  en: new Intl.NumberFormat('en'),
  ru: new Intl.NumberFormat('ru'),
};

export function createTexts(): Say {
  const i18n = createInstance();
  void i18n.init({
    resources: { en: { [namespace]: english }, ru: { [namespace]: russian } },
    ns: namespace,
    defaultNS: namespace,
    fallbackLng: textLanguages[0],
    initAsync: false,
  });
  return (key, language, ...[values]) => {
    const lng = resolveLanguage(language);
    const filling: TemplateValues = values ?? {};
    // Values are put in by fillTemplate: inside i18next a person's `$t(…)` or `{{…}}` could have a meaning.
    const name: string = key;
    const template = i18n.t(name, { lng, skipInterpolation: true, ...countOf(filling) });
    return fillTemplate(template, filling, numbersIn[lng]);
  };
}

function countOf(values: TemplateValues): { count?: number } {
  return typeof values.count === 'number' ? { count: values.count } : {};
}
