import {
  ApplicationCommandAutocompleteCallbackRequestSchema,
  CreateMessageInteractionCallbackRequestSchema,
  ModalInteractionCallbackRequestSchema,
  UpdateMessageInteractionCallbackRequestSchema,
} from 'discord-api-spec/zod';
import { MessageFlags } from 'discord-api-types/v10';
import {
  alreadyAcknowledged,
  invalidField,
  invalidForm,
  unknownInteraction,
  unknownMessage,
} from '../api-error.ts';
import type { Choice, MessageBody, Modal } from '../entities.ts';
import { type Answer, type Interaction, InteractionKind } from '../interaction.ts';
import type { Message } from '../message.ts';
import { markEdited, writeMessage } from '../message-writing.ts';
import { toApiMessage } from '../render.ts';
import { type ApiAnswer, type ApiCall, param, type Route } from '../router.ts';
import { POSTABLE_FLAGS, requireMessageRules } from '../validation/message-rules.ts';
import { modalProblems } from '../validation/modal-rules.ts';
import { isRecord } from '../validation/schema.ts';
import type { World } from '../world.ts';
import { accepted } from './accepted.ts';
import { limitsOf, originOf } from './interaction-limits.ts';

const Callback = {
  message: 4,
  deferredMessage: 5,
  deferredUpdate: 6,
  update: 7,
  choices: 8,
  modal: 9,
} as const;

/** https://discord.com/developers/docs/interactions/receiving-and-responding#create-interaction-response */
export function callbackRoutes(world: World): Route[] {
  return [
    {
      method: 'POST',
      pattern: '/interactions/:interaction/:token/callback',
      auth: false,
      handle: (call) => acknowledge(world, call),
    },
  ];
}

function acknowledge(world: World, call: ApiCall): ApiAnswer {
  const interaction = openInteraction(world, call);
  const type = isRecord(call.json) ? call.json.type : undefined;
  requireFittingType(interaction, type);
  const said = JSON.stringify(call.json);
  const answer = answerOf(world, call, { interaction, type });
  interaction.answer = answer;
  interaction.said = said;
  interaction.answeredAtMs = world.options.now();
  if ('message' in answer) interaction.original = answer.message;
  world.changed();
  if (call.query.get('with_response') !== 'true') return { status: 204 };
  return { status: 200, body: toCallbackResponse(world, interaction, Number(type)) };
}

/** @throws ApiError 10062 when there is none or it is too late, 40060 when it has its answer. */
function openInteraction(world: World, call: ApiCall): Interaction {
  const interaction = world.interactions.get(param(call, 'interaction'));
  if (!interaction || interaction.token !== param(call, 'token')) throw unknownInteraction('client');
  if (interaction.ended) throw unknownInteraction('circumstance');
  // Who was not told in time that it arrived says the same again; to say something else is a mistake.
  if (interaction.answer) {
    throw alreadyAcknowledged(interaction.said === JSON.stringify(call.json) ? 'circumstance' : 'client');
  }
  const waitedMs = world.options.now() - interaction.dispatchedAtMs;
  if (waitedMs > world.options.acknowledgeWithinMs) throw unknownInteraction('client');
  return interaction;
}

function requireFittingType({ type: kind, source }: Interaction, type: unknown): void {
  const fits =
    kind === InteractionKind.autocomplete
      ? type === Callback.choices
      : type === Callback.message ||
        type === Callback.deferredMessage ||
        (type === Callback.modal && kind !== InteractionKind.modal) ||
        ((type === Callback.update || type === Callback.deferredUpdate) && source !== undefined);
  if (!fits) {
    throw invalidField(
      'type',
      'INTERACTION_TYPE_INVALID',
      `Callback type ${type} does not fit interaction type ${kind}.`,
    );
  }
}

interface Acknowledging {
  readonly interaction: Interaction;
  readonly type: unknown;
}

