import type { PersonSettings } from '../core/person-settings.ts';
import { readStyle } from '../core/resolve-style.ts';
import type { WishProblem } from '../core/wish.ts';
import type { Command, CommandTools } from './command.ts';
import { imagine } from './imagine.ts';
import type { OptionSpecs, OptionValues } from './option.ts';
import { renderSettingsPage } from './settings-page.ts';
import { textLanguages } from './texts/texts.ts';

/** No flag: what holds from now on, or no longer, has to be said. */
const onOrOff = {
  kind: 'choice',
  choices: ['on', 'off'],
  spellings: { yes: 'on', true: 'on', '1': 'on', no: 'off', false: 'off', '0': 'off' },
} as const;

const options = {
  model: imagine.options.model,
  style: imagine.options.style,
  count: imagine.options.count,
  aspect: imagine.options.aspect,
  format: imagine.options.format,
  language: {
    kind: 'choice',
    short: 'l',
    synonyms: ['lang'],
    choices: [...textLanguages, 'app'],
    spellings: { english: 'en', russian: 'ru', английский: 'en', русский: 'ru' },
  },
  private: { ...onOrOff, short: 'p' },
  draft: { ...onOrOff, short: 'd' },
} as const satisfies OptionSpecs;

/** Shows what a person has chosen for themselves, changed by what they name. */
export const settings: Command<typeof options> = {
  name: 'settings',
  isPersonal: true,
  options,
  async run({ language, personId, values }, tools) {
    const model = values.model === undefined ? undefined : tools.catalog.find(values.model);
    const style = readStyle(values.style, tools.catalog.styles);
    const problems = [
      ...(values.model !== undefined && model === undefined ? [unknownModel(values.model, tools)] : []),
      ...style.problems,
      ...(values.draft === 'on' && tools.catalog.draftModel === undefined ? [noDrafts] : []),
    ];
    if (problems.length > 0) {
      const text = tools.wording.refusal({ reason: 'wish-impossible', problems }, language);
      return { kind: 'refusal', text };
    }
    const change = {
      ...readChange(values),
      ...(model === undefined ? {} : { model: model.air }),
      ...(values.style === undefined ? {} : { style: style.style?.key }),
    };
    const chosen =
      Object.keys(change).length === 0
        ? await tools.settings.of(personId)
        : await tools.settings.change(personId, change);
    const view = { personId, settings: chosen, language: tools.languageUnder(chosen) };
    return { kind: 'page', page: renderSettingsPage(view, tools) };
  },
};

/** Only what was named; what has to be on offer is looked up before. */
function readChange({
  aspect,
  count,
  draft,
  format,
  language,
  private: hidden,
}: OptionValues<typeof options>): Partial<PersonSettings> {
  return {
    ...(count === undefined ? {} : { count }),
    ...(aspect === undefined ? {} : { aspect }),
    ...(format === undefined ? {} : { format }),
    ...(language === undefined ? {} : { language: language === 'app' ? undefined : language }),
    ...(hidden === undefined ? {} : { isPrivate: hidden === 'on' }),
    ...(draft === undefined ? {} : { draftsFirst: draft === 'on' }),
  };
}

const noDrafts: WishProblem = { problem: 'verb-off' };

function unknownModel(asked: string, { catalog }: CommandTools): WishProblem {
  const offered = catalog.offered.map(({ air, aliases }) => aliases[0] ?? air);
  return { problem: 'model-unknown', asked, offered };
}
