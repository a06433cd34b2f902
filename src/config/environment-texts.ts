import type { Fault } from './configuration-error.ts';
import { environmentSchema, isSecret, type Variable } from './variables.ts';

export type Environment = Readonly<Record<string, string | undefined>>;

/** What stands in the environment, or in the files that it names. */
export type EnvironmentTexts = { readonly [Name in Variable]?: string | undefined };

/** The name of the variable that holds the path of the file with the value of `variable`. */
export function fileVariable(variable: string): string {
  return `${variable}_FILE`;
}

/** Reads every variable. An empty one counts as missing; a secret may stand in a file, which is read with `readFile`. */
export function readEnvironment(env: Environment, readFile: (path: string) => string) {
  const texts: { [Name in Variable]?: string | undefined } = {};
  const faults: Fault[] = [];
  for (const variable of environmentSchema.keyof().options) {
    const text = textOf(env, variable);
    const path = isSecret(variable) ? textOf(env, fileVariable(variable)) : undefined;
    texts[variable] = text;
    if (path === undefined) continue;
    if (text !== undefined) {
      faults.push({
        variable,
        problem: `expected either ${variable} or ${fileVariable(variable)}, not both`,
      });
      continue;
    }
    texts[variable] = readSecretFile(path, readFile);
    if (texts[variable] !== undefined) continue;
    faults.push({
      variable: fileVariable(variable),
      problem: 'expected the path of a readable file that is not empty',
    });
  }
  return { texts, faults };
}

export function textOf(env: Environment, name: string): string | undefined {
  return env[name]?.trim() || undefined;
}

function readSecretFile(path: string, readFile: (path: string) => string): string | undefined {
  try {
    return readFile(path).trim() || undefined;
  } catch {
    // Whatever the reason, the remedy is the same, and the fault names the variable.
    return undefined;
  }
}

/** Whether the variable has a value, wherever that stands. */
export function isGiven(env: Environment, variable: Variable): boolean {
  return textOf(env, variable) !== undefined || textOf(env, fileVariable(variable)) !== undefined;
}
