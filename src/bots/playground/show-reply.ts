import type { DocumentFile, Reply, WithNews } from '../../commands/reply.ts';
import type { RichText } from '../../commands/rich-text.ts';
import type { WordsForm } from '../../commands/words-form.ts';
import type { PlaygroundChat, StandingMessage } from './playground-chat.ts';
import type { PlaygroundCourier } from './playground-courier.ts';
import type { PlaygroundMessage } from './playground-message.ts';
import { toShown } from './playground-message.ts';
import type { PlaygroundPerson } from './playground-person.ts';

interface WireDocument {
  readonly name: string;
  readonly mediaType: string;
  readonly base64: string;
}

/** What a page shows at once, beside the chat. */
export interface AtOnce {
  /** Goes away by itself. */
  readonly notice?: RichText;
  readonly form?: WordsForm;
  /** Files to save, which nobody keeps here. */
  readonly documents?: readonly WireDocument[];
  /** Nothing came of it, and nothing was said in the chat. */
  readonly isRefused?: true;
}

export interface ReplyPlace {
  readonly chat: PlaygroundChat;
  readonly courier: PlaygroundCourier;
  /** Of the request that is answered. */
  readonly id: string;
  readonly person: PlaygroundPerson;
  /** The message whose button was pressed; undefined when a command was used. */
  readonly pressed: StandingMessage | undefined;
}

/** Shows a person what a command or a button came to: in the chat, and what comes back besides. */
export async function showReply(reply: Reply & WithNews, place: ReplyPlace): Promise<AtOnce> {
  const { chat, id } = place;
  if (reply.news !== undefined) {
    await chat.say({ key: `news:${id}`, message: words(place, { isPrivate: true, text: reply.news.text }) });
    await reply.news.said();
  }
  switch (reply.kind) {
    case 'accepted':
      // The courier gives the answer.
      return {};
    case 'answer':
      await chat.say({
        key: answerKey(place),
        message: words(place, { isPrivate: false, text: reply.text }),
      });
      return {};
    case 'refusal':
      await chat.say({ key: answerKey(place), message: words(place, { isPrivate: true, text: reply.text }) });
      return {};
    case 'notice':
      return reply.isShownByMessage && place.pressed !== undefined ? {} : { notice: reply.text };
    case 'form':
      return { form: reply.form };
    case 'files':
      await showFiles(reply, place);
      return {};
    case 'documents':
      return { notice: reply.text, documents: (await reply.prepare()).map(toWireDocument) };
    case 'removal':
      return remove(reply, place);
    case 'page':
      await showPage(reply.page, place);
      return {};
    default:
      return reply satisfies never;
  }
}

type ReplyOf<Kind extends Reply['kind']> = Extract<Reply, { readonly kind: Kind }>;

function toWireDocument({ bytes, mediaType, name }: DocumentFile): WireDocument {
  return { name, mediaType, base64: Buffer.from(bytes).toString('base64') };
}

function answerKey({ id }: ReplyPlace): string {
  return `answer:${id}`;
}

function words(
  { person }: ReplyPlace,
  { isPrivate, text }: Pick<PlaygroundMessage, 'isPrivate' | 'text'>,
): PlaygroundMessage {
  return { author: 'easel', person, isPrivate, kind: 'words', text, pictures: [], buttons: [] };
}

async function showFiles({ altTexts, pictures, text }: ReplyOf<'files'>, place: ReplyPlace): Promise<void> {
  const message: PlaygroundMessage = {
    ...words(place, { isPrivate: true, text }),
    kind: 'files',
    pictures: toShown(pictures, altTexts),
  };
  await place.chat.say({ key: answerKey(place), message });
}

/** A page is for its person alone; on a press of its own button it turns into the next. */
async function showPage(
  { altTexts, buttons, pictures, text }: ReplyOf<'page'>['page'],
  place: ReplyPlace,
): Promise<void> {
  const message: PlaygroundMessage = {
    ...words(place, { isPrivate: true, text }),
    kind: 'page',
    pictures: toShown(pictures, altTexts),
    buttons,
  };
  const key = place.pressed?.kind === 'page' ? place.pressed.key : answerKey(place);
  await place.chat.say({ key, message });
}

/** Takes away the result, and the page that showed it. What stands on another platform stays there, and the words say so. */
async function remove({ generation, text }: ReplyOf<'removal'>, place: ReplyPlace): Promise<AtOnce> {
  const { chat, courier, pressed } = place;
  if (generation.address.platform === courier.platform) await courier.takeAway(generation, text);
  if (pressed?.kind === 'page' || pressed?.kind === 'files') {
    await chat.say({ key: pressed.key, message: words(place, { isPrivate: true, text }) });
  }
  return { notice: text };
}
