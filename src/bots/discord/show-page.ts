import { MessageFlags } from 'discord.js';
import { joinText } from '../../commands/join-text.ts';
import type { Page } from '../../commands/reply.ts';
import type { MessageUpload } from './discord-api.ts';
import type { FittingPicture } from './fit-pictures.ts';
import { fitPictures } from './fit-pictures.ts';
import { renderWithin } from './fit-text.ts';
import type { MessageContent } from './message-body.ts';
import { fileSizeLimitOf, mayAttachFiles } from './read-interaction.ts';
import type { ReplyPlace } from './reply-place.ts';
import { unlessGone } from './unless-gone.ts';
import { uploadLimits } from './upload-limits.ts';
import { toUpload } from './uploaded-file.ts';

/**
 * Shows a page to the person alone: in the place of the page whose button was pressed, or as a message of its own. What
 * others can see never becomes one person's page. @throws DiscordCallFailed
 */
export async function showPage(page: Page, place: ReplyPlace): Promise<void> {
  const { answer, interaction } = place;
  const shown = mayAttachFiles(interaction) ? page : withoutPictures(page, place);
  let isReplacing = place.source?.flags.has(MessageFlags.Ephemeral) ?? false;
  if (shown.pictures.length > 0) {
    // Reading and sending them takes longer than a first answer may.
    isReplacing &&= await unlessGone(() => answer.promiseUpdate());
    if (!isReplacing) await answer.promiseMessage();
  }
  const { content, files } = await renderPage(shown, fileSizeLimitOf(interaction));
  if (isReplacing && (await unlessGone(() => answer.replace(content, files)))) return;
  await answer.show({ ...content, isEphemeral: true }, files);
}

interface RenderedPage {
  readonly content: MessageContent;
  readonly files: NonNullable<MessageUpload['files']>;
}

async function renderPage(
  { altTexts, buttons, pictures, text }: Page,
  fileSizeLimitBytes: number,
): Promise<RenderedPage> {
  const originals: FittingPicture[] = [];
  for (const { mediaType, read } of pictures) originals.push({ bytes: await read(), mediaType });
  const fitting = await fitPictures(originals, uploadLimits({ fileSizeLimitBytes }));
  const uploads = fitting.map(({ bytes, mediaType }, index) =>
    toUpload({ bytes, mediaType, stem: `picture-${index + 1}`, altText: altTexts[index] ?? '' }),
  );
  return {
    content: { text: renderWithin(text), pictures: uploads.map(({ attached }) => attached), buttons },
    files: uploads.map(({ file }) => file),
  };
}

function withoutPictures(page: Page, { language, wording }: ReplyPlace): Page {
  if (page.pictures.length === 0) return page;
  const note = wording.text('discord.picturesNotShown', language);
  return { ...page, text: joinText([page.text, note], '\n\n'), pictures: [], altTexts: [] };
}
