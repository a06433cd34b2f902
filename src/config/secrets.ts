import type { EnvironmentTexts } from './environment-texts.ts';
import { environmentSchema, sandbox, type Variable, variableDocumentation } from './variables.ts';

/** Every value that no log may show. */
export function secretsIn(texts: EnvironmentTexts): readonly string[] {
  return environmentSchema.keyof().options.flatMap((variable) => secretsOf(variable, texts[variable]));
}

function secretsOf(variable: Variable, text: string | undefined): readonly string[] {
  if (text === undefined || text.toLowerCase() === sandbox) return [];
  switch (variableDocumentation.get(environmentSchema.shape[variable])?.secret) {
    case 'value':
      return [text];
    case 'password':
      return passwordsIn(text);
    case undefined:
      return [];
  }
}

function passwordsIn(address: string): readonly string[] {
  const password = URL.parse(address)?.password ?? '';
  return password === '' ? [] : [password, decode(password)];
}

function decode(text: string): string {
  try {
    return decodeURIComponent(text);
  } catch (error) {
    if (error instanceof URIError) return text;
    throw error;
  }
}
