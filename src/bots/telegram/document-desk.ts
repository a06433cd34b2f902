import { InputFile } from 'grammy';
import type { Reply } from '../../commands/reply.ts';
import type { ChatReplies } from './chat-replies.ts';
import type { PlaceTools } from './describe-place.ts';
import { privateChatLink } from './private-address.ts';
import type { Place } from './read-message.ts';
import { maxCaptionLength, renderWithin } from './render-entities.ts';
import { placeOf } from './telegram-address.ts';

export interface DocumentDeskOptions extends PlaceTools {
  readonly replies: ChatReplies;
}

/** Sends files that are for the person only: in the private chat, and nowhere else. */
export class DocumentDesk {
  readonly #options: DocumentDeskOptions;

  constructor(options: DocumentDeskOptions) {
    this.#options = options;
  }

  /** Makes and sends them in their turn, one by one: https://core.telegram.org/bots/api#senddocument */
  send({ prepare, text }: Extract<Reply, { readonly kind: 'documents' }>, place: Place): void {
    const { api, botUsername, replies, wording } = this.#options;
    const { address, asker, sourceKey } = place;
    if (address.chatKind === 'group') {
      const link = privateChatLink(botUsername);
      replies.refuse(place, wording.text('telegram.onlyPrivately', asker.language, { link }));
      return;
    }
    replies.post(place, {
      content: `documents ${sourceKey}`,
      send: async () => {
        for (const [index, { bytes, name }] of (await prepare()).entries()) {
          const words = renderWithin(index === 0 ? text : [], maxCaptionLength);
          await api.sendDocument({
            ...placeOf(address),
            document: new InputFile(bytes, name),
            disable_content_type_detection: true,
            ...(words.text === '' ? {} : { caption: words.text, caption_entities: words.entities }),
          });
        }
      },
    });
  }
}
