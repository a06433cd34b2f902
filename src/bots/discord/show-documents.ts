import type { DocumentFile, Reply } from '../../commands/reply.ts';
import { renderWithin } from './fit-text.ts';
import type { ReplyPlace } from './reply-place.ts';

/** Sends files to the person alone, each as a message of its own. @throws DiscordCallFailed */
export async function showDocuments(
  { prepare, text }: Extract<Reply, { readonly kind: 'documents' }>,
  { answer }: ReplyPlace,
): Promise<void> {
  // Making them takes longer than a first answer may.
  await answer.promiseMessage();
  for (const [index, document] of (await prepare()).entries()) {
    const content = { text: index === 0 ? renderWithin(text) : '', downloads: [attached(document)] };
    await answer.show({ ...content, isEphemeral: true }, [upload(document)]);
  }
}

function attached({ name }: DocumentFile) {
  return { filename: name, altText: name };
}

function upload({ bytes, mediaType, name }: DocumentFile) {
  const data = Buffer.from(bytes.buffer, bytes.byteOffset, bytes.byteLength);
  return { data, contentType: mediaType, name };
}
