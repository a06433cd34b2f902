import type { z } from 'zod';
import { failed, type Result, warning } from './finding.ts';

/** What a service said to one question. */
export type Answer =
  /** `body` is undefined when it was no JSON. */
  | { readonly kind: 'answer'; readonly status: number; readonly body: unknown }
  /** `code` says why there was no answer, as in `ECONNREFUSED`. */
  | { readonly kind: 'silence'; readonly code: string };

export interface Question {
  readonly url: string;
  readonly headers?: Readonly<Record<string, string>>;
  readonly fetch: typeof fetch;
  readonly signal: AbortSignal;
}

/** Asks once, follows nothing, and keeps the address to itself: it may hold a token. */
export async function askService({ url, headers = {}, fetch, signal }: Question): Promise<Answer> {
  try {
    const response = await fetch(url, { headers, redirect: 'manual', signal });
    const text = await response.text();
    return { kind: 'answer', status: response.status, body: parseJson(text) };
  } catch (error) {
    return { kind: 'silence', code: codeOf(error) };
  }
}

/** The body of a good answer; undefined when it is none, or not what was expected. */
export function readAnswer<Schema extends z.ZodType>(
  answer: Answer,
  schema: Schema,
): z.output<Schema> | undefined {
  if (answer.kind !== 'answer' || answer.status !== 200) return undefined;
  return schema.safeParse(answer.body).data;
}

/** What it means that a service did not answer as it should, whatever was asked. */
export function wordTrouble(
  answer: Answer,
  service: { readonly name: string; readonly setting: string },
): Result {
  const { name, setting } = service;
  if (answer.kind === 'silence') {
    return failed(
      `${name} cannot be reached (${answer.code}). Look at the network of this machine, a firewall or proxy, and ${setting}.`,
    );
  }
  if (answer.status === 429) return warning(`${name} asks to wait. Try again in a minute.`);
  if (answer.status >= 500) return failed(`${name} is out of order (${answer.status}). Try again later.`);
  return failed(
    `What answers is not ${name} (${answer.status}). Look at ${setting}, and at a proxy on the way.`,
  );
}

function parseJson(text: string): unknown {
  try {
    return JSON.parse(text);
  } catch (error) {
    if (error instanceof SyntaxError) return undefined;
    throw error;
  }
}

/** The operating system's or the client's code; messages may quote addresses. */
export function codeOf(error: unknown): string {
  const cause: unknown = error instanceof Error ? (error.cause ?? error) : error;
  if (!(cause instanceof Error)) return 'unknown';
  return 'code' in cause && typeof cause.code === 'string' ? cause.code : cause.name;
}
