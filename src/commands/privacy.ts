import type { Command } from './command.ts';
import { renderPrivacyPage } from './privacy-page.ts';

/** Shows people what is stored about them; from there they get a copy of it, or have it erased. */
export const privacy: Command<Record<never, never>> = {
  name: 'privacy',
  isPersonal: true,
  options: {},
  run: async ({ language, personId }, { privacy: data, wording }) => ({
    kind: 'page',
    page: renderPrivacyPage(await data.of(personId), { language, wording }),
  }),
};
