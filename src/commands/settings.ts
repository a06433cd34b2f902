import type { PersonSettings } from '../core/person-settings.ts';
import type { Command, CommandTools } from './command.ts';
import { imagine } from './imagine.ts';
import type { OptionSpecs, OptionValues } from './option.ts';
import type { Reply } from './reply.ts';
import { renderSettingsPage } from './settings-page.ts';
import { textLanguages } from './texts/texts.ts';

/** No flag: what is hidden from now on, or shown, has to be said. */
const onOrOff = {
  kind: 'choice',
  short: 'p',
  choices: ['on', 'off'],
  spellings: { yes: 'on', true: 'on', '1': 'on', no: 'off', false: 'off', '0': 'off' },
} as const;

const options = {
  model: imagine.options.model,
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
  private: onOrOff,
} as const satisfies OptionSpecs;

/** Shows what a person has chosen for themselves, changed by what they name. */
export const settings: Command<typeof options> = {
  name: 'settings',
  isPersonal: true,
  options,
  async run({ language, personId, values }, tools) {
    const model = values.model === undefined ? undefined : tools.catalog.find(values.model);
    if (values.model !== undefined && model === undefined) {
      return refuseModel(values.model, language, tools);
    }
    const change = readChange(values, model?.air);
    const chosen =
      Object.keys(change).length === 0
        ? await tools.settings.of(personId)
        : await tools.settings.change(personId, change);
    const view = { personId, settings: chosen, language: tools.languageUnder(chosen) };
    return { kind: 'page', page: renderSettingsPage(view, tools) };
  },
};

/** Only what was named. */
function readChange(
  { aspect, count, format, language, private: hidden }: OptionValues<typeof options>,
  model: string | undefined,
): Partial<PersonSettings> {
  return {
    ...(model === undefined ? {} : { model }),
    ...(count === undefined ? {} : { count }),
    ...(aspect === undefined ? {} : { aspect }),
    ...(format === undefined ? {} : { format }),
    ...(language === undefined ? {} : { language: language === 'app' ? undefined : language }),
    ...(hidden === undefined ? {} : { isPrivate: hidden === 'on' }),
  };
}

function refuseModel(asked: string, language: string, { catalog, wording }: CommandTools): Reply {
  const offered = catalog.offered.map(({ air, aliases }) => aliases[0] ?? air);
  const problems = [{ problem: 'model-unknown', asked, offered } as const];
  return { kind: 'refusal', text: wording.refusal({ reason: 'wish-impossible', problems }, language) };
}
