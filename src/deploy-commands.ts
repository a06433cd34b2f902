import { ApplicationCommandType } from 'discord.js';
import { config as loadDotenv } from 'dotenv';
import { DiscordApi } from './bots/discord/discord-api.ts';
import { DiscordCallFailed } from './bots/discord/discord-call-failed.ts';
import { registerCommands } from './bots/discord/register-commands.ts';
import { toRegistration } from './bots/discord/registration.ts';
import { commandsWith } from './commands/all-commands.ts';
import type { Config } from './config/config.ts';
import { ConfigurationError, formatFaults } from './config/configuration-error.ts';
import { parseConfig } from './config/parse-config.ts';
import { openCatalog } from './open-catalog.ts';
import { StartupProblem } from './startup-problem.ts';

loadDotenv({ quiet: true });

try {
  console.log(await run());
} catch (error) {
  const problem = toProblem(error);
  console.error(problem.message);
  process.exitCode = problem.exitCode;
}

/** Registers the commands at Discord and says what was done. */
async function run(): Promise<string> {
  const { discord, modelsFile, runware, stylesFile } = readConfig();
  if (discord === undefined) {
    throw new StartupProblem('DISCORD_TOKEN: expected the token of the bot whose commands to register.', 78);
  }
  const api = new DiscordApi(discord);
  const catalog = await openCatalog({ modelsFile, stylesFile, runware: hasKey() ? runware : undefined });
  const commands = toRegistration(commandsWith(catalog));
  const applicationId = await api.readApplicationId();
  const registration = await registerCommands(api, { applicationId, commands });
  const names = commands.map(toShownName).join(', ');
  return registration === 'written'
    ? `Discord now knows ${names}.`
    : `Nothing to do: Discord knows ${names} already.`;
}

/** Slash commands are typed, entries of menus are not. */
function toShownName({ name, type }: ReturnType<typeof toRegistration>[number]): string {
  return type === ApplicationCommandType.ChatInput ? `/${name}` : `“${name}”`;
}

/** Registering needs no key of the image service, although the bot itself cannot do without. */
function readConfig(): Config {
  return parseConfig(hasKey() ? process.env : { ...process.env, RUNWARE_API_KEY: 'sandbox' });
}

function hasKey(): boolean {
  const { RUNWARE_API_KEY: key, RUNWARE_API_KEY_FILE: keyFile } = process.env;
  return Boolean(key || keyFile);
}

function toProblem(error: unknown): { message: string; exitCode: number } {
  if (error instanceof ConfigurationError) return { message: formatFaults(error), exitCode: error.exitCode };
  if (error instanceof StartupProblem) return error;
  if (!(error instanceof DiscordCallFailed)) throw error;
  switch (error.failure) {
    case 'bot-token-refused':
      return { message: 'DISCORD_TOKEN: Discord does not accept this token.', exitCode: 78 };
    case 'unanswered':
    case 'rate-limited':
      return {
        message: `Discord cannot be reached right now (${error.message}). Please try again.`,
        exitCode: 75,
      };
    default:
      return { message: error.message, exitCode: 1 };
  }
}
