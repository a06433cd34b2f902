import { readFileSync } from 'node:fs';
import type { z } from 'zod';
import type { Config } from './config.ts';
import { ConfigurationError, type Fault } from './configuration-error.ts';
import { findConflicts } from './conflicts.ts';
import { type Environment, fileVariable, isGiven, readEnvironment, textOf } from './environment-texts.ts';
import { toConfig } from './to-config.ts';
import { environmentSchema } from './variables.ts';

/**
 * Reads the configuration from environment variables. An empty variable counts as missing. A secret may stand in a file
 * instead, which is read with `readFile`.
 *
 * @throws ConfigurationError with all faults at once.
 */
export function parseConfig(
  env: Environment,
  readFile: (path: string) => string = (path) => readFileSync(path, 'utf8'),
): Config {
  const { texts, faults } = readEnvironment(env, readFile);
  if (lacksKey(env)) {
    faults.push({
      variable: 'RUNWARE_API_KEY',
      problem: 'expected a key from https://runware.ai, or the word sandbox, because a platform token is set',
    });
  }
  const { data: values, error } = environmentSchema.safeParse(texts);
  if (error !== undefined) faults.push(...error.issues.map((issue) => toFault(issue, env)));
  if (values !== undefined) faults.push(...findConflicts(values));
  if (values === undefined || faults.length > 0) throw new ConfigurationError(faults);
  return toConfig(values, texts);
}

// A community must never get sandbox pictures because a secret went missing.
function lacksKey(env: Environment): boolean {
  const hasPlatform = isGiven(env, 'DISCORD_TOKEN') || isGiven(env, 'TELEGRAM_TOKEN');
  return hasPlatform && !isGiven(env, 'RUNWARE_API_KEY');
}

function toFault(issue: z.core.$ZodIssue, env: Environment): Fault {
  const variable = issue.path.join('.');
  const isFromFile = textOf(env, variable) === undefined;
  return { variable: isFromFile ? fileVariable(variable) : variable, problem: issue.message };
}
