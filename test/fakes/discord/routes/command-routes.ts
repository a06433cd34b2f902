import { ApplicationCommandUpdateRequestSchema } from 'discord-api-spec/zod';
import { invalidField, invalidForm, missingAccess, type Problem } from '../api-error.ts';
import type { Command, CommandBody } from '../entities.ts';
import { type ApiAnswer, type ApiCall, param, type Route } from '../router.ts';
import { commandProblems } from '../validation/command-rules.ts';
import { checkSchema, isRecord } from '../validation/schema.ts';
import type { World } from '../world.ts';

const MAX_BULK = 130;
const GLOBAL = '';
/** Documented, but missing from the published schema. */
const DOCUMENTED_ONLY = /^\d+\.nsfw$/;

/** https://discord.com/developers/docs/interactions/application-commands#bulk-overwrite-global-application-commands */
export function commandRoutes(world: World): Route[] {
  const list = (guildId: string): ApiAnswer => ({ status: 200, body: world.commands.get(guildId) ?? [] });
  const guildOf = (call: ApiCall) => {
    const guild = world.guilds.get(param(call, 'guild'));
    if (!guild?.hasBot) throw missingAccess('circumstance');
    return guild.id;
  };
  return [
    {
      method: 'PUT',
      pattern: `/applications/${world.applicationId}/commands`,
      auth: true,
      handle: (call) => replaceCommands(world, GLOBAL, call),
    },
    {
      method: 'GET',
      pattern: `/applications/${world.applicationId}/commands`,
      auth: true,
      handle: () => list(GLOBAL),
    },
    {
      method: 'PUT',
      pattern: `/applications/${world.applicationId}/guilds/:guild/commands`,
      auth: true,
      handle: (call) => replaceCommands(world, guildOf(call), call),
    },
    {
      method: 'GET',
      pattern: `/applications/${world.applicationId}/guilds/:guild/commands`,
      auth: true,
      handle: (call) => list(guildOf(call)),
    },
  ];
}

function replaceCommands(world: World, guildId: string, call: ApiCall): ApiAnswer {
  const bodies = acceptedCommands(call);
  const before = world.commands.get(guildId) ?? [];
  const commands = bodies.map((body): Command => {
    const type = body.type ?? 1;
    const known = before.find((command) => command.name === body.name && command.type === type);
    return {
      dm_permission: guildId === GLOBAL ? true : null,
      contexts: guildId === GLOBAL ? [0, 1, 2] : null,
      integration_types: guildId === GLOBAL ? [0] : null,
      nsfw: false,
      ...body,
      description: body.description ?? '',
      type,
      id: known?.id ?? world.snowflakes.next(),
      application_id: world.applicationId,
      version: world.snowflakes.next(),
      default_member_permissions: body.default_member_permissions ?? null,
      ...(guildId === GLOBAL ? {} : { guild_id: guildId }),
    };
  });
  world.commands.set(guildId, commands);
  world.changed();
  return { status: 200, body: commands };
}

function acceptedCommands(call: ApiCall): CommandBody[] {
  if (!Array.isArray(call.json)) throw invalidField('', 'BASE_TYPE_BAD_TYPE', 'Expected a list of commands.');
  if (call.json.length > MAX_BULK) {
    throw invalidField('', 'BASE_TYPE_MAX_LENGTH', `Must be ${MAX_BULK} or fewer in length.`);
  }
  const problems: Problem[] = [];
  for (const [index, command] of call.json.entries()) {
    const verdict = checkSchema(ApplicationCommandUpdateRequestSchema, withNumericPermissions(command));
    problems.push(...verdict.problems.map((problem) => ({ ...problem, path: `${index}.${problem.path}` })));
    const strange = verdict.unknownKeys
      .map((key) => `${index}.${key}`)
      .filter((key) => !DOCUMENTED_ONLY.test(key));
    if (strange.length > 0) call.warn(`keys the platform does not know: ${strange.join(', ')}`);
  }
  if (problems.length > 0) throw invalidForm(problems);
  // The schema has just established this shape.
  const commands = call.json as CommandBody[];
  const further = commandProblems(commands);
  if (further.length > 0) throw invalidForm(further);
  return commands;
}

/** The schema wants a number; the platform documents, and takes, a string of digits. */
function withNumericPermissions(command: unknown): unknown {
  if (!isRecord(command)) return command;
  const permissions = command.default_member_permissions;
  const isDigits = typeof permissions === 'string' && /^\d+$/.test(permissions);
  return isDigits ? { ...command, default_member_permissions: Number(permissions) } : command;
}
