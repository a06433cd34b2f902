import { setTimeout as wait } from 'node:timers/promises';
import type { DiscordApi, InteractionHandle, MessageUpload } from './discord-api.ts';
import { DiscordCallFailed } from './discord-call-failed.ts';
import type { InteractionResponse } from './interaction-response.ts';
import type { MessageBody } from './message-body.ts';
import type { SentMessage } from './sent-message.ts';

/**
 * Pauses before an answer whose fate is unknown is sent again. An interaction waits three seconds for its first answer
 * (https://docs.discord.com/developers/interactions/receiving-and-responding), so the first repeats follow at once.
 */
const pausesMs = [100, 300, 800] as const;
const attemptTimeoutMs = 2_500;
const readPausesMs = [500, 1_000, 2_000, 4_000] as const;

/**
 * Gives an interaction its first answer and finds out whether it arrived even when Discord's reply was lost. Sending it
 * again is harmless: Discord takes only one.
 *
 * @throws DiscordCallFailed `interaction-over` when it can no longer be answered; `unanswered` when even that could not
 * be found out.
 */
export async function sendFirstAnswer(
  api: DiscordApi,
  interaction: InteractionHandle,
  data: MessageBody,
): Promise<SentMessage> {
  let isUncertain = false;
  for (const pauseMs of pausesMs) {
    try {
      return await api.answerInteraction(interaction, { data, timeoutMs: attemptTimeoutMs });
    } catch (error) {
      if (!(error instanceof DiscordCallFailed)) throw error;
      if (error.failure === 'already-answered') return readArrived(api, interaction);
      if (error.failure === 'interaction-over' && isUncertain) break;
      if (error.failure !== 'unanswered' && error.failure !== 'rate-limited') throw error;
      isUncertain ||= error.failure === 'unanswered';
      await pause(pauseMs, error);
    }
  }
  return readUncertain(api, interaction);
}

/**
 * Gives an interaction another first answer than a message. It may not be possible to read it back, a form for instance,
 * so when its fate stays unknown it is the person who finds out.
 *
 * @throws DiscordCallFailed
 */
export async function sendResponse(
  api: DiscordApi,
  interaction: InteractionHandle,
  response: InteractionResponse,
): Promise<void> {
  for (const pauseMs of pausesMs) {
    try {
      return await api.respond(interaction, { response, timeoutMs: attemptTimeoutMs });
    } catch (error) {
      if (!(error instanceof DiscordCallFailed)) throw error;
      if (error.failure === 'already-answered') return;
      if (error.failure !== 'unanswered' && error.failure !== 'rate-limited') throw error;
      await pause(pauseMs, error);
    }
  }
  await api.respond(interaction, { response, timeoutMs: attemptTimeoutMs });
}

/**
 * Adds a message to an interaction whose first answer may still be on its way.
 *
 * @throws DiscordCallFailed
 */
export async function followUpWhenAnswered(
  api: DiscordApi,
  interaction: InteractionHandle,
  upload: MessageUpload,
): Promise<void> {
  for (const pauseMs of readPausesMs) {
    try {
      await api.followUp(interaction, upload);
      return;
    } catch (error) {
      // Discord does not know the interaction's webhook before.
      if (!(error instanceof DiscordCallFailed) || error.failure !== 'interaction-over') throw error;
      await pause(pauseMs, error);
    }
  }
  await api.followUp(interaction, upload);
}

/** An interaction does not live long enough for longer waits to be of use. */
function pause(pauseMs: number, { retryAfterMs = 0 }: DiscordCallFailed): Promise<void> {
  return wait(Math.min(Math.max(pauseMs, retryAfterMs), 5_000));
}

/** The answer is there; only its id is missing, and that is worth a few attempts but no failure. */
async function readArrived(api: DiscordApi, interaction: InteractionHandle): Promise<SentMessage> {
  try {
    return await readUncertain(api, interaction);
  } catch (error) {
    if (!(error instanceof DiscordCallFailed)) throw error;
    return { messageId: undefined, isEphemeral: false };
  }
}

async function readUncertain(api: DiscordApi, interaction: InteractionHandle): Promise<SentMessage> {
  for (const pauseMs of readPausesMs) {
    try {
      return await api.readOriginal(interaction);
    } catch (error) {
      if (!(error instanceof DiscordCallFailed)) throw error;
      if (error.failure === 'message-gone') throw interactionOver(error);
      if (error.failure !== 'unanswered' && error.failure !== 'rate-limited') throw error;
      await pause(pauseMs, error);
    }
  }
  return await api.readOriginal(interaction);
}

/** Nothing was ever shown for it. */
function interactionOver({ call, status, code }: DiscordCallFailed): DiscordCallFailed {
  return new DiscordCallFailed({ call, failure: 'interaction-over', status, code });
}
