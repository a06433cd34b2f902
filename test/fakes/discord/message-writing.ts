import { MessageFlags } from 'discord-api-types/v10';
import { eachComponent } from './components.ts';
import type { Attachment, AttachmentBody, MessageBody, UploadedFile } from './entities.ts';
import { pingsOf } from './mentions.ts';
import type { Message } from './message.ts';
import type { World } from './world.ts';

interface Writing {
  readonly world: World;
  readonly message: Message;
  readonly body: MessageBody;
  readonly files: readonly UploadedFile[];
}

/** Puts a checked body on a message: fields that are absent stay, `null` empties them. */
export function writeMessage(writing: Writing): void {
  const { world, message, body } = writing;
  const wasLoading = message.loading;
  const isFirst = message.edits === 0 && message.editedAtMs === undefined;
  if (body.content !== undefined) message.content = body.content ?? '';
  if (body.embeds !== undefined) message.embeds = body.embeds ?? [];
  if (body.components !== undefined) message.components = numbered(body.components ?? []);
  message.attachments = nextAttachments(writing);
  message.flags = nextFlags(message.flags, body.flags ?? undefined);
  if (isFirst || wasLoading) message.pings = pingsOf(body);
  world.changed();
}

/** Given flags replace those an edit can change; visibility is settled, and nothing is loading once it is written. */
function nextFlags(before: number, given: number | undefined): number {
  const kept = given === undefined ? before : before & ~MessageFlags.SuppressEmbeds;
  return (kept | (given ?? 0)) & ~MessageFlags.Loading;
}

/** Notes that a message was changed after it had been shown. */
export function markEdited(world: World, message: Message): void {
  message.edits += 1;
  message.editedAtMs = world.options.now();
}

/** With API v10 a given list names all attachments that stay, new ones included. */
function nextAttachments(writing: Writing): Attachment[] {
  const { message, body, files } = writing;
  const listed = body.attachments ?? (body.attachments === null ? [] : undefined);
  const added = files.map((file) => addFile(writing, file, listed));
  if (!listed) return [...message.attachments, ...added];
  const kept = message.attachments.filter((attachment) => {
    const entry = listed.find(({ id }) => id === attachment.id);
    if (entry?.description !== undefined) attachment.description = entry.description ?? undefined;
    return entry !== undefined;
  });
  return [...kept, ...added];
}

function addFile(
  { world, message }: Writing,
  file: UploadedFile,
  listed: readonly AttachmentBody[] | undefined,
): Attachment {
  const entry = listed?.find(({ id }) => id === String(file.index));
  return world.addAttachment({
    filename: entry?.filename ?? file.filename,
    contentType: file.contentType,
    bytes: file.bytes,
    ephemeral: message.ephemeral,
    channelId: message.channel.id,
    description: entry?.description ?? undefined,
    spoiler: entry?.is_spoiler ?? file.filename.startsWith('SPOILER_'),
  });
}

function numbered(components: MessageBody['components'] & object): MessageBody['components'] & object {
  let next = 1;
  for (const { component } of eachComponent(components)) component.id ??= next++;
  return components;
}
