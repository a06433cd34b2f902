import { ApplicationCommandOptionType as Type } from 'discord-api-types/v10';
import type { Attachment, Channel, Command, CommandOption, User } from '../entities.ts';
import { toApiAttachment, toApiChannel, toApiMember, toApiUser } from '../render.ts';
import type { World } from '../world.ts';

/** A file that a person picks from the own disk. */
export interface PickedFile {
  readonly filename: string;
  readonly bytes: Uint8Array;
  readonly contentType?: string;
}

type OptionValue = string | number | boolean | PickedFile | { readonly id: string };
export type OptionValues = Readonly<Record<string, OptionValue>>;

export interface Resolved {
  users?: Record<string, unknown>;
  members?: Record<string, unknown>;
  channels?: Record<string, unknown>;
  attachments?: Record<string, unknown>;
  messages?: Record<string, unknown>;
}

export interface FilledOptions {
  readonly options: readonly Record<string, unknown>[];
  readonly resolved: Resolved;
}

interface Filling {
  readonly world: World;
  readonly command: Command;
  /** Names of the subcommand group and subcommand, if any. */
  readonly subcommands: readonly string[];
  readonly values: OptionValues;
  readonly channel: Channel;
  /** The option being typed in, for autocomplete: then others may still be missing. */
  readonly focused: string | undefined;
}

/**
 * Fills in a registered command as the client of the platform would let a person do it.
 * @throws Error when the command has no such option, a value does not fit it, or a required one is missing.
 */
export function fillOptions(filling: Filling): FilledOptions {
  const resolved: Resolved = {};
  const nest = (options: readonly CommandOption[], names: readonly string[]): Record<string, unknown>[] => {
    const [name, ...rest] = names;
    if (name === undefined) return fillList(filling, options, resolved);
    const subcommand = options.find((option) => option.name === name && isSubcommand(option));
    if (!subcommand) throw new Error(`/${filling.command.name} has no subcommand ${name}`);
    return [{ type: subcommand.type, name, options: nest(subcommand.options ?? [], rest) }];
  };
  return { options: nest(filling.command.options ?? [], filling.subcommands), resolved };
}

function isSubcommand({ type }: CommandOption): boolean {
  return type === Type.Subcommand || type === Type.SubcommandGroup;
}

function fillList(
  filling: Filling,
  options: readonly CommandOption[],
  resolved: Resolved,
): Record<string, unknown>[] {
  const { command, values, focused } = filling;
  const names = options.map((option) => option.name);
  for (const name of Object.keys(values)) {
    if (!names.includes(name)) {
      throw new Error(
        `/${command.name} has no option "${name}"; registered are: ${names.join(', ') || 'none'}`,
      );
    }
  }
  if (options.some(isSubcommand))
    throw new Error(`/${command.name} needs one of the subcommands: ${names.join(', ')}`);
  return options.flatMap((option) => {
    const value = values[option.name];
    if (value === undefined) {
      if (option.required && focused === undefined)
        throw new Error(`/${command.name} needs the option "${option.name}"`);
      return [];
    }
    const isFocused = option.name === focused;
    if (isFocused && !option.autocomplete) throw new Error(`The option "${option.name}" has no autocomplete`);
    const wire = isFocused ? value : toWireValue(filling, { option, value, resolved });
    return [{ name: option.name, type: option.type, value: wire, ...(isFocused ? { focused: true } : {}) }];
  });
}

interface Given {
  readonly option: CommandOption;
  readonly value: OptionValue;
  readonly resolved: Resolved;
}

