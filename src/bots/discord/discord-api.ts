import { setTimeout as wait } from 'node:timers/promises';
import type { InternalRequest, RawFile } from 'discord.js';
import { InteractionResponseType, REST, Routes } from 'discord.js';
import { z } from 'zod';
import { DiscordCallFailed, toCallFailed } from './discord-call-failed.ts';
import type { InteractionResponse } from './interaction-response.ts';
import type { MessageBody } from './message-body.ts';
import { sendWholeBody } from './send-whole-body.ts';
import type { SentMessage } from './sent-message.ts';
import { parseCallbackAnswer, parseSentMessage } from './sent-message.ts';

export interface DiscordApiOptions {
  /** The bot's token. */
  readonly token: string;
  /** As in `https://discord.com/api`, without a version. */
  readonly apiUrl: string;
  /** How long a call without files may take. */
  readonly callTimeoutMs?: number;
  /** How long a call with files may take; the whole upload counts. */
  readonly uploadTimeoutMs?: number;
  /** Told of every call that Discord puts off. */
  readonly onRateLimited?: () => void;
}

/** The token of an interaction and the application it belongs to. */
export interface InteractionHandle {
  readonly applicationId: string;
  readonly interactionId: string;
  readonly token: string;
}

export interface MessageUpload {
  readonly body: MessageBody;
  readonly files?: readonly RawFile[];
  readonly signal?: AbortSignal | undefined;
}

/** Limits that are over within this time are waited out here, so that paced edits do not become failures. */
const longestWaitMs = 2_500;
const waitsPerCall = 3;
const readTimeoutMs = 3_000;

/**
 * The calls to Discord's REST interface that answers need, each sent once.
 *
 * discord.js repeats posts on its own after a lost answer, which would show people the same pictures twice; here
 * nothing is repeated, and a rate limit of more than a moment is an error that tells how long to wait.
 */
export class DiscordApi {
  readonly #rest: REST;
  readonly #token: string;
  readonly #callTimeoutMs: number;
  readonly #uploadTimeoutMs: number;
  readonly #onRateLimited: (() => void) | undefined;

