import { MessageFlags } from 'discord.js';
import { joinText } from '../../commands/join-text.ts';
import type { Page } from '../../commands/reply.ts';
import type { RichText } from '../../commands/rich-text.ts';
import type { ReadPicture } from '../read-pictures.ts';
import { readPictures } from '../read-pictures.ts';
import type { MessageUpload } from './discord-api.ts';
import { DiscordCallFailed } from './discord-call-failed.ts';
import type { UploadLimits } from './fit-pictures.ts';
import { fitPictures } from './fit-pictures.ts';
import { renderWithin } from './fit-text.ts';
import type { MessageContent } from './message-body.ts';
import { fileSizeLimitOf, mayAttachFiles } from './read-interaction.ts';
import type { ReplyPlace } from './reply-place.ts';
import { unlessGone } from './unless-gone.ts';
import { halvedLimits, shrinkAttempts, uploadLimits } from './upload-limits.ts';
import { toUpload } from './uploaded-file.ts';

interface RenderedPage {
  readonly content: MessageContent;
  readonly files: NonNullable<MessageUpload['files']>;
}

/** Puts a page where it belongs; can be called again when Discord did not take it. */
type Put = (page: RenderedPage) => Promise<void>;

/**
 * Shows a page to the person alone: in the place of the page whose button was pressed, or as a message of its own. What
 * others can see never becomes one person's page. Pictures that cannot be shown are told in words. @throws
 * DiscordCallFailed
 */
export async function showPage(page: Page, place: ReplyPlace): Promise<void> {
  const { answer, interaction, language, source, wording } = place;
  let isReplacing = source?.flags.has(MessageFlags.Ephemeral) ?? false;
  const put: Put = async ({ content, files }) => {
    if (isReplacing && (await unlessGone(() => answer.replace(content, files)))) return;
    await answer.show({ ...content, isEphemeral: true }, files);
  };
  if (page.pictures.length === 0) return put(inWords(page, []));
  if (!mayAttachFiles(interaction)) {
    return put(inWords(page, wording.text('discord.picturesNotShown', language)));
  }
  // Reading and sending them takes longer than a first answer may.
  isReplacing &&= await unlessGone(() => answer.promiseUpdate());
  if (!isReplacing) await answer.promiseMessage();
  await putPictures(page, { put, place });
}

async function putPictures(
  page: Page,
  { place, put }: { readonly place: ReplyPlace; readonly put: Put },
): Promise<void> {
  const { interaction, language, log, wording } = place;
  const found = await readPictures(page, log);
  const count = page.pictures.length - found.length;
  const missing = page.unshown ?? wording.text('gallery.missing', language, { count });
  const note = count === 0 ? [] : missing;
  if (found.length === 0) return put(inWords(page, note));
  let limits = uploadLimits({ fileSizeLimitBytes: fileSizeLimitOf(interaction) });
  for (let attempt = 0; attempt <= shrinkAttempts; attempt += 1) {
    const rendered = await withPictures({ ...page, text: withNote(page, note) }, { found, limits });
    try {
      return await put(rendered);
    } catch (error) {
      if (!(error instanceof DiscordCallFailed) || error.failure !== 'too-large') throw error;
      limits = halvedLimits(rendered.files, limits);
    }
  }
  await put(inWords(page, wording.text('gallery.tooLarge', language)));
}

async function withPictures(
  { buttons, text }: Page,
  { found, limits }: { readonly found: readonly ReadPicture[]; readonly limits: UploadLimits },
): Promise<RenderedPage> {
  const originals = found.map(({ bytes, picture: { mediaType } }) => ({ bytes, mediaType }));
  const fitting = await fitPictures(originals, limits);
  const uploads = fitting.map(({ bytes, mediaType }, index) =>
    toUpload({ bytes, mediaType, stem: `picture-${index + 1}`, altText: found[index]?.altText ?? '' }),
  );
  return {
    content: { text: renderWithin(text), pictures: uploads.map(({ attached }) => attached), buttons },
    files: uploads.map(({ file }) => file),
  };
}

function inWords(page: Page, note: RichText): RenderedPage {
  return { content: { text: renderWithin(withNote(page, note)), buttons: page.buttons }, files: [] };
}

function withNote({ text }: Page, note: RichText): RichText {
  return joinText([text, note], '\n\n');
}
