import type { CommandServices } from '../../commands/command.ts';
import type { Reply, WithNews } from '../../commands/reply.ts';
import type { RichText } from '../../commands/rich-text.ts';
import type { Log } from '../../core/log.ts';
import type { ChatReplies } from './chat-replies.ts';
import type { PlaceTools } from './describe-place.ts';
import { DocumentDesk } from './document-desk.ts';
import { FormQuestion } from './form-question.ts';
import { OriginalFiles } from './original-files.ts';
import { PageView } from './page-view.ts';
import type { PictureMemory } from './picture-memory.ts';
import type { Place } from './read-message.ts';
import type { Tapped } from './read-tap.ts';
import { ResultRemoval } from './result-removal.ts';
import type { TapAnswer } from './tap-answer.ts';

export interface ReplyDeskOptions extends PlaceTools {
  readonly services: Pick<CommandServices, 'gallery'>;
  readonly memory: PictureMemory;
  readonly replies: ChatReplies;
  readonly log: Log;
}

/** What a reply answers. */
export interface Answered {
  readonly place: Place;
  /** Undefined when words were answered. */
  readonly tapped?: (Tapped & { readonly tap: TapAnswer }) | undefined;
  /** What the person should know besides, once it was accepted. */
  readonly note?: RichText | undefined;
}

/** Shows people what commands and buttons answer. Nothing is waited for. */
export class ReplyDesk {
  readonly #options: ReplyDeskOptions;
  readonly #questions: FormQuestion;
  readonly #files: OriginalFiles;
  readonly #documents: DocumentDesk;
  readonly #removal: ResultRemoval;
  readonly #pages: PageView;

  constructor(options: ReplyDeskOptions) {
    this.#options = options;
    this.#questions = new FormQuestion(options);
    this.#files = new OriginalFiles(options);
    this.#documents = new DocumentDesk(options);
    this.#removal = new ResultRemoval(options);
    this.#pages = new PageView(options);
  }

  show(reply: Reply & WithNews, answered: Answered): void {
    const { replies } = this.#options;
    const { place, tapped } = answered;
    const { news } = reply;
    if (news !== undefined) replies.answer(place, news.text, { onSent: news.said });
    switch (reply.kind) {
      case 'accepted':
        this.#accept(reply.generation.isPrivate, answered);
        break;
      case 'answer':
        replies.answer(place, reply.text);
        break;
      case 'refusal':
        this.#refuse(reply.text, answered);
        break;
      case 'notice':
        this.#notice(reply, answered);
        break;
      case 'form':
        this.#questions.ask(reply.form, place);
        break;
      case 'files':
        this.#files.send(reply, place);
        break;
      case 'documents':
        this.#documents.send(reply, place);
        break;
      case 'removal':
        this.#notice({ text: reply.text, isShownByMessage: true }, answered);
        this.#removal.remove(reply, { place, tapped });
        break;
      case 'page':
        this.#pages.show(reply.page, { place, tapped });
        break;
      default:
        reply satisfies never;
    }
  }

  /** The courier answers; only where that cannot be seen something has to be said. */
  #accept(isPrivate: boolean, answered: Answered): void {
    const { replies, wording } = this.#options;
    const { note, place } = answered;
    if (isPrivate && place.address.chatKind === 'group') {
      const text = wording.text('telegram.sentPrivately', place.asker.language);
      this.#notice({ text, isShownByMessage: false }, answered);
    }
    if (note !== undefined) replies.answer(place, note);
  }

  #refuse(text: RichText, { place, tapped }: Answered): void {
    const inChat = () => this.#options.replies.refuse(place, text);
    if (tapped === undefined) inChat();
    else tapped.tap.tell({ text, isAlert: true, otherwise: inChat });
  }

  #notice(
    { isShownByMessage, text }: { readonly text: RichText; readonly isShownByMessage: boolean },
    { place, tapped }: Answered,
  ): void {
    const inChat = () => {
      if (!isShownByMessage) this.#options.replies.answer(place, text);
    };
    if (tapped === undefined) inChat();
    else tapped.tap.tell({ text, isAlert: false, otherwise: inChat });
  }
}
