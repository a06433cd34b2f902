import type { APIModalInteractionResponseCallbackData } from 'discord.js';
import { InteractionResponseType } from 'discord.js';
import type { RichText } from '../../commands/rich-text.ts';
import type { DiscordApi, InteractionHandle, MessageUpload } from './discord-api.ts';
import { sendFirstAnswer, sendResponse } from './first-answer.ts';
import { renderMessages } from './fit-text.ts';
import { promisedMessage, takenNote } from './interaction-response.ts';
import type { MessageContent } from './message-body.ts';
import { messageBody, withAttachments } from './message-body.ts';

/**
 * The answer to one interaction, step by step: what was said first decides how more of it reaches the person. Files take
 * longer than Discord waits for a first answer, so a promise goes before them. Every method can fail with a
 * DiscordCallFailed.
 */
export class InteractionAnswer {
  readonly #api: DiscordApi;
  readonly #handle: InteractionHandle;
  #state: 'open' | 'message-promised' | 'update-promised' | 'given' = 'open';

  constructor(api: DiscordApi, handle: InteractionHandle) {
    this.#api = api;
    this.#handle = handle;
  }

  /** Says something, in as many messages as it takes. */
  async say(text: RichText, { isEphemeral }: { readonly isEphemeral: boolean }): Promise<void> {
    const messages = renderMessages(text);
    for (const message of messages.length === 0 ? ['…'] : messages) {
      await this.show({ text: message, isEphemeral });
    }
  }

  /** Shows one message more, or the one that was promised. */
  async show(content: MessageContent, files: MessageUpload['files'] = []): Promise<void> {
    if (this.#state === 'open') await sendFirstAnswer(this.#api, this.#handle, messageBody(content));
    else if (this.#state === 'message-promised') await this.#fill(content, files);
    else await this.#api.followUp(this.#handle, { body: withAttachments(content), files });
    this.#state = 'given';
  }

  /** Lets the person wait for a message that they alone will see. */
  async promiseMessage(): Promise<void> {
    await sendResponse(this.#api, this.#handle, promisedMessage);
    this.#state = 'message-promised';
  }

  /** Takes note of a press; the message with the button is changed later, here or by a courier. */
  async promiseUpdate(): Promise<void> {
    await sendResponse(this.#api, this.#handle, takenNote);
    this.#state = 'update-promised';
  }

  /** Puts something else in the place of the message with the button; its files are those given, and no others. */
  async replace(content: MessageContent, files: MessageUpload['files'] = []): Promise<void> {
    const body = withAttachments(content);
    if (this.#state === 'open') {
      const type = InteractionResponseType.UpdateMessage;
      await sendResponse(this.#api, this.#handle, { type, data: body });
    } else await this.#api.editOriginal(this.#handle, { body, files });
    this.#state = 'given';
  }

  /** Deletes the message with the button, which was replaced before. */
  takeAway(): Promise<void> {
    return this.#api.deleteAnswer(this.#handle);
  }

  async openForm(data: APIModalInteractionResponseCallbackData): Promise<void> {
    await sendResponse(this.#api, this.#handle, { type: InteractionResponseType.Modal, data });
    this.#state = 'given';
  }

  /** Who sees it was settled by the promise. */
  async #fill(content: MessageContent, files: MessageUpload['files'] = []): Promise<void> {
    const body = withAttachments({ ...content, isEphemeral: false });
    await this.#api.editOriginal(this.#handle, { body, files });
  }
}
