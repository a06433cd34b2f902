import type { Action, Press } from '../action.ts';
import type { CommandTools } from '../command.ts';
import type { PrivacyStep } from '../privacy-button.ts';
import { privacyActionName, readPrivacyStep } from '../privacy-button.ts';
import { renderErased, renderErasureQuestion, renderPrivacyPage } from '../privacy-page.ts';
import type { Page, Reply } from '../reply.ts';

/** What every platform takes as one file, with room to spare. */
const mostBytes = 7 * 1024 * 1024;

/** Copies or erases what is stored about whoever presses. */
export const tendPrivacy: Action = {
  name: privacyActionName,
  async run(press, tools) {
    const step = readPrivacyStep(press.argument);
    if (step === undefined) {
      return { kind: 'refusal', text: tools.wording.text('button.unknown', press.language) };
    }
    if (step.kind === 'copy') return copy(press, tools);
    return { kind: 'page', page: await takeStep(step, press, tools) };
  },
};

function copy({ language, personId }: Press, { privacy, wording }: CommandTools): Reply {
  return {
    kind: 'documents',
    text: wording.text('privacy.hereIsCopy', language),
    prepare: () => privacy.copy(personId, { mostBytes }),
  };
}

async function takeStep(
  step: Exclude<PrivacyStep, { readonly kind: 'copy' }>,
  { language, personId }: Press,
  { privacy, wording }: CommandTools,
): Promise<Page> {
  const reader = { language, wording };
  switch (step.kind) {
    case 'show':
      return renderPrivacyPage(await privacy.of(personId), reader);
    case 'ask':
      return renderErasureQuestion(await privacy.of(personId), reader);
    case 'erase': {
      const { askedAtMs } = step;
      const erasing = await privacy.erase({ personId, askedAtMs });
      return erasing.kind === 'erased'
        ? renderErased(erasing.before, reader)
        : renderErasureQuestion(erasing.now, reader);
    }
    default:
      return step satisfies never;
  }
}
