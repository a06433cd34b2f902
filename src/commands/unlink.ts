import type { Command } from './command.ts';
import { joinText } from './join-text.ts';
import { platformName } from './platform-name.ts';
import { textPage } from './text-page.ts';

/** Makes two of a person who was one on two platforms. */
export const unlink: Command<Record<never, never>> = {
  name: 'unlink',
  isPersonal: true,
  platforms: ['discord', 'telegram'],
  options: {},
  async run({ language, personId }, { linking, wording }) {
    const parting = await linking.part(personId);
    if (parting.kind === 'not-linked') {
      return { kind: 'refusal', text: wording.text('link.notLinked', language) };
    }
    const parted = wording.text('link.parted', language, { platform: platformName(parting.otherId) });
    return textPage(joinText([parted, wording.renewal(parting.sharesUntilMs, language)], ' '));
  },
};
