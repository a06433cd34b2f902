import type { ModelCatalog } from '../core/model-catalog.ts';
import type { PersonSettings } from '../core/person-settings.ts';
import { noSettings } from '../core/person-settings.ts';
import { noStyle } from '../core/style.ts';
import { pictureFormats } from '../core/wish.ts';
import { imagine } from './imagine.ts';
import { modelKey } from './setting-button.ts';
import { textLanguages } from './texts/texts.ts';

/** What pressing a button of the settings page does. */
export type SettingStep =
  | { readonly kind: 'show'; readonly page: (typeof settingsParts)[number] }
  | { readonly kind: 'change'; readonly change: Partial<PersonSettings> };

const settingsParts = ['all', 'model', 'style', 'aspect'] as const;

/** Undefined for what is not, or no longer, possible. */
export function readSettingStep(step: string, catalog: ModelCatalog): SettingStep | undefined {
  const [name, value] = step.split('.');
  if (value === undefined) return readPlainStep(name);
  const change = readChange(name, value, catalog);
  return change && { kind: 'change', change };
}

function readPlainStep(name: string | undefined): SettingStep | undefined {
  if (name === 'reset') return { kind: 'change', change: noSettings };
  const page = settingsParts.find((part) => part === name);
  if (page !== undefined) return { kind: 'show', page };
  return undefined;
}

function readChange(
  name: string | undefined,
  value: string,
  catalog: ModelCatalog,
): Partial<PersonSettings> | undefined {
  switch (name) {
    case 'model': {
      if (value === 'any') return { model: undefined };
      const model = catalog.offered.find(({ air }) => modelKey(air) === value);
      return model && { model: model.air };
    }
    case 'style': {
      if (value === noStyle) return { style: undefined };
      const style = catalog.styles.offered.find(({ key }) => key === value);
      return style && { style: style.key };
    }
    case 'count': {
      const count = settingCounts.find((one) => String(one) === value);
      return count && { count };
    }
    case 'aspect': {
      if (value === 'any') return { aspect: undefined };
      const aspect = imagine.options.aspect.choices.find((one) => aspectKey(one) === value);
      return aspect && { aspect };
    }
    case 'format': {
      const format = pictureFormats.find((one) => one === value);
      return format && { format };
    }
    case 'language': {
      if (value === 'app') return { language: undefined };
      const language = textLanguages.find((one) => one === value);
      return language && { language };
    }
    case 'draft':
      return value === 'on' || value === 'off' ? { draftsFirst: value === 'on' } : undefined;
    case 'private':
      return value === 'on' || value === 'off' ? { isPrivate: value === 'on' } : undefined;
    default:
      return undefined;
  }
}

export const settingCounts = [1, 2, 3, 4] as const;

/** `16:9` as a button spells it: a colon has no place there. */
export function aspectKey(aspect: string): string {
  return aspect.replace(':', 'x');
}
