import { PermissionFlagsBits } from 'discord-api-types/v10';

/** The names in https://discord.com/developers/docs/topics/permissions, in the spelling of discord-api-types. */
export type PermissionName = keyof typeof PermissionFlagsBits;

export function permissionBits(names: readonly PermissionName[]): bigint {
  return names.reduce((bits, name) => bits | PermissionFlagsBits[name], 0n);
}

/** What an ordinary bot role allows in a text channel. */
export const USUAL_BOT_PERMISSIONS = permissionBits([
  'ViewChannel',
  'SendMessages',
  'SendMessagesInThreads',
  'EmbedLinks',
  'AttachFiles',
  'ReadMessageHistory',
  'UseExternalEmojis',
]);

export function allows(granted: bigint, name: PermissionName): boolean {
  return (granted & PermissionFlagsBits[name]) !== 0n || (granted & PermissionFlagsBits.Administrator) !== 0n;
}
