import type { RichText } from '../../commands/rich-text.ts';
import type { DiscordApi } from './discord-api.ts';
import { renderMessages, renderWithin } from './fit-text.ts';
import { inReplyTo, messageBody } from './message-body.ts';
import { postOnce } from './post-once.ts';

export interface AnsweredMessage {
  readonly messageId: string;
  readonly channelId: string;
  readonly userId: string;
  /** Whether the bot may reply to it; otherwise it answers below. */
  readonly mayReply: boolean;
}

/**
 * The answer to an ordinary message, by the bot's own token: in its channel, where everybody sees it, or in the person's
 * own chat from then on. Every method can fail with a DiscordCallFailed.
 */
export class MessageAnswer {
  readonly #api: DiscordApi;
  readonly #answered: AnsweredMessage;
  #direct: DirectMessage | undefined;

  constructor(api: DiscordApi, answered: AnsweredMessage) {
    this.#api = api;
    this.#answered = answered;
  }

  async say(text: RichText): Promise<void> {
    if (this.#direct !== undefined) {
      return this.#api.editMessage(this.#direct, { body: messageBody({ text: renderWithin(text) }) });
    }
    const { channelId, mayReply, messageId } = this.#answered;
    for (const [index, message] of renderMessages(text).entries()) {
      const body = inReplyTo(mayReply ? messageId : undefined, messageBody({ text: message }));
      await postOnce(this.#api, { channelId, key: `${messageId} answer ${index}`, upload: { body } });
    }
  }

  /** Says something to the person alone; what is said later takes its place. */
  async moveToDirect(text: RichText): Promise<DirectMessage> {
    const { messageId: key, userId } = this.#answered;
    const channelId = await this.#api.openDirectChannel(userId);
    const upload = { body: messageBody({ text: renderWithin(text) }) };
    const { messageId } = await postOnce(this.#api, { channelId, key: `${key} direct`, upload });
    if (messageId === undefined) throw new TypeError('expected the id of a message that was posted');
    this.#direct = { channelId, messageId };
    return this.#direct;
  }
}

interface DirectMessage {
  readonly channelId: string;
  readonly messageId: string;
}
