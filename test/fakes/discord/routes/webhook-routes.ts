import {
  IncomingWebhookRequestPartialSchema,
  IncomingWebhookUpdateRequestPartialSchema,
} from 'discord-api-spec/zod';
import { MessageFlags } from 'discord-api-types/v10';
import {
  invalidWebhookToken,
  tooManyFollowUps,
  unknownChannel,
  unknownMessage,
  unknownWebhook,
} from '../api-error.ts';
import type { MessageBody } from '../entities.ts';
import type { Interaction } from '../interaction.ts';
import type { Message } from '../message.ts';
import { markEdited, writeMessage } from '../message-writing.ts';
import { toApiMessage } from '../render.ts';
import { type ApiAnswer, type ApiCall, param, type Route } from '../router.ts';
import { POSTABLE_FLAGS, requireMessageRules } from '../validation/message-rules.ts';
import type { World } from '../world.ts';
import { accepted } from './accepted.ts';
import { limitsOf, originOf } from './interaction-limits.ts';

const ORIGINAL = '@original';
const MAX_USER_INSTALL_FOLLOW_UPS = 5;

/** https://discord.com/developers/docs/interactions/receiving-and-responding#followup-messages */
export function webhookRoutes(world: World): Route[] {
  const one = '/webhooks/:application/:token/messages/:message';
  return [
    {
      method: 'POST',
      pattern: '/webhooks/:application/:token',
      auth: false,
      handle: (call) => followUp(world, call),
    },
    {
      method: 'GET',
      pattern: one,
      auth: false,
      handle: (call) => ({
        status: 200,
        body: toApiMessage(world, ownMessage(call, openWebhook(world, call))),
      }),
    },
    {
      method: 'PATCH',
      pattern: one,
      auth: false,
      handle: (call) => {
        const interaction = openWebhook(world, call);
        return edit(world, call, { interaction, message: ownMessage(call, interaction) });
      },
    },
    { method: 'DELETE', pattern: one, auth: false, handle: (call) => remove(world, call) },
  ];
}

/**
 * The interaction whose token the path carries.
 * @throws ApiError 10015 for a foreign application or an interaction without a first answer, 50027 for a token that is over.
 */
function openWebhook(world: World, call: ApiCall): Interaction {
  if (param(call, 'application') !== world.applicationId) throw unknownWebhook('client');
  const interaction = world.interactionByToken(param(call, 'token'));
  if (!interaction) throw invalidWebhookToken('client');
  const ageMs = world.options.now() - interaction.dispatchedAtMs;
  if (interaction.ended || ageMs > world.options.tokenLifetimeMs) throw invalidWebhookToken('circumstance');
  if (!interaction.answer) throw unknownWebhook('client');
  return interaction;
}

function ownMessage(call: ApiCall, interaction: Interaction): Message {
  const wanted = param(call, 'message');
  const candidates = [interaction.original, ...interaction.followUps];
  const message = wanted === ORIGINAL ? interaction.original : candidates.find((one) => one?.id === wanted);
  if (!message) throw unknownMessage('client');
  if (message.deleted || message.channel.deleted) throw unknownMessage('circumstance');
  return message;
}

interface Editing {
  readonly interaction: Interaction;
  readonly message: Message;
}

function edit(world: World, call: ApiCall, { interaction, message }: Editing): ApiAnswer {
  const body = accepted<MessageBody>(call, IncomingWebhookUpdateRequestPartialSchema);
  requireMessageRules({
    body,
    files: call.files,
    message,
    postableFlags: 0,
    prefix: '',
    limits: limitsOf(world, interaction),
    warn: call.warn,
  });
  if (!message.loading) markEdited(world, message);
  writeMessage({ world, message, body, files: call.files });
  return { status: 200, body: toApiMessage(world, message) };
}

function remove(world: World, call: ApiCall): ApiAnswer {
  const message = ownMessage(call, openWebhook(world, call));
  message.deleted = true;
  world.changed();
  return { status: 204 };
}

function followUp(world: World, call: ApiCall): ApiAnswer {
  const interaction = openWebhook(world, call);
  const original = interaction.original;
  // The platform still lets the first follow-up fill in the deferred answer.
  if (original?.loading && interaction.answer?.kind === 'deferred-message') {
    return edit(world, call, { interaction, message: original });
  }
  if (interaction.channel.deleted) throw unknownChannel('circumstance');
  if (interaction.userInstallOnly && interaction.followUps.length >= MAX_USER_INSTALL_FOLLOW_UPS) {
    throw tooManyFollowUps('client');
  }
  const body = accepted<MessageBody>(call, IncomingWebhookRequestPartialSchema);
  requireMessageRules({
    body,
    files: call.files,
    message: undefined,
    postableFlags: POSTABLE_FLAGS | MessageFlags.Ephemeral,
    prefix: '',
    limits: limitsOf(world, interaction),
    warn: call.warn,
  });
  const message = world.addMessage({
    channel: interaction.channel,
    author: world.bot,
    origin: originOf(interaction),
    repliesTo: original?.id,
  });
  message.flags = body.flags ?? 0;
  interaction.followUps.push(message);
  writeMessage({ world, message, body, files: call.files });
  return call.query.get('wait') === 'true'
    ? { status: 200, body: toApiMessage(world, message) }
    : { status: 204 };
}