  constructor(options: DiscordApiOptions) {
    const { token, apiUrl, callTimeoutMs = 10_000, uploadTimeoutMs = 120_000 } = options;
    this.#token = token;
    this.#callTimeoutMs = callTimeoutMs;
    this.#uploadTimeoutMs = uploadTimeoutMs;
    this.#onRateLimited = options.onRateLimited;
    this.#rest = new REST({
      api: apiUrl,
      retries: 0,
      rejectOnRateLimit: () => true,
      timeout: uploadTimeoutMs,
      makeRequest: sendWholeBody,
      // Interactions are exempt from the bot's global limit, but the library counts them against its own copy of it:
      // https://docs.discord.com/developers/topics/rate-limits#global-rate-limit
      globalRequestsPerSecond: Number.POSITIVE_INFINITY,
    });
  }

  /** Gives the first answer to an interaction. @throws DiscordCallFailed */
  async answerInteraction(
    { interactionId, token }: Pick<InteractionHandle, 'interactionId' | 'token'>,
    answer: { readonly data: MessageBody; readonly timeoutMs: number },
  ): Promise<SentMessage> {
    const reply = await this.#send('answer-interaction', {
      method: 'POST',
      fullRoute: Routes.interactionCallback(interactionId, token),
      query: new URLSearchParams({ with_response: 'true' }),
      body: { type: InteractionResponseType.ChannelMessageWithSource, data: answer.data },
      auth: false,
      timeoutMs: answer.timeoutMs,
    });
    return parseCallbackAnswer(reply);
  }

  /** Gives another first answer than a message. @throws DiscordCallFailed */
  async respond(
    { interactionId, token }: Pick<InteractionHandle, 'interactionId' | 'token'>,
    { response, timeoutMs }: { readonly response: InteractionResponse; readonly timeoutMs: number },
  ): Promise<void> {
    await this.#send('respond', {
      method: 'POST',
      fullRoute: Routes.interactionCallback(interactionId, token),
      body: response,
      auth: false,
      timeoutMs,
    });
  }

  /** Reads the first answer to an interaction. @throws DiscordCallFailed */
  async readOriginal({ applicationId, token }: InteractionHandle): Promise<SentMessage> {
    return parseSentMessage(
      await this.#send('read-original', {
        method: 'GET',
        fullRoute: Routes.webhookMessage(applicationId, token, '@original'),
        auth: false,
        timeoutMs: readTimeoutMs,
      }),
    );
  }

  /** Replaces the first answer, or the message whose button was pressed. @throws DiscordCallFailed */
  async editOriginal(
    { applicationId, token }: InteractionHandle,
    upload: MessageUpload,
  ): Promise<SentMessage> {
    const reply = await this.#send('edit-original', {
      method: 'PATCH',
      fullRoute: Routes.webhookMessage(applicationId, token, '@original'),
      auth: false,
      ...upload,
    });
    return parseSentMessage(reply);
  }

  /**
   * Deletes one message of an interaction; by default what an edit would replace: the first answer, or the message whose
   * button was pressed. @throws DiscordCallFailed
   */
  async deleteAnswer(
    { applicationId, token }: InteractionHandle,
    messageId: string = '@original',
  ): Promise<void> {
    await this.#send('delete-answer', {
      method: 'DELETE',
      fullRoute: Routes.webhookMessage(applicationId, token, messageId),
      auth: false,
    });
  }

  /** Adds a message to an interaction that has been answered. @throws DiscordCallFailed */
  async followUp({ applicationId, token }: InteractionHandle, upload: MessageUpload): Promise<SentMessage> {
    const reply = await this.#send('follow-up', {
      method: 'POST',
      fullRoute: Routes.webhook(applicationId, token),
      query: new URLSearchParams({ wait: 'true' }),
      auth: false,
      ...upload,
    });
    return parseSentMessage(reply);
  }

  /** Edits one of the bot's messages with the bot's own token. @throws DiscordCallFailed */
  async editMessage(place: { channelId: string; messageId: string }, upload: MessageUpload): Promise<void> {
    await this.#send('edit-message', {
      method: 'PATCH',
      fullRoute: Routes.channelMessage(place.channelId, place.messageId),
      ...upload,
    });
  }

  /** Deletes one of the bot's messages with the bot's own token. @throws DiscordCallFailed */
  async deleteMessage({ channelId, messageId }: { channelId: string; messageId: string }): Promise<void> {
    await this.#send('delete-message', {
      method: 'DELETE',
      fullRoute: Routes.channelMessage(channelId, messageId),
    });
  }

  /** Posts a message with the bot's own token. @throws DiscordCallFailed */
  async postMessage(channelId: string, upload: MessageUpload): Promise<SentMessage> {
    return parseSentMessage(
      await this.#send('post-message', {
        method: 'POST',
        fullRoute: Routes.channelMessages(channelId),
        ...upload,
      }),
    );
  }

  /** Opens, or finds, the direct channel to a person. @throws DiscordCallFailed */
  async openDirectChannel(userId: string): Promise<string> {
    const channel = await this.#send('open-direct-channel', {
      method: 'POST',
      fullRoute: Routes.userChannels(),
      body: { recipient_id: userId },
    });
    return z.object({ id: z.string() }).parse(channel).id;
  }

  /** The id of the application that the token belongs to. @throws DiscordCallFailed */
  async readApplicationId(): Promise<string> {
    const application = await this.#send('read-application', {
      method: 'GET',
      fullRoute: Routes.currentApplication(),
    });
    return z.object({ id: z.string() }).parse(application).id;
  }

  /** The registered global commands, with all their translations. @throws DiscordCallFailed */
  async readCommands(applicationId: string): Promise<readonly unknown[]> {
    const commands = await this.#send('read-commands', {
      method: 'GET',
      fullRoute: Routes.applicationCommands(applicationId),
      query: new URLSearchParams({ with_localizations: 'true' }),
    });
    return z.array(z.unknown()).parse(commands);
  }

  /** Replaces all global commands. @throws DiscordCallFailed */
  async writeCommands(applicationId: string, commands: readonly unknown[]): Promise<void> {
    await this.#send('write-commands', {
      method: 'PUT',
      fullRoute: Routes.applicationCommands(applicationId),
      body: commands,
    });
  }

  async #send(call: string, request: ApiRequest): Promise<unknown> {
    for (let waits = 0; ; waits += 1) {
      try {
        return await this.#sendOnce(request);
      } catch (error) {
        const failed = toCallFailed(call, error);
        if (failed instanceof DiscordCallFailed && failed.failure === 'rate-limited') this.#onRateLimited?.();
        if (!isShortWait(failed) || waits >= waitsPerCall) throw failed;
        await wait(failed.retryAfterMs);
      }
    }
  }

  async #sendOnce({ files, signal, timeoutMs, ...request }: ApiRequest): Promise<unknown> {
    const hasFiles = files !== undefined && files.length > 0;
    const usualTimeoutMs = hasFiles ? this.#uploadTimeoutMs : this.#callTimeoutMs;
    // Unlike AbortSignal.timeout it can be called off: in a crowd, thousands would go off after their calls were over.
    const deadline = new AbortController();
    const timer = setTimeout(() => deadline.abort(), timeoutMs ?? usualTimeoutMs);
    // The library forgets its token for good after a single 401.
    if (request.auth !== false) this.#rest.setToken(this.#token);
    try {
      // The library's type spells optional fields without undefined, and methods as members of an enum.
      return await this.#rest.request({
        ...request,
        ...(hasFiles ? { files: [...files] } : {}),
        signal: signal === undefined ? deadline.signal : AbortSignal.any([deadline.signal, signal]),
      } as InternalRequest);
    } finally {
      clearTimeout(timer);
    }
  }
}

interface ApiRequest {
  readonly method: 'GET' | 'POST' | 'PATCH' | 'PUT' | 'DELETE';
  readonly fullRoute: `/${string}`;
  readonly query?: URLSearchParams;
  readonly body?: unknown;
  readonly auth?: false;
  readonly files?: readonly RawFile[];
  readonly signal?: AbortSignal | undefined;
  readonly timeoutMs?: number;
}

function isShortWait(error: unknown): error is DiscordCallFailed & { readonly retryAfterMs: number } {
  return (
    error instanceof DiscordCallFailed &&
    error.retryAfterMs !== undefined &&
    error.retryAfterMs <= longestWaitMs
  );
}
