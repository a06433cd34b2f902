import type { Message } from 'grammy/types';
import { remove } from '../../commands/actions/remove.ts';
import { buttonId, pictureArgument } from '../../commands/button-id.ts';
import type { CommandServices } from '../../commands/command.ts';
import { generationOfButtons } from '../../commands/generation-of-buttons.ts';
import { toPlainText } from '../../commands/join-text.ts';
import type { RichText } from '../../commands/rich-text.ts';
import { runAction } from '../../commands/run-action.ts';
import type { FormAnswers } from '../../commands/words-form.ts';
import type { Log } from '../../core/log.ts';
import type { PendingForm } from '../../core/pending-form.ts';
import { generationOfKey } from '../../core/pictures/picture-key.ts';
import type { ChatReplies } from './chat-replies.ts';
import type { PlaceTools } from './describe-place.ts';
import { describePlace } from './describe-place.ts';
import type { GivenPictures } from './given-pictures.ts';
import { refuseGiven } from './given-pictures.ts';
import { mayModerate } from './moderators.ts';
import type { Pause } from './pause.ts';
import type { PictureMemory } from './picture-memory.ts';
import { personIdOf } from './picture-memory.ts';
import { buttonIdsOf } from './pictures-of-result.ts';
import type { Asker, Place, Received } from './read-message.ts';
import type { Tapped } from './read-tap.ts';
import type { ReplyDesk } from './reply-desk.ts';
import { TapAnswer } from './tap-answer.ts';
import { inItsTopic } from './topic-of-tap.ts';

export interface ButtonDeskOptions extends PlaceTools {
  readonly services: CommandServices;
  readonly memory: PictureMemory;
  readonly replies: ChatReplies;
  readonly answers: ReplyDesk;
  readonly log: Log;
  readonly pause: Pause;
}

interface Use {
  readonly place: Place;
  readonly buttonId: string;
  readonly answers: FormAnswers | undefined;
}

/** A button may show its waiting sign for this long; what takes longer answers by a message. */
const patienceMs = 1_500;

/** Does what buttons stand for, and takes the words that they asked for. */
export class ButtonDesk {
  readonly #options: ButtonDeskOptions;

  constructor(options: ButtonDeskOptions) {
    this.#options = options;
  }

  /** Resolves when what the button asks for is committed; the answers are sent without being waited for. */
  async take(tapped: Tapped): Promise<void> {
    const { answers, pause, replies, services } = this.#options;
    const tap = new TapAnswer(tapped, replies);
    const done = new AbortController();
    void pause(patienceMs, done.signal).then(() => {
      if (!done.signal.aborted) tap.end();
    });
    try {
      const place = await inItsTopic(tapped, services.gallery);
      const reply = await this.#run({ place, buttonId: tapped.buttonId, answers: undefined });
      answers.show(reply, { place, tapped: { ...place, tap } });
    } finally {
      done.abort();
      tap.end();
    }
  }

  /** Takes a reply to the question of a button. Resolves with whether it was one. */
  async takeAnswer(received: Received, own: GivenPictures): Promise<boolean> {
    const { memory, replies } = this.#options;
    const { address, asker } = received;
    const { reply_to_message: question } = received.message;
    if (question?.from?.is_bot !== true) return false;
    const form = await memory.form({ chatId: address.chatId, messageId: question.message_id });
    if (form?.button === undefined && !this.#isOver(question, asker)) return false;
    const refusal = this.#refuse(form, received, own);
    if (refusal === undefined && form?.button !== undefined) await this.#submit(received, own, form.button);
    else if (refusal !== undefined) replies.refuse(received, refusal);
    return true;
  }

  /** Deletes the result that a message replies to, for whoever may. Resolves with whether it replies to one. */
  async remove(received: Received): Promise<boolean> {
    const { reply_to_message: target } = received.message;
    const generationId = target && (await this.#resultOf(target));
    if (generationId === undefined) return false;
    const argument = pictureArgument({ generationId, position: undefined });
    const id = buttonId({ action: remove.name, argument });
    const reply = await this.#run({ place: received, buttonId: id, answers: undefined });
    this.#options.answers.show(reply, { place: received });
    return true;
  }

  /** The pieces of an album and files bear no buttons, but are remembered. */
  async #resultOf({
    chat,
    message_id: messageId,
    reply_markup: markup,
  }: Message): Promise<string | undefined> {
    const named = generationOfButtons(buttonIdsOf(markup));
    if (named !== undefined) return named;
    const shown = await this.#options.memory.shown({ chatId: chat.id, messageId });
    return shown?.source.kind === 'kept' ? generationOfKey(shown.source.key) : undefined;
  }

  async #submit(received: Received, own: GivenPictures, buttonId: string): Promise<void> {
    const { answers, wording } = this.#options;
    const { asker, message } = received;
    const words = (message.text ?? message.caption ?? '').trim();
    const pictures = own.pictures.map(({ source }) => source);
    const reply = await this.#run({ place: received, buttonId, answers: { words, pictures } });
    answers.show(reply, { place: received, note: own.note && wording.text(own.note, asker.language) });
  }

  #refuse(form: PendingForm | undefined, { asker }: Received, own: GivenPictures): RichText | undefined {
    const { wording } = this.#options;
    const { language } = asker;
    if (form === undefined) return wording.text('telegram.questionOver', language);
    if (form.personId !== personIdOf(asker.id)) return wording.text('button.notYours', language);
    return refuseGiven(own, { language, wording });
  }

  /** A question of which nothing is kept any more is known by its words. */
  #isOver({ text = '' }: Pick<Message, 'text'>, { language }: Asker): boolean {
    const ask = toPlainText(this.#options.wording.text('telegram.replyWithWords', language));
    return text.endsWith(ask);
  }

  #run({ answers, buttonId, place }: Use) {
    const { log, services, wording } = this.#options;
    return runAction({
      press: {
        ...describePlace(place, this.#options),
        buttonId,
        mayModerate: (placeId) => mayModerate(place, { ...this.#options, placeId }),
      },
      answers,
      services,
      wording,
      reportFault: (report) => log.error({ ...report }, 'a button ran into a fault'),
    });
  }
}