function toWireValue(filling: Filling, { option, value, resolved }: Given): string | number | boolean {
  const refuse = (expected: string): never => {
    throw new Error(`Expected the option "${option.name}" of /${filling.command.name} to be ${expected}`);
  };
  switch (option.type) {
    case Type.String:
      return typeof value === 'string' && fitsText(option, value)
        ? value
        : refuse(`a text ${bounds(option)}`);
    case Type.Integer:
      return Number.isInteger(value) && fitsNumber(option, Number(value))
        ? Number(value)
        : refuse(`a whole number ${bounds(option)}`);
    case Type.Number:
      return typeof value === 'number' && fitsNumber(option, value)
        ? value
        : refuse(`a number ${bounds(option)}`);
    case Type.Boolean:
      return typeof value === 'boolean' ? value : refuse('true or false');
    case Type.Attachment:
      return isFile(value) && fitsFileTypes(option.file_types, value)
        ? uploadFor(filling.world, filling.channel, { file: value, resolved }).id
        : refuse(`a file ${(option.file_types ?? []).join(' ')}`);
    case Type.User:
      return addUser(filling, resolved, filling.world.users.get(idOf(value)) ?? refuse('a person'));
    case Type.Channel:
      return addChannel(resolved, filling.world.channels.get(idOf(value)) ?? refuse('a channel'));
    default:
      return refuse(`of a type that the fake knows, not ${option.type}`);
  }
}

function bounds(option: CommandOption): string {
  const { choices, min_value, max_value, min_length, max_length } = option;
  return JSON.stringify({
    choices: choices?.map((choice) => choice.value),
    min_value,
    max_value,
    min_length,
    max_length,
  });
}

function isChoice(option: CommandOption, value: string | number): boolean {
  const choices = option.choices ?? [];
  return choices.length === 0 || choices.some((choice) => choice.value === value);
}

function fitsText(option: CommandOption, value: string): boolean {
  return (
    isChoice(option, value) &&
    value.length >= (option.min_length ?? 0) &&
    value.length <= (option.max_length ?? 6_000)
  );
}

function fitsNumber(option: CommandOption, value: number): boolean {
  return (
    isChoice(option, value) &&
    value >= (option.min_value ?? Number.NEGATIVE_INFINITY) &&
    value <= (option.max_value ?? Number.POSITIVE_INFINITY)
  );
}

function isFile(value: OptionValue): value is PickedFile {
  return typeof value === 'object' && 'bytes' in value;
}

function idOf(value: OptionValue): string {
  return typeof value === 'object' && 'id' in value ? value.id : '';
}

/** The platform compares extensions only: https://discord.com/developers/docs/change-log */
export function fitsFileTypes(
  fileTypes: readonly string[] | null | undefined,
  { filename }: PickedFile,
): boolean {
  const extension = filename.slice(filename.lastIndexOf('.') + 1).toLowerCase();
  return (
    !fileTypes ||
    fileTypes.length === 0 ||
    fileTypes.some((type) => type.replace(/^\./, '').toLowerCase() === extension)
  );
}

/** Uploads a file for an interaction and lists it in `resolved.attachments`. */
export function uploadFor(
  world: World,
  channel: Channel,
  { file, resolved }: { file: PickedFile; resolved: Resolved },
): Attachment {
  const attachment = world.addAttachment({
    filename: file.filename,
    contentType: file.contentType,
    bytes: viewOf(file.bytes),
    ephemeral: true,
    channelId: channel.id,
    description: undefined,
    spoiler: false,
  });
  // The platform promises no order among what is resolved: the ids in the person's order are elsewhere.
  resolved.attachments = { [attachment.id]: toApiAttachment(world, attachment), ...resolved.attachments };
  return attachment;
}

/** Lists a person in `resolved.users`, and where they are members in `resolved.members`, too. */
export function addUser({ channel }: Pick<Filling, 'channel'>, resolved: Resolved, user: User): string {
  resolved.users = { ...resolved.users, [user.id]: toApiUser(user) };
  if (channel.guild) {
    const { user: _user, ...member } = toApiMember(user, channel.guild);
    resolved.members = { ...resolved.members, [user.id]: member };
  }
  return user.id;
}

function addChannel(resolved: Resolved, channel: Channel): string {
  resolved.channels = { ...resolved.channels, [channel.id]: { ...toApiChannel(channel), permissions: '0' } };
  return channel.id;
}

/** No copy: many people may attach the same large file. */
function viewOf(bytes: Uint8Array): Buffer {
  return Buffer.from(bytes.buffer, bytes.byteOffset, bytes.byteLength);
}
