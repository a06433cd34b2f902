import type { Suggest } from './suggestion.ts';

/** What the person asked for before, newest first, as far as it holds what was typed. Nobody else's words are shown. */
export const suggestPrompts: Suggest = async (typed, { gallery, personId }) => {
  const wanted = typed.trim().toLowerCase();
  const prompts = await gallery.promptsOf(personId);
  return prompts
    .filter((prompt) => prompt.toLowerCase().includes(wanted))
    .map((prompt) => ({ label: [{ text: prompt.replaceAll(/\s+/g, ' '), style: 'plain' }], value: prompt }));
};
