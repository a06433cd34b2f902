import type { Channel, Command, User } from '../entities.ts';
import type { World } from '../world.ts';
import { contextOf } from './interaction-payload.ts';

interface Wanted {
  readonly name: string;
  readonly type: number;
  readonly user: User;
  readonly channel: Channel;
}

/** Whether the app works here only because this person has installed it. */
export function isUserInstallOnly(user: User, channel: Channel): boolean {
  if (channel.kind === 'direct') return false;
  return user.installedApp && !channel.guild?.hasBot;
}

/**
 * The registered command, when this person is offered it in this place.
 * @throws Error that says why it is not offered.
 */
export function availableCommand(world: World, { name, type, user, channel }: Wanted): Command {
  const offered = [
    ...(world.commands.get(channel.guild?.id ?? 'none') ?? []),
    ...(world.commands.get('') ?? []),
  ];
  const command = offered.find((candidate) => candidate.name === name && candidate.type === type);
  if (!command) {
    const names = offered.map((candidate) => candidate.name).join(', ');
    throw new Error(
      `The command "${name}" (type ${type}) is not registered here; there are: ${names || 'none'}`,
    );
  }
  const isOpened = world.openedCommands.has(name);
  const reason = hiddenBecause({ command, user, channel, isOpened });
  if (reason) throw new Error(`${user.name} is not offered "${name}" in ${channel.name}: ${reason}`);
  return command;
}

function hiddenBecause({
  command,
  user,
  channel,
  isOpened,
}: {
  isOpened: boolean;
  command: Command;
  user: User;
  channel: Channel;
}): string | undefined {
  const { guild, nsfw } = channel;
  const isGuildCommand = command.guild_id !== undefined;
  const userInstallOnly = isUserInstallOnly(user, channel);
  const isPresent = channel.kind === 'direct' || guild?.hasBot || userInstallOnly;
  if (!isPresent) return 'neither the server nor the person has installed the app';
  const needed = userInstallOnly ? 1 : 0;
  const types = command.integration_types ?? [0];
  const fitsInstall =
    isGuildCommand || types.includes(needed) || (channel.kind === 'direct' && types.length > 0);
  if (!fitsInstall) return `integration_types is ${JSON.stringify(types)}, ${needed} is needed`;
  const contexts = command.contexts ?? [0, 1, 2];
  if (!isGuildCommand && !contexts.includes(contextOf(channel)))
    return `contexts is ${JSON.stringify(contexts)}`;
  if (command.dm_permission === false && !guild) return 'dm_permission is false';
  if (guild && command.default_member_permissions !== null && !user.administrator && !isOpened)
    return 'it needs permissions';
  const isAdult = nsfw || channel.parent?.nsfw;
  if (command.nsfw && guild && !isAdult) return 'it is age-restricted and the channel is not';
  return undefined;
}
