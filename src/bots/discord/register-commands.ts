import { isDeepStrictEqual } from 'node:util';
import type { DiscordApi } from './discord-api.ts';

export type Registration = 'written' | 'unchanged';

/** Fields of a command that we decide: https://docs.discord.com/developers/interactions/application-commands */
const ownFields = new Set([
  'type',
  'name',
  'name_localizations',
  'description',
  'description_localizations',
  'options',
  'choices',
  'value',
  'required',
  'autocomplete',
  'min_value',
  'max_value',
  'min_length',
  'max_length',
  'channel_types',
  'file_types',
  'contexts',
  'integration_types',
  'default_member_permissions',
  'nsfw',
]);

/**
 * Makes the registered global commands the given ones; writes only when they differ, because writing resets what the
 * platform has cached everywhere.
 *
 * @throws DiscordCallFailed
 */
export async function registerCommands(
  api: DiscordApi,
  { applicationId, commands }: { applicationId: string; commands: readonly unknown[] },
): Promise<Registration> {
  const registered = await api.readCommands(applicationId);
  if (isDeepStrictEqual(normalise(registered), normalise(commands))) return 'unchanged';
  await api.writeCommands(applicationId, commands);
  return 'written';
}

/** Commands in an order of their own, so that the order of registration is no difference. */
function normalise(commands: readonly unknown[]): readonly unknown[] {
  return commands
    .map((command) => simplify(command))
    .sort((one, other) => JSON.stringify(one).localeCompare(JSON.stringify(other)));
}

/**
 * Leaves out what Discord adds and everything that is as if it were not there. Languages stand in the objects named
 * `…_localizations`, whose keys are not fields.
 */
function simplify(value: unknown, field = ''): unknown {
  if (Array.isArray(value)) {
    const items = value.map((item) => simplify(item));
    return field === 'contexts' || field === 'integration_types' ? items.sort() : items;
  }
  if (typeof value !== 'object' || value === null) return value;
  const isTranslation = field.endsWith('_localizations');
  return Object.fromEntries(
    Object.entries(value)
      .filter(([name, part]) => (isTranslation || ownFields.has(name)) && !isAbsent(part))
      .map(([name, part]): [string, unknown] => [name, simplify(part, name)])
      .sort(([one], [other]) => one.localeCompare(other)),
  );
}

function isAbsent(value: unknown): boolean {
  if (value === undefined || value === null || value === false || value === '') return true;
  return typeof value === 'object' && Object.keys(value).length === 0;
}
