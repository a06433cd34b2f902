import { InputFile } from 'grammy';
import { z } from 'zod';
import type { Wording } from '../../commands/wording.ts';
import type { Address } from '../../core/address.ts';
import type { ReportSheet, ReportTarget } from '../../core/courier.ts';
import { DeliveryError } from '../../core/courier.ts';
import { contactSheet } from './contact-sheet.ts';
import { renderKeyboard } from './keyboard.ts';
import { placeIdOf } from './picture-memory.ts';
import { maxCaptionLength, maxTextLength, renderWithin } from './render-entities.ts';
import { takeAway } from './take-away.ts';
import { parseTelegramAddress } from './telegram-address.ts';
import type { TelegramApi } from './telegram-api.ts';
import { cannotBeEdited, isFailure } from './telegram-call-failed.ts';

interface Showing {
  readonly api: TelegramApi;
  readonly wording: Wording;
}

const shownMessage = z.object({
  chatId: z.number(),
  messageId: z.number(),
  shows: z.enum(['text', 'media']),
});

/** Sends a report to moderators, or makes of the message that shows it what it has come to. @throws TelegramCallFailed */
export async function showReport(
  sheet: ReportSheet,
  target: ReportTarget,
  { api, wording }: Showing,
): Promise<Address> {
  if ('shownAt' in target) return revise(sheet, shownMessage.parse(target.shownAt), { api, wording });
  const chat_id = 'channelId' in target ? idOf(target.channelId) : idOf(target.personId);
  // What came to one person alone is shown to no more people than have to decide about it.
  const isChannel = 'channelId' in target;
  if (isChannel && sheet.generation.isPrivate && isForEverybody(sheet, chat_id))
    throw new DeliveryError({ problem: 'gone' });
  const reply_markup = renderKeyboard(wording.reportButtons(sheet));
  const picture = await readPicture(sheet);
  const there = { chatId: chat_id, wording };
  const sent =
    picture === undefined
      ? await api.sendMessage({ chat_id, reply_markup, ...words(sheet, there) })
      : await api.sendPhoto({
          chat_id,
          reply_markup,
          photo: new InputFile(picture, 'reported.jpg'),
          has_spoiler: true,
          ...caption(sheet, there),
        });
  return shownAs({
    chatId: sent.chat.id,
    messageId: sent.message_id,
    shows: picture === undefined ? 'text' : 'media',
  });
}

function shownAs(message: z.infer<typeof shownMessage>): Address {
  return { platform: 'telegram', isDurable: true, ...message };
}

/** Nothing takes a picture out of a message, so where it was deleted the message becomes another one. */
async function revise(
  sheet: ReportSheet,
  shown: z.infer<typeof shownMessage>,
  { api, wording }: Showing,
): Promise<Address> {
  const { chatId: chat_id, messageId: message_id, shows } = shown;
  const there = { chatId: chat_id, wording };
  const message = { chat_id, message_id, reply_markup: renderKeyboard(wording.reportButtons(sheet)) };
  try {
    if (shows === 'text') await api.editMessageText({ ...message, ...words(sheet, there) });
    else if (sheet.pictures.length > 0)
      await api.editMessageCaption({ ...message, ...caption(sheet, there) });
    else {
      const sent = await api.sendMessage({ chat_id, ...words(sheet, there) });
      const { caption: text, caption_entities: entities } = caption(sheet, there);
      await takeAway(shown, { api, words: { text, entities } });
      return shownAs({ chatId: sent.chat.id, messageId: sent.message_id, shows: 'text' });
    }
  } catch (error) {
    if (isFailure(error, 'not-modified')) return shownAs(shown);
    if (cannotBeEdited(error)) throw new DeliveryError({ problem: 'gone', cause: error });
    throw error;
  }
  return shownAs(shown);
}

/** All pictures as one, for a message with buttons shows one at most. */
async function readPicture({ pictures }: ReportSheet): Promise<Uint8Array | undefined> {
  const bytes: Uint8Array[] = [];
  for (const { read } of pictures) bytes.push(await read());
  return bytes.length === 0 ? undefined : (await contactSheet(bytes))?.jpeg;
}

interface ShownThere {
  readonly chatId: number;
  readonly wording: Wording;
}

function words(sheet: ReportSheet, { chatId, wording }: ShownThere) {
  const rendered = renderWithin(wording.report(sheet, links(sheet, chatId)), maxTextLength);
  return { ...rendered, link_preview_options: { is_disabled: true } };
}

function caption(sheet: ReportSheet, { chatId, wording }: ShownThere) {
  const { entities, text } = renderWithin(wording.report(sheet, links(sheet, chatId)), maxCaptionLength);
  return { caption: text, caption_entities: entities };
}

/** The group in which it was asked for is its own moderators' channel. */
function isForEverybody({ report }: ReportSheet, chatId: number): boolean {
  return placeIdOf(chatId) === report.placeId;
}

function links(sheet: ReportSheet, chatId: number) {
  return { isForEverybody: isForEverybody(sheet, chatId), result: linkTo(sheet), profileOf: profileLink };
}

function idOf(id: string): number {
  const own = /^telegram:(?<id>-?\d+)/.exec(id)?.groups?.id;
  if (own === undefined) throw new DeliveryError({ problem: 'gone' });
  return Number(own);
}

/** https://core.telegram.org/bots/api#messageentity */
function profileLink(personId: string): string {
  const [platform, id] = personId.split(':');
  return platform === 'discord' ? `https://discord.com/users/${id}` : `tg://user?id=${id}`;
}

/** Only supergroups have links to their messages: https://core.telegram.org/api/links#message-links */
function linkTo({ generation: { address } }: ReportSheet): string | undefined {
  if (address.platform !== 'telegram') return undefined;
  const { chatId, statusMessageId } = parseTelegramAddress(address);
  const supergroup = /^-100(?<id>\d+)$/.exec(String(chatId))?.groups?.id;
  if (supergroup === undefined || statusMessageId === undefined) return undefined;
  return `https://t.me/c/${supergroup}/${statusMessageId}`;
}
