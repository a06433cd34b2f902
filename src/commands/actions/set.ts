import type { Action, Press } from '../action.ts';
import type { CommandTools } from '../command.ts';
import type { Page, Reply } from '../reply.ts';
import { readSettingArgument, setActionName } from '../setting-button.ts';
import type { SettingStep } from '../setting-step.ts';
import { readSettingStep } from '../setting-step.ts';
import { renderAspectChoices, renderModelChoices, renderStyleChoices } from '../settings-choices.ts';
import { renderSettingsPage } from '../settings-page.ts';

/** Changes one of a person's settings, on their own page. */
export const set: Action = {
  name: setActionName,
  async run(press, tools) {
    const { argument, language, personId } = press;
    const read = readSettingArgument(argument, personId);
    if (read.kind === 'not-yours') return refuse('button.notYours', language, tools);
    const step = read.kind === 'step' ? readSettingStep(read.step, tools.catalog) : undefined;
    if (step === undefined) return refuse('settings.gone', language, tools);
    return { kind: 'page', page: await takeStep(step, press, tools) };
  },
};

async function takeStep(step: SettingStep, { personId }: Press, tools: CommandTools): Promise<Page> {
  const settings =
    step.kind === 'change'
      ? await tools.settings.change(personId, step.change)
      : await tools.settings.of(personId);
  const view = { personId, settings, language: tools.languageUnder(settings) };
  if (step.kind === 'change') return renderSettingsPage(view, tools);
  switch (step.page) {
    case 'all':
      return renderSettingsPage(view, tools);
    case 'model':
      return renderModelChoices(view, tools);
    case 'style':
      return renderStyleChoices(view, tools);
    case 'aspect':
      return renderAspectChoices(view, tools);
    default:
      return step.page satisfies never;
  }
}

function refuse(
  key: 'button.notYours' | 'settings.gone',
  language: string,
  { wording }: CommandTools,
): Reply {
  return { kind: 'refusal', text: wording.text(key, language) };
}
