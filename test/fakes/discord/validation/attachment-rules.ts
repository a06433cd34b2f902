import type { Problem } from '../api-error.ts';
import type { Attachment, AttachmentBody, MessageBody, UploadedFile } from '../entities.ts';
import { mediaUrls } from '../message.ts';

const MAX_ATTACHMENTS = 10;
const EMBEDDABLE = /\.(?:jpe?g|png|webp|gif)$/i;
const PLAIN_FILENAME = /^[\w.-]+$/;
const SCHEME = 'attachment://';

interface AttachmentSituation {
  readonly body: MessageBody;
  readonly files: readonly UploadedFile[];
  readonly existing: readonly Attachment[];
}

/**
 * Files of the form, the `attachments` list and `attachment://` references must agree.
 * https://discord.com/developers/docs/reference#uploading-files
 */
export function attachmentProblems(situation: AttachmentSituation): Problem[] {
  return [
    ...formFieldProblems(situation.files),
    ...listProblems(situation),
    ...countProblems(situation),
    ...referenceProblems(situation),
  ];
}

/** Names that will be on the message afterwards. */
export function resultingFilenames({ body, files, existing }: AttachmentSituation): string[] {
  const listed = body.attachments ?? undefined;
  const kept = listed
    ? existing.filter((attachment) => listed.some((entry) => entry.id === attachment.id))
    : existing;
  return [...kept.map((attachment) => attachment.filename), ...files.map((file) => nameOf(file, listed))];
}

function nameOf(file: UploadedFile, listed: readonly AttachmentBody[] | undefined): string {
  return listed?.find((entry) => entry.id === String(file.index))?.filename ?? file.filename;
}

function formFieldProblems(files: readonly UploadedFile[]): Problem[] {
  const named = files.flatMap((file) =>
    file.index === undefined
      ? [{ path: file.field, code: 'FORM_FIELD_UNKNOWN', message: 'Files are sent as files[n].' }]
      : [],
  );
  const empty = files.flatMap((file) =>
    file.bytes.length === 0
      ? [{ path: file.field, code: 'FILE_EMPTY', message: 'The file has no bytes.' }]
      : [],
  );
  return [...named, ...empty];
}

function listProblems({ body, files, existing }: AttachmentSituation): Problem[] {
  const listed = body.attachments;
  if (!listed) return [];
  const known = new Set([...files.map((file) => String(file.index)), ...existing.map(({ id }) => id)]);
  const unknown = listed.flatMap((entry, index) =>
    known.has(entry.id)
      ? []
      : [
          {
            path: `attachments.${index}.id`,
            code: 'ATTACHMENT_NOT_FOUND',
            message: `There is no file files[${entry.id}] and no attachment with this id.`,
          },
        ],
  );
  const forgotten = files.flatMap((file) =>
    listed.some((entry) => entry.id === String(file.index))
      ? []
      : [
          {
            path: 'attachments',
            code: 'ATTACHMENT_NOT_LISTED',
            message: `${file.field} is sent but not listed.`,
          },
        ],
  );
  const repeated = new Set(listed.map((entry) => entry.id)).size < listed.length;
  return [
    ...unknown,
    ...forgotten,
    ...(repeated
      ? [{ path: 'attachments', code: 'ATTACHMENT_ID_DUPLICATED', message: 'An id is listed twice.' }]
      : []),
  ];
}

function countProblems(situation: AttachmentSituation): Problem[] {
  return resultingFilenames(situation).length > MAX_ATTACHMENTS
    ? [
        {
          path: 'attachments',
          code: 'BASE_TYPE_MAX_LENGTH',
          message: `Must be ${MAX_ATTACHMENTS} or fewer in length.`,
        },
      ]
    : [];
}

function referenceProblems(situation: AttachmentSituation): Problem[] {
  const names = resultingFilenames(situation);
  const inComponents = mediaUrls(situation.body.components ?? []);
  const inEmbeds = (situation.body.embeds ?? []).flatMap((embed) =>
    [embed.image?.url, embed.thumbnail?.url, embed.author?.icon_url, embed.footer?.icon_url].filter(
      (url) => url !== undefined,
    ),
  );
  const missing = (path: string) => (url: string) => {
    if (!url.startsWith(SCHEME)) return [];
    const name = url.slice(SCHEME.length);
    if (names.includes(name) && PLAIN_FILENAME.test(name)) return [];
    return [
      {
        path,
        code: 'UNFURLED_MEDIA_ITEM_REFERENCED_ATTACHMENT_NOT_FOUND',
        message: `Referenced attachment ${name} not found; there are: ${names.join(', ') || 'none'}`,
      },
    ];
  };
  const notEmbeddable = inEmbeds
    .filter((url) => url.startsWith(SCHEME) && !EMBEDDABLE.test(url))
    .map((url) => ({
      path: 'embeds',
      code: 'EMBED_ATTACHMENT_TYPE',
      message: `${url} cannot be shown in an embed.`,
    }));
  return [
    ...inComponents.flatMap(missing('components')),
    ...inEmbeds.flatMap(missing('embeds')),
    ...notEmbeddable,
  ];
}

/** With components V2, attachments that no component shows are invisible: nearly always a mistake of the sender. */
export function invisibleFilenames(names: readonly string[], shownUrls: readonly string[]): string[] {
  return names.filter(
    (name) => !shownUrls.some((url) => url === `${SCHEME}${name}` || url.includes(`/${name}?`)),
  );
}
