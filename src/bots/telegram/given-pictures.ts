import type { Message } from 'grammy/types';
import type { CommandServices } from '../../commands/command.ts';
import { joinText, toPlainText } from '../../commands/join-text.ts';
import type { RichText } from '../../commands/rich-text.ts';
import type { TextKey } from '../../commands/texts/text-key.ts';
import type { Wording } from '../../commands/wording.ts';
import { referenceBounds } from '../../core/pictures/intake/picture-bounds.ts';
import type { ArrivedAlbum } from './album-desk.ts';
import type { GivenPicture } from './message-pictures.ts';
import { pictureIn, showsNoPicture } from './message-pictures.ts';
import type { PictureMemory } from './picture-memory.ts';
import { picturesOfResult } from './pictures-of-result.ts';
import type { Asker } from './read-message.ts';

/** The pictures that come with somebody's words. */
export interface GivenPictures {
  /** In the person's order: what is replied to stands before what is sent. */
  readonly pictures: readonly GivenPicture[];
  /** Something was sent, or replied to, that is no picture. */
  readonly holdsOthers: boolean;
  /** Says what is missing of an album; undefined when nothing is. */
  readonly note: Extract<TextKey, 'telegram.albumInGroup' | 'telegram.albumForgotten'> | undefined;
  /** The words answer the bot's question what to do with its pictures. */
  readonly answersQuestion: boolean;
  /** How to paint, where nothing was said of what: flags, as the person wrote them. */
  readonly flags: string;
}

const nothing: GivenPictures = {
  pictures: [],
  holdsOthers: false,
  note: undefined,
  answersQuestion: false,
  flags: '',
};

/** What a message that is no piece of an album shows itself. */
export function givenByMessage(message: Message): GivenPictures {
  const picture = pictureIn(message);
  return {
    ...nothing,
    pictures: picture === undefined ? [] : [picture],
    holdsOthers: showsNoPicture(message),
  };
}

/** What an album shows. */
export function givenByAlbum({ holdsOthers, lead, pictures }: ArrivedAlbum): GivenPictures {
  // An album has at least two pieces: in groups the others may never be shown to a bot.
  const isTorn = lead.chat.type !== 'private' && pictures.length === 1 && !holdsOthers;
  return { ...nothing, pictures, holdsOthers, note: isTorn ? 'telegram.albumInGroup' : undefined };
}

interface ReplyReading {
  readonly asker: Asker;
  readonly memory: PictureMemory;
  readonly services: Pick<CommandServices, 'gallery'>;
  /** A reply to a piece of an album means that piece alone. */
  readonly isAboutOne?: boolean;
}

/** Adds to `own` what the message replies to. */
export async function withReplied(
  message: Message,
  own: GivenPictures,
  reading: ReplyReading,
): Promise<GivenPictures> {
  const replied = await givenByReply(message, reading);
  return {
    pictures: [...replied.pictures, ...own.pictures],
    holdsOthers: replied.holdsOthers || own.holdsOthers,
    note: own.note ?? replied.note,
    answersQuestion: replied.answersQuestion,
    flags: replied.flags,
  };
}

async function givenByReply(
  { chat, external_reply: external, reply_to_message: replied }: Message,
  { asker, isAboutOne = false, memory, services }: ReplyReading,
): Promise<GivenPictures> {
  if (external !== undefined) {
    const picture = pictureIn(external);
    return { ...nothing, pictures: picture ? [picture] : [], holdsOthers: showsNoPicture(external) };
  }
  if (replied === undefined) return nothing;
  const place = { chatId: chat.id, messageId: replied.message_id };
  const picture = pictureIn(replied);
  if (picture === undefined) {
    const asked = replied.from?.is_bot ? await memory.ofQuestion(place, asker.id) : undefined;
    if (asked === undefined) return { ...nothing, holdsOthers: showsNoPicture(replied) };
    const pictures = asked.map(toGivenPicture);
    return { ...nothing, pictures, answersQuestion: true, flags: flagsIn(replied) };
  }
  const { media_group_id: albumId } = replied;
  if (albumId === undefined || isAboutOne) {
    const shown = await memory.shown(place);
    if (shown !== undefined) return { ...nothing, pictures: [shown] };
    const kept = await picturesOfResult(replied, { ...services, asker });
    return { ...nothing, pictures: kept === undefined || kept.length === 0 ? [picture] : kept };
  }
  const pieces = await memory.album({ chatId: chat.id, albumId });
  if (pieces.length > 1) return { ...nothing, pictures: pieces };
  const note = chat.type === 'private' ? 'telegram.albumForgotten' : 'telegram.albumInGroup';
  return { ...nothing, pictures: pieces.length === 1 ? pieces : [picture], note };
}

/** The flags that a question was asked with stand in it; empty when there were none. */
function flagsIn({ entities = [], text = '' }: Pick<Message, 'entities' | 'text'>): string {
  const flags = entities.findLast(({ type }) => type === 'code');
  return flags === undefined ? '' : text.slice(flags.offset, flags.offset + flags.length);
}

function toGivenPicture(source: GivenPicture['source']): GivenPicture {
  return { source, byteLength: undefined, mediaType: undefined };
}

/** Why pictures can certainly not be used; undefined when nothing stands against them yet. */
export function refuseGiven(
  { holdsOthers, pictures }: GivenPictures,
  { language, wording }: { readonly language: string; readonly wording: Wording },
): RichText | undefined {
  if (holdsOthers) return wording.text('telegram.notAPicture', language);
  const tooLarge = pictures.flatMap(({ byteLength = 0 }, index) =>
    byteLength > referenceBounds.maxFileBytes ? [index + 1] : [],
  );
  if (tooLarge.length === 0) return undefined;
  const problem = toPlainText(wording.text('pictureProblem.tooLarge', language));
  const lines = tooLarge.map((number) =>
    pictures.length === 1
      ? wording.text('failure.onlyPicture', language, { problem })
      : wording.text('failure.picture', language, { number, problem }),
  );
  return joinText([...lines, wording.text('refusal.unpaid', language)], '\n');
}
