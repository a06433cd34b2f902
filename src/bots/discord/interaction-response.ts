import type { APIApplicationCommandOptionChoice, APIModalInteractionResponseCallbackData } from 'discord.js';
import { InteractionResponseType, MessageFlags } from 'discord.js';
import type { MessageBody } from './message-body.ts';

/**
 * A first answer to an interaction that is no new message:
 * https://docs.discord.com/developers/interactions/receiving-and-responding#interaction-response-object-interaction-callback-type
 */
export type InteractionResponse =
  | {
      readonly type: InteractionResponseType.Modal;
      readonly data: APIModalInteractionResponseCallbackData;
    }
  | {
      readonly type: InteractionResponseType.DeferredChannelMessageWithSource;
      readonly data: { readonly flags: number };
    }
  | { readonly type: InteractionResponseType.DeferredMessageUpdate }
  | { readonly type: InteractionResponseType.UpdateMessage; readonly data: MessageBody }
  | {
      readonly type: InteractionResponseType.ApplicationCommandAutocompleteResult;
      readonly data: { readonly choices: readonly APIApplicationCommandOptionChoice<string>[] };
    };

/** Promises the person a message of their own, which takes its time. */
export const promisedMessage: InteractionResponse = {
  type: InteractionResponseType.DeferredChannelMessageWithSource,
  // No other flag is taken here.
  data: { flags: MessageFlags.Ephemeral },
};

/** Takes note of a press, and shows nothing. */
export const takenNote: InteractionResponse = { type: InteractionResponseType.DeferredMessageUpdate };
