import {
  CreatePrivateChannelRequestSchema,
  MessageCreateRequestSchema,
  MessageEditRequestPartialSchema,
} from 'discord-api-spec/zod';
import { MessageFlags } from 'discord-api-types/v10';
import {
  cannotMessageUser,
  cannotReply,
  invalidField,
  missingAccess,
  missingPermissions,
  notTheAuthor,
  unknownChannel,
  unknownMessage,
  unknownUser,
} from '../api-error.ts';
import type { Channel, MessageBody } from '../entities.ts';
import type { Message } from '../message.ts';
import { markEdited, writeMessage } from '../message-writing.ts';
import { allows, type PermissionName } from '../permissions.ts';
import { toApiChannel, toApiMessage } from '../render.ts';
import { type ApiAnswer, type ApiCall, param, type Route } from '../router.ts';
import { POSTABLE_FLAGS, requireMessageRules } from '../validation/message-rules.ts';
import type { World } from '../world.ts';
import { accepted } from './accepted.ts';

/** Channels and messages by the bot token: https://discord.com/developers/docs/resources/message */
export function channelRoutes(world: World): Route[] {
  const message = (call: ApiCall) => botMessage(world, call);
  return [
    { method: 'POST', pattern: '/users/@me/channels', auth: true, handle: (call) => openDirect(world, call) },
    {
      method: 'GET',
      pattern: '/channels/:channel',
      auth: true,
      handle: (call) => ({ status: 200, body: toApiChannel(openChannel(world, call)) }),
    },
    {
      method: 'POST',
      pattern: '/channels/:channel/messages',
      auth: true,
      handle: (call) => post(world, call),
    },
    {
      method: 'GET',
      pattern: '/channels/:channel/messages/:message',
      auth: true,
      handle: (call) => ({ status: 200, body: toApiMessage(world, message(call)) }),
    },
    {
      method: 'PATCH',
      pattern: '/channels/:channel/messages/:message',
      auth: true,
      handle: (call) => edit(world, call),
    },
    {
      method: 'DELETE',
      pattern: '/channels/:channel/messages/:message',
      auth: true,
      handle: (call) => {
        const doomed = message(call);
        if (doomed.author !== world.bot) throw missingPermissions('client');
        doomed.deleted = true;
        world.changed();
        return { status: 204 };
      },
    },
    {
      method: 'POST',
      pattern: '/channels/:channel/typing',
      auth: true,
      handle: (call) => {
        openChannel(world, call);
        return { status: 204 };
      },
    },
  ];
}

function openDirect(world: World, call: ApiCall): ApiAnswer {
  const body = accepted<{ recipient_id?: string | null }>(call, CreatePrivateChannelRequestSchema);
  const user = world.users.get(body.recipient_id ?? '');
  if (!user || user.bot) throw unknownUser('client');
  return { status: 200, body: toApiChannel(world.directChannel(user)) };
}

/** @throws ApiError 10003, 50001 as the platform does for channels the bot cannot see. */
function openChannel(world: World, call: ApiCall): Channel {
  const channel = world.channels.get(param(call, 'channel'));
  if (!channel) throw unknownChannel('client');
  if (channel.deleted) throw unknownChannel('circumstance');
  if (channel.kind === 'group') throw missingAccess('circumstance');
  if (channel.guild && !(channel.guild.hasBot && allows(channel.botPermissions, 'ViewChannel'))) {
    throw missingAccess('circumstance');
  }
  return channel;
}

function requirePermission(channel: Channel, ...names: PermissionName[]): void {
  if (channel.guild && !names.every((name) => allows(channel.botPermissions, name))) {
    throw missingPermissions('circumstance');
  }
}

function botMessage(world: World, call: ApiCall): Message {
  const channel = openChannel(world, call);
  const message = world.messages.get(param(call, 'message'));
  if (!message || message.channel !== channel || message.ephemeral) throw unknownMessage('client');
  if (message.deleted) throw unknownMessage('circumstance');
  return message;
}

function limits(world: World) {
  const { attachmentSizeLimitBytes, actualAttachmentSizeLimitBytes } = world.options;
  return {
    announcedBytes: attachmentSizeLimitBytes,
    appliedBytes: actualAttachmentSizeLimitBytes ?? attachmentSizeLimitBytes,
  };
}

function post(world: World, call: ApiCall): ApiAnswer {
  const channel = openChannel(world, call);
  const body = accepted<MessageBody>(call, MessageCreateRequestSchema);
  requireMessageRules({
    body,
    files: call.files,
    message: undefined,
    postableFlags: POSTABLE_FLAGS,
    prefix: '',
    limits: limits(world),
    warn: call.warn,
  });
  requirePermission(channel, channel.kind === 'thread' ? 'SendMessagesInThreads' : 'SendMessages');
  if (call.files.length > 0) requirePermission(channel, 'AttachFiles');
  if (channel.kind === 'direct' && !channel.recipients[0]?.acceptsDirectMessages) {
    throw cannotMessageUser('circumstance');
  }
  const nonce = body.nonce === undefined || body.nonce === null ? undefined : String(body.nonce);
  const twin = body.enforce_nonce && nonce !== undefined ? byNonce(world, channel, nonce) : undefined;
  if (twin) return { status: 200, body: toApiMessage(world, twin) };
  const repliesTo = body.message_reference?.message_id;
  if (repliesTo !== undefined && channel.guild && !allows(channel.botPermissions, 'ReadMessageHistory')) {
    throw cannotReply('circumstance');
  }
  const isThere = repliesTo !== undefined && world.messages.get(repliesTo)?.channel === channel;
  if (repliesTo !== undefined && !isThere && body.message_reference?.fail_if_not_exists !== false) {
    throw invalidField('message_reference', 'REPLIES_UNKNOWN_MESSAGE', 'Unknown message');
  }
  const message = world.addMessage({ channel, author: world.bot, origin: undefined, nonce, repliesTo });
  writeMessage({ world, message, body, files: call.files });
  return { status: 200, body: toApiMessage(world, message) };
}

/** https://discord.com/developers/docs/resources/message#create-message (enforce_nonce) */
function byNonce(world: World, channel: Channel, nonce: string): Message | undefined {
  return world.messagesIn(channel).find((message) => message.author === world.bot && message.nonce === nonce);
}

function edit(world: World, call: ApiCall): ApiAnswer {
  const message = botMessage(world, call);
  const body = accepted<MessageBody>(call, MessageEditRequestPartialSchema);
  if (message.author !== world.bot) throw notTheAuthor('client');
  if (((body.flags ?? 0) & MessageFlags.Ephemeral) !== 0) {
    throw invalidField('flags', 'MESSAGE_FLAGS_INVALID', 'Ephemeral is for answers to interactions.');
  }
  requireMessageRules({
    body,
    files: call.files,
    message,
    postableFlags: 0,
    prefix: '',
    limits: limits(world),
    warn: call.warn,
  });
  if (call.files.length > 0) requirePermission(message.channel, 'AttachFiles');
  markEdited(world, message);
  writeMessage({ world, message, body, files: call.files });
  return { status: 200, body: toApiMessage(world, message) };
}
