import type { TelegramMessageEntity } from '@gramio/types';
import { BotApiError, badRequest, violation } from '../bot-api-error.ts';
import { readImageHeader } from '../image-header.ts';
import { readCaption } from '../message-text.ts';
import type { MethodCall } from '../method-call.ts';
import type { UploadedFile } from '../recorded-call.ts';
import type { MessageContent } from './new-message.ts';

/** A photo or document as the Bot API's methods describe it. */
export type MediaDescription = {
  readonly type: 'photo' | 'document';
  /** `attach://part` or a `file_id`; the fake fetches no URLs. */
  readonly media: string;
  readonly caption?: string | { toString(): string };
  readonly caption_entities?: readonly TelegramMessageEntity[];
  readonly parse_mode?: string;
  readonly show_caption_above_media?: boolean;
  readonly has_spoiler?: boolean;
};

const maxUploadBytes = 50 * 1024 * 1024;

/** What a message shows for a photo or document with its caption. */
export function mediaContent(description: MediaDescription, call: MethodCall): MessageContent {
  const caption = readCaption({
    text: String(description.caption ?? ''),
    entities: description.caption_entities,
    parseMode: description.parse_mode,
  });
  const media =
    description.type === 'photo' ? photo(description.media, call) : document(description.media, call);
  return {
    ...media,
    ...(caption.text === '' ? {} : { caption: caption.text }),
    ...(caption.entities.length === 0 ? {} : { caption_entities: caption.entities }),
    ...(description.has_spoiler === true ? { has_media_spoiler: true } : {}),
    ...(description.show_caption_above_media === true ? { show_caption_above_media: true } : {}),
  };
}

function photo(reference: string, call: MethodCall): MessageContent {
  const upload = findUpload(reference, call);
  if (upload !== undefined) return { photo: call.world.files.addPhoto(upload.bytes) };
  const sizes = call.world.files.photo(reference);
  if (sizes !== undefined) return { photo: sizes };
  if (call.world.files.document(reference) !== undefined) {
    throw badRequest("can't use file of type Document as Photo");
  }
  throw wrongFile();
}

function document(reference: string, call: MethodCall): MessageContent {
  const upload = findUpload(reference, call);
  if (upload !== undefined) {
    const format = readImageHeader(upload.bytes)?.format;
    // Telegram looks at the bytes; the type that the client names counts for little.
    const mimeType = format === undefined ? upload.mimeType : `image/${format}`;
    return { document: call.world.files.addDocument({ bytes: upload.bytes, name: upload.name, mimeType }) };
  }
  const stored = call.world.files.document(reference);
  if (stored !== undefined) return { document: stored };
  if (call.world.files.photo(reference) !== undefined) {
    throw badRequest("can't use file of type Photo as Document");
  }
  throw wrongFile();
}

function findUpload(reference: string, call: MethodCall): UploadedFile | undefined {
  if (/^https?:/i.test(reference)) throw violation('the fake does not fetch URLs: upload the file');
  if (!reference.startsWith('attach://')) return undefined;
  const upload = call.files.get(reference.slice('attach://'.length));
  if (upload === undefined) throw violation(`there is no file part for ${reference} in the request`);
  if (upload.bytes.length > maxUploadBytes) {
    throw new BotApiError({ code: 413, description: 'Request Entity Too Large' });
  }
  return upload;
}

function wrongFile(): BotApiError {
  return badRequest('wrong file identifier/HTTP URL specified');
}
