import type { AutocompleteInteraction, Interaction } from 'discord.js';
import { InteractionResponseType } from 'discord.js';
import type { CommandServices } from '../../commands/command.ts';
import type { Wording } from '../../commands/wording.ts';
import type { CommandRates, TooFast } from '../../core/limits/command-rates.ts';
import type { Log } from '../../core/log.ts';
import type { DiscordApi } from './discord-api.ts';
import { sendFirstAnswer } from './first-answer.ts';
import { renderWithin } from './fit-text.ts';
import { messageBody } from './message-body.ts';
import { chosenLanguage, personIdOf } from './read-interaction.ts';

export interface RateDeskOptions {
  readonly api: DiscordApi;
  readonly rates: CommandRates;
  readonly services: Pick<CommandServices, 'house' | 'settings'>;
  readonly wording: Wording;
  readonly log: Log;
  readonly now?: () => number;
}

const timeoutMs = 2_500;

/** Turns away what comes too fast, before anything is looked up or stored for it. */
export class RateDesk {
  readonly #options: RateDeskOptions;

  constructor(options: RateDeskOptions) {
    this.#options = options;
  }

  /** Resolves with whether it was turned away; then it has its answer. Never rejects. */
  async turnsAway(interaction: Interaction): Promise<boolean> {
    const { log, now = Date.now, rates } = this.#options;
    const verdict = await rates.take({
      kind: interaction.isAutocomplete() ? 'typing' : 'command',
      ...whoAndWhere(interaction),
      isPrivateChat: interaction.guildId === null,
      sentAtMs: now(),
    });
    if (verdict.kind === 'taken') return false;
    try {
      await (interaction.isAutocomplete()
        ? this.#suggestNothing(interaction)
        : this.#refuse(interaction, verdict));
    } catch (error) {
      log.debug({ interactionId: interaction.id, error }, 'what came too fast was not answered');
    }
    return true;
  }

  async #refuse(interaction: Exclude<Interaction, AutocompleteInteraction>, tooFast: TooFast): Promise<void> {
    const { api, rates, services, wording } = this.#options;
    const { applicationId, id: interactionId, token } = interaction;
    // Whoever met their own limit was served a moment ago, so that their settings are remembered.
    const isKnown = tooFast.limit === 'person';
    const language = isKnown ? await chosenLanguage(interaction, services) : interaction.locale;
    const count = tooFast.retryAfterSeconds;
    const words = wording.text(isKnown ? 'tooFast.person' : 'tooFast.place', language, { count });
    const data = messageBody({ text: renderWithin(words), isEphemeral: true });
    // The first of them is worth some effort; nothing is waited for or repeated for the rest of a flood.
    const isNews = await rates.isNews(tooFast, whoAndWhere(interaction));
    if (isNews) await sendFirstAnswer(api, { applicationId, interactionId, token }, data);
    else await api.answerInteraction({ interactionId, token }, { data, timeoutMs });
  }

  async #suggestNothing({ id: interactionId, token }: AutocompleteInteraction): Promise<void> {
    const type = InteractionResponseType.ApplicationCommandAutocompleteResult;
    const response = { type, data: { choices: [] } } as const;
    await this.#options.api.respond({ interactionId, token }, { response, timeoutMs });
  }
}

function whoAndWhere(interaction: Interaction) {
  const { channelId, guildId } = interaction;
  return { personId: personIdOf(interaction), placeId: `discord:${guildId ?? channelId}` };
}
