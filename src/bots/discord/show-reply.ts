import type { Reply } from '../../commands/reply.ts';
import { mayAttachFiles } from './read-interaction.ts';
import { removeResult } from './remove-result.ts';
import type { ReplyPlace } from './reply-place.ts';
import { sendOriginals } from './send-originals.ts';
import { showDocuments } from './show-documents.ts';
import { showPage } from './show-page.ts';
import { unlessGone } from './unless-gone.ts';
import { wordsFormModal } from './words-form-modal.ts';

/** Shows a person what a command or a button came to. @throws DiscordCallFailed */
export async function showReply(reply: Reply, place: ReplyPlace): Promise<void> {
  const { answer } = place;
  switch (reply.kind) {
    case 'accepted':
      // The courier gives the answer.
      return;
    case 'answer':
      return answer.say(reply.text, { isEphemeral: place.isPrivate });
    case 'refusal':
      return answer.say(reply.text, { isEphemeral: true });
    case 'notice':
      return showNotice(reply, place);
    case 'form':
      return openForm(reply, place);
    case 'files':
      return mayAttachFiles(place.interaction) ? sendOriginals(reply, place) : refuseFiles(place);
    case 'documents':
      return mayAttachFiles(place.interaction) ? showDocuments(reply, place) : refuseFiles(place);
    case 'removal':
      return removeResult(reply, place);
    case 'page':
      return showPage(reply.page, place);
    default:
      return reply satisfies never;
  }
}

type ReplyOf<Kind extends Reply['kind']> = Extract<Reply, { readonly kind: Kind }>;

async function showNotice(
  { isShownByMessage, text }: ReplyOf<'notice'>,
  { answer, source }: ReplyPlace,
): Promise<void> {
  const isMessage = isShownByMessage && source !== undefined;
  if (isMessage && (await unlessGone(() => answer.promiseUpdate()))) return;
  await answer.say(text, { isEphemeral: true });
}

/** Whoever writes words for nothing is told too late, so what stands in the way is told before. */
async function openForm({ form }: ReplyOf<'form'>, place: ReplyPlace): Promise<void> {
  if (!mayAttachFiles(place.interaction)) return refuseFiles(place);
  await place.answer.openForm(wordsFormModal(form, place));
}

function refuseFiles({ answer, language, wording }: ReplyPlace): Promise<void> {
  return answer.say(wording.text('discord.cannotPost', language), { isEphemeral: true });
}
