import type { AutocompleteInteraction } from 'discord.js';
import { InteractionResponseType } from 'discord.js';
import type { Command, CommandServices } from '../../commands/command.ts';
import type { Suggestion } from '../../commands/suggestion.ts';
import type { Wording } from '../../commands/wording.ts';
import type { Log } from '../../core/log.ts';
import type { DiscordApi } from './discord-api.ts';
import { chosenLanguage, personIdOf } from './read-interaction.ts';
import { toChoice } from './suggested-choice.ts';
import { usedCommand } from './used-command.ts';

export interface AutocompleteTools {
  readonly api: DiscordApi;
  readonly commands: readonly Command[];
  readonly services: CommandServices;
  readonly wording: Wording;
  readonly log: Log;
}

/** https://docs.discord.com/developers/interactions/application-commands#autocomplete */
const mostChoices = 25;
const timeoutMs = 2_500;

/**
 * Suggests what a person may mean. Whatever goes wrong, they can type on, and their next key asks again: so it is
 * logged, and neither told nor tried again.
 */
export async function answerAutocomplete(
  interaction: AutocompleteInteraction,
  tools: AutocompleteTools,
): Promise<void> {
  const { api, log } = tools;
  const { id: interactionId, token } = interaction;
  try {
    const suggestions = await suggestionsFor(interaction, tools);
    const choices = suggestions.slice(0, mostChoices).map(toChoice);
    const type = InteractionResponseType.ApplicationCommandAutocompleteResult;
    const response = { type, data: { choices } } as const;
    await api.respond({ interactionId, token }, { response, timeoutMs });
  } catch (error) {
    log.warn({ interactionId, error }, 'nothing could be suggested');
  }
}

async function suggestionsFor(
  interaction: AutocompleteInteraction,
  { commands, services, wording }: AutocompleteTools,
): Promise<readonly Suggestion[]> {
  const { name, value } = interaction.options.getFocused(true);
  const command = usedCommand(interaction, commands);
  const option = command?.options[name];
  if (option?.kind !== 'text' || option.suggest === undefined) return [];
  const { catalog, gallery } = services;
  const personId = personIdOf(interaction);
  const language = await chosenLanguage(interaction, services);
  return option.suggest(value, { personId, language, catalog, gallery, wording });
}
