import { createHash } from 'node:crypto';
import type { Attachment } from './entities.ts';
import type { World } from './world.ts';

const LINK_LIFETIME_SECONDS = 24 * 60 * 60;

function signature(path: string, expires: string, issued: string): string {
  return createHash('sha256').update(`${path}|${expires}|${issued}`).digest('hex');
}

function pathOf(attachment: Attachment, applicationId: string): string {
  const folder = attachment.ephemeral
    ? `ephemeral-attachments/${applicationId}`
    : `attachments/${attachment.channelId}`;
  return `/${folder}/${attachment.id}/${encodeURIComponent(attachment.filename)}`;
}

/**
 * The signed address of an attachment.
 * https://discord.com/developers/docs/reference#signed-attachment-cdn-urls
 */
export function attachmentUrl(world: World, attachment: Attachment): string {
  const issuedSeconds = Math.floor(world.options.now() / 1000);
  const issued = issuedSeconds.toString(16);
  const expires = (issuedSeconds + LINK_LIFETIME_SECONDS).toString(16);
  const path = pathOf(attachment, world.applicationId);
  return `${world.cdnUrl}${path}?ex=${expires}&is=${issued}&hm=${signature(path, expires, issued)}&`;
}

/** The attachment that a signed address leads to, unless the signature is wrong, too old, or the file is gone. */
export function openAttachment(world: World, path: string, query: URLSearchParams): Attachment | undefined {
  const attachment = world.attachments.get(path.split('/')[3] ?? '');
  if (!attachment || attachment.gone || pathOf(attachment, world.applicationId) !== path) return undefined;
  const expires = query.get('ex') ?? '';
  const issued = query.get('is') ?? '';
  const isSigned = query.get('hm') === signature(path, expires, issued);
  const isFresh = Number.parseInt(expires, 16) * 1000 > world.options.now();
  return isSigned && isFresh ? attachment : undefined;
}

/**
 * The avatar of a person, or of a member of a server, that a path leads to.
 * https://docs.discord.com/developers/reference#image-formatting
 */
export function openAvatar(world: World, path: string): Buffer | undefined {
  const own = /^\/avatars\/(?<user>\d+)\/(?<hash>\w+)\.png$/.exec(path)?.groups;
  const member = /^\/guilds\/(?<guild>\d+)\/users\/(?<user>\d+)\/avatars\/(?<hash>\w+)\.png$/.exec(
    path,
  )?.groups;
  const { guild, hash = '', user } = own ?? member ?? {};
  const known = world.users.get(user ?? '');
  const current = guild === undefined ? known?.avatar : known?.serverAvatars.get(guild);
  return current === hash ? world.avatars.get(hash) : undefined;
}
