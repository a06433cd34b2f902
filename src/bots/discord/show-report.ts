import { z } from 'zod';
import type { Wording } from '../../commands/wording.ts';
import type { Address } from '../../core/address.ts';
import type { ReportSheet, ReportTarget } from '../../core/courier.ts';
import { DeliveryError } from '../../core/courier.ts';
import type { DiscordAddress } from './discord-address.ts';
import { parseDiscordAddress } from './discord-address.ts';
import type { DiscordApi, MessageUpload } from './discord-api.ts';
import { fitPictures } from './fit-pictures.ts';
import { renderWithin } from './fit-text.ts';
import { withAttachments } from './message-body.ts';
import { postOnce } from './post-once.ts';
import { usualFileSizeLimitBytes } from './read-interaction.ts';
import { uploadLimits } from './upload-limits.ts';
import { toUpload } from './uploaded-file.ts';

const shownMessage = z.object({ channelId: z.string(), messageId: z.string() });

/** Posts a report for moderators, or makes of the message that shows it what it has come to. @throws DiscordCallFailed */
export async function showReport(
  sheet: ReportSheet,
  target: ReportTarget,
  { api, wording }: { readonly api: DiscordApi; readonly wording: Wording },
): Promise<Address> {
  if ('shownAt' in target) {
    const shown = shownMessage.parse(target.shownAt);
    await api.editMessage(shown, await render(sheet, { ...shown, wording }));
    return target.shownAt;
  }
  const channelId =
    'channelId' in target ? idOf(target.channelId) : await api.openDirectChannel(idOf(target.personId));
  // What came to one person alone is shown to no more people than have to decide about it.
  const isChannel = 'channelId' in target;
  if (isChannel && sheet.generation.isPrivate && isForEverybody(sheet, channelId))
    throw new DeliveryError({ problem: 'gone' });
  const upload = await render(sheet, { channelId, wording });
  const key = `report ${sheet.generation.id}`;
  const { messageId } = await postOnce(api, { channelId, key, upload });
  return { platform: 'discord', isDurable: true, channelId, messageId };
}

async function render(
  sheet: ReportSheet,
  { channelId, wording }: { readonly channelId: string; readonly wording: Wording },
): Promise<MessageUpload> {
  const { generation, pictures } = sheet;
  const originals = [];
  for (const { mediaType, read } of pictures) originals.push({ bytes: await read(), mediaType });
  const limits = uploadLimits({ fileSizeLimitBytes: usualFileSizeLimitBytes });
  const fitting = await fitPictures(originals, limits);
  const uploads = fitting.map(({ bytes, mediaType }, index) =>
    toUpload({
      bytes,
      mediaType,
      stem: `reported-${index + 1}`,
      altText: wording.altText(generation, pictures[index] ?? { position: index, role: 'result' }),
    }),
  );
  const links = {
    isForEverybody: isForEverybody(sheet, channelId),
    result: linkTo(sheet),
    profileOf: profileLink,
  };
  const content = {
    text: renderWithin(wording.report(sheet, links)),
    pictures: uploads.map(({ attached }) => ({ ...attached, isSpoiler: true })),
    buttons: wording.reportButtons(sheet),
  };
  return { body: withAttachments(content), files: uploads.map(({ file }) => file) };
}

/** The channel in which it was asked for is the moderators' channel. */
function isForEverybody(sheet: ReportSheet, channelId: string): boolean {
  return resultOf(sheet)?.channelId === channelId;
}

function idOf(id: string): string {
  const [platform, own] = id.split(':');
  if (platform !== 'discord' || own === undefined) throw new DeliveryError({ problem: 'gone' });
  return own;
}

/** https://docs.discord.com/developers/reference#message-formatting */
function profileLink(personId: string): string {
  const [platform, id] = personId.split(':');
  return platform === 'telegram' ? `tg://user?id=${id}` : `https://discord.com/users/${id}`;
}

function linkTo(sheet: ReportSheet): string | undefined {
  const { channelId, guildId, messageId } = resultOf(sheet) ?? {};
  if (messageId === undefined) return undefined;
  return `https://discord.com/channels/${guildId ?? '@me'}/${channelId}/${messageId}`;
}

/** Undefined where it stands on another platform, or nobody knows any more where. */
function resultOf({ generation: { address } }: ReportSheet): DiscordAddress | undefined {
  return address.platform === 'discord' ? parseDiscordAddress(address) : undefined;
}