function answerOf(world: World, call: ApiCall, { interaction, type }: Acknowledging): Answer {
  switch (type) {
    case Callback.message:
      return { kind: 'message', message: replyWith(world, call, interaction) };
    case Callback.deferredMessage:
      return { kind: 'deferred-message', message: deferReply(world, call, interaction) };
    case Callback.deferredUpdate:
      accepted(call, UpdateMessageInteractionCallbackRequestSchema);
      return { kind: 'deferred-update', message: sourceOf(interaction) };
    case Callback.update:
      return { kind: 'update', message: updateSource(world, call, interaction) };
    case Callback.choices:
      return { kind: 'choices', choices: choicesOf(call) };
    default:
      return { kind: 'modal', modal: modalOf(call) };
  }
}

function replyWith(world: World, call: ApiCall, interaction: Interaction): Message {
  const body =
    accepted<{ data?: MessageBody | null }>(call, CreateMessageInteractionCallbackRequestSchema).data ?? {};
  requireMessageRules({
    body,
    files: call.files,
    message: undefined,
    postableFlags: POSTABLE_FLAGS | MessageFlags.Ephemeral,
    prefix: 'data',
    limits: limitsOf(world, interaction),
    warn: call.warn,
  });
  const message = world.addMessage({
    channel: interaction.channel,
    author: world.bot,
    origin: originOf(interaction),
  });
  message.flags = body.flags ?? 0;
  writeMessage({ world, message, body, files: call.files });
  return message;
}

function deferReply(world: World, call: ApiCall, interaction: Interaction): Message {
  const body =
    accepted<{ data?: MessageBody | null }>(call, CreateMessageInteractionCallbackRequestSchema).data ?? {};
  const { flags, ...rest } = body;
  if (((flags ?? 0) & ~MessageFlags.Ephemeral) !== 0) {
    throw invalidField(
      'data.flags',
      'MESSAGE_FLAGS_INVALID',
      'A deferred answer takes only the flag EPHEMERAL.',
    );
  }
  if (Object.keys(rest).some((key) => key !== 'tts') || call.files.length > 0) {
    call.warn('a deferred answer carries only flags; the rest is lost');
  }
  const message = world.addMessage({
    channel: interaction.channel,
    author: world.bot,
    origin: originOf(interaction),
  });
  message.flags = (flags ?? 0) | MessageFlags.Loading;
  return message;
}

function sourceOf({ source }: Interaction): Message {
  if (!source)
    throw new Error('Expected the interaction to come from a message; the type check guarantees it');
  if (source.deleted) throw unknownMessage('circumstance');
  return source;
}

function updateSource(world: World, call: ApiCall, interaction: Interaction): Message {
  const message = sourceOf(interaction);
  const body =
    accepted<{ data?: MessageBody | null }>(call, UpdateMessageInteractionCallbackRequestSchema).data ?? {};
  requireMessageRules({
    body,
    files: call.files,
    message,
    postableFlags: 0,
    prefix: 'data',
    limits: limitsOf(world, interaction),
    warn: call.warn,
  });
  markEdited(world, message);
  writeMessage({ world, message, body, files: call.files });
  return message;
}

function choicesOf(call: ApiCall): readonly Choice[] {
  const body = accepted<{ data?: { choices?: readonly Choice[] | null } }>(
    call,
    ApplicationCommandAutocompleteCallbackRequestSchema,
  );
  return body.data?.choices ?? [];
}

function modalOf(call: ApiCall): Modal {
  const { data } = accepted<{ data: Modal }>(call, ModalInteractionCallbackRequestSchema);
  const problems = modalProblems(data);
  if (problems.length > 0) throw invalidForm(problems);
  return data;
}

function toCallbackResponse(world: World, interaction: Interaction, type: number): Record<string, unknown> {
  const message = interaction.original;
  return {
    interaction: {
      id: interaction.id,
      type: interaction.type,
      ...(message
        ? {
            response_message_id: message.id,
            response_message_loading: message.loading,
            response_message_ephemeral: message.ephemeral,
            channel_id: message.channel.id,
          }
        : {}),
      ...(interaction.channel.guild ? { guild_id: interaction.channel.guild.id } : {}),
    },
    resource: { type, ...(message ? { message: toApiMessage(world, message) } : {}) },
  };
}
