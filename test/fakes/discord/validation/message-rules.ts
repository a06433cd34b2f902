import { MessageFlags } from 'discord-api-types/v10';
import { emptyMessage, invalidForm, type Problem, tooLarge } from '../api-error.ts';
import type { Attachment, MessageBody, UploadedFile } from '../entities.ts';
import { type Message, mediaUrls } from '../message.ts';
import { attachmentProblems, invisibleFilenames, resultingFilenames } from './attachment-rules.ts';
import { componentProblems } from './component-rules.ts';

const MAX_CONTENT = 2_000;
const MAX_EMBED_CHARACTERS = 6_000;
const EDITABLE_FLAGS = MessageFlags.SuppressEmbeds | MessageFlags.IsComponentsV2;
export const POSTABLE_FLAGS = EDITABLE_FLAGS | MessageFlags.SuppressNotifications;

export interface MessageSituation {
  readonly body: MessageBody;
  readonly files: readonly UploadedFile[];
  /** The message that is edited; undefined when a new one is posted. */
  readonly message: Message | undefined;
  /** Flags that a new message may carry. */
  readonly postableFlags: number;
  /** Where the message stands in the call's body: empty, or `data`. */
  readonly prefix: string;
  readonly limits: { readonly appliedBytes: number; readonly announcedBytes: number };
  /** Notes something the platform accepts although the sender can hardly have meant it. */
  readonly warn: (text: string) => void;
}

/**
 * What the schema does not say about a message, as an error of the platform.
 * https://discord.com/developers/docs/resources/message
 */
export function requireMessageRules(situation: MessageSituation): void {
  requireSizes(situation);
  const problems = [
    ...flagProblems(situation),
    ...contentProblems(situation),
    ...mentionProblems(situation.body),
    ...componentProblems(situation.body.components ?? [], usesV2(situation)),
    ...attachmentProblems({ ...situation, existing: existingAttachments(situation) }),
  ];
  if (problems.length > 0) throw invalidForm(problems.map((problem) => prefixed(problem, situation.prefix)));
  if (isEmpty(situation)) throw emptyMessage('client');
  warnOfInvisible(situation);
}

function prefixed(problem: Problem, prefix: string): Problem {
  return { ...problem, path: [prefix, problem.path].filter(Boolean).join('.') };
}

function existingAttachments({ message }: MessageSituation): readonly Attachment[] {
  return message?.attachments ?? [];
}

function usesV2({ body, message }: MessageSituation): boolean {
  return (((body.flags ?? 0) | (message?.flags ?? 0)) & MessageFlags.IsComponentsV2) !== 0;
}

function requireSizes({ files, limits }: MessageSituation): void {
  const largest = Math.max(0, ...files.map((file) => file.bytes.length));
  if (largest > limits.announcedBytes) throw tooLarge('client');
  if (largest > limits.appliedBytes) throw tooLarge('circumstance');
}

function flagProblems({ body, message, postableFlags }: MessageSituation): Problem[] {
  const flags = body.flags;
  if (flags === undefined || flags === null) return [];
  const allowed = message ? EDITABLE_FLAGS | message.flags : postableFlags;
  const problems: Problem[] = [];
  if ((flags & ~allowed) !== 0) {
    const foreign = flags & ~allowed;
    problems.push({
      path: 'flags',
      code: 'MESSAGE_FLAGS_INVALID',
      message: `The bits ${foreign} cannot be set here.`,
    });
  }
  if (message?.usesComponentsV2 && (flags & MessageFlags.IsComponentsV2) === 0) {
    problems.push({
      path: 'flags',
      code: 'MESSAGE_CANNOT_REMOVE_COMPONENTS_V2_FLAG',
      message: 'IS_COMPONENTS_V2 stays.',
    });
  }
  return problems;
}

function contentProblems(situation: MessageSituation): Problem[] {
  const { body, message } = situation;
  const content = body.content === undefined ? (message?.content ?? '') : (body.content ?? '');
  const embeds = body.embeds === undefined ? (message?.embeds ?? []) : (body.embeds ?? []);
  const problems: Problem[] = [];
  const legacy = (path: string) => ({
    path,
    code: 'MESSAGE_CANNOT_USE_LEGACY_FIELDS_WITH_COMPONENTS_V2',
    message: `The '${path}' field cannot be used when using MessageFlags.IS_COMPONENTS_V2; set it to null to convert a message.`,
  });
  if (usesV2(situation) && content !== '') problems.push(legacy('content'));
  if (usesV2(situation) && embeds.length > 0) problems.push(legacy('embeds'));
  if (content.length > MAX_CONTENT) {
    problems.push({
      path: 'content',
      code: 'BASE_TYPE_MAX_LENGTH',
      message: `Must be ${MAX_CONTENT} or fewer in length.`,
    });
  }
  if (embedCharacters(embeds) > MAX_EMBED_CHARACTERS) {
    problems.push({
      path: 'embeds',
      code: 'MAX_EMBED_SIZE_EXCEEDED',
      message: 'Embeds exceed maximum size of 6000.',
    });
  }
  return problems;
}

function embedCharacters(embeds: NonNullable<MessageBody['embeds']> | readonly object[]): number {
  return (embeds as NonNullable<MessageBody['embeds']>)
    .flatMap((embed) => [
      embed.title,
      embed.description,
      embed.footer?.text,
      embed.author?.name,
      ...(embed.fields ?? []).flatMap((field) => [field.name, field.value]),
    ])
    .reduce((sum, text) => sum + (text ?? '').length, 0);
}

function mentionProblems({ allowed_mentions: allowed }: MessageBody): Problem[] {
  return (['users', 'roles'] as const).flatMap((kind) =>
    allowed?.parse?.includes(kind) && (allowed[kind] ?? []).length > 0
      ? [
          {
            path: 'allowed_mentions',
            code: 'MESSAGE_ALLOWED_MENTIONS_PARSE_EXCLUSIVE',
            message: `parse:["${kind}"] and ${kind}: [ids...] are mutually exclusive.`,
          },
        ]
      : [],
  );
}

function isEmpty(situation: MessageSituation): boolean {
  const { body, message } = situation;
  const after = <T>(sent: T | null | undefined, before: T | undefined) =>
    sent === undefined ? before : sent;
  const content = after(body.content, message?.content) ?? '';
  const embeds = after<readonly object[]>(body.embeds, message?.embeds) ?? [];
  const components = after<readonly object[]>(body.components, message?.components) ?? [];
  const files = resultingFilenames({ ...situation, existing: existingAttachments(situation) });
  return content === '' && embeds.length + components.length + files.length === 0;
}

function warnOfInvisible(situation: MessageSituation): void {
  if (!usesV2(situation)) return;
  const names = resultingFilenames({ ...situation, existing: existingAttachments(situation) });
  const shown = mediaUrls(situation.body.components ?? situation.message?.components ?? []);
  const invisible = invisibleFilenames(names, shown);
  if (invisible.length > 0) situation.warn(`attachments that no component shows: ${invisible.join(', ')}`);
}
