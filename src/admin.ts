import { config as loadDotenv } from 'dotenv';
import type { AdminAnswer, AdminVerb } from './commands/admin/admin-verb.ts';
import { toPlainText } from './commands/join-text.ts';
import type { RawOptions } from './commands/option.ts';
import { readOptions } from './commands/read-options.ts';
import { ConfigurationError, formatFaults } from './config/configuration-error.ts';
import { parseConfig } from './config/parse-config.ts';
import { shellAuthority } from './core/rules/authority.ts';
import type { Admin } from './create-admin.ts';
import { openAdmin } from './create-admin.ts';
import { StartupProblem } from './startup-problem.ts';
import { adminUsage } from './terminal/admin-usage.ts';
import { readAdminWords } from './terminal/admin-words.ts';
import { languageOf } from './terminal/terminal-language.ts';

/** From https://man.openbsd.org/sysexits.3, but for 1: it was refused, and nothing was changed. */
const exitCodes = { done: 0, refused: 1, usage: 64 } as const;

const language = languageOf(process.env);

loadDotenv({ quiet: true });
process.exitCode = await run();

async function run(): Promise<number> {
  const words = readAdminWords(process.argv.slice(2), process.env);
  switch (words.kind) {
    case 'help':
      say(adminUsage(words.verb, language));
      return exitCodes.done;
    case 'problem':
      complain(`${words.problem}\n\n${adminUsage(undefined, language)}`);
      return exitCodes.usage;
    case 'verb':
      return useOrExplain(words);
    default:
      return words satisfies never;
  }
}

interface Use {
  readonly verb: AdminVerb;
  readonly raw: RawOptions;
  readonly asJson: boolean;
}

async function useOrExplain(use: Use): Promise<number> {
  try {
    const admin = await openAdmin(readConfig(), { nodeVersion: process.versions.node, now: Date.now });
    try {
      return await useVerb(use, admin);
    } finally {
      await admin.close();
    }
  } catch (error) {
    if (!(error instanceof ConfigurationError) && !(error instanceof StartupProblem)) throw error;
    complain(error instanceof ConfigurationError ? formatFaults(error) : error.message);
    return error.exitCode;
  }
}

async function useVerb({ asJson, raw, verb }: Use, { tools }: Admin): Promise<number> {
  const reading = readOptions(verb.options, raw);
  if (reading.kind === 'problems') {
    const place = { platform: 'shell', language, command: `admin ${verb.name}` };
    complain(toPlainText(tools.wording.optionProblems(reading.problems, place)));
    return exitCodes.usage;
  }
  const here = { placeId: undefined, channelId: undefined, repliesToId: undefined };
  const call = { by: shellAuthority, platform: 'shell', ...here, language, values: reading.values };
  return await tell(await verb.run(call, tools), asJson);
}

async function tell(answer: AdminAnswer, asJson: boolean): Promise<number> {
  if (answer.kind === 'documents') {
    for (const { bytes } of await answer.prepare()) process.stdout.write(bytes);
    return exitCodes.done;
  }
  const words = toPlainText(answer.text);
  if (answer.kind === 'refused') {
    complain(asJson ? JSON.stringify({ refused: words }) : words);
    return exitCodes.refused;
  }
  say(asJson ? JSON.stringify(answer.data, undefined, 2) : words);
  return exitCodes.done;
}

/** Deciding needs no key of the image service, although the bot itself cannot do without. */
function readConfig() {
  const { RUNWARE_API_KEY: key, RUNWARE_API_KEY_FILE: keyFile } = process.env;
  return parseConfig(key || keyFile ? process.env : { ...process.env, RUNWARE_API_KEY: 'sandbox' });
}

function say(line: string): void {
  process.stdout.write(`${line}\n`);
}

function complain(line: string): void {
  process.stderr.write(`${line}\n`);
}
