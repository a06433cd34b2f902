import { z } from 'zod';
import { textLanguages } from '../../commands/texts/texts.ts';
import { playgroundPerson } from './playground-person.ts';

const who = {
  /** Made by the page: what comes twice under the same id is the same. */
  id: z.uuid({ version: 'v4' }),
  person: playgroundPerson,
  language: z.enum(textLanguages),
};

const options = z.record(
  z.string().max(32),
  // Never an object: a page has no say in where a picture is read from.
  z.union([z.string().max(20_000), z.number(), z.boolean()]),
);

const commandRequest = z.strictObject({ ...who, command: z.string().max(32), options });
const pressRequest = z.strictObject({
  ...who,
  /** The message with the button, by its key. */
  message: z.string().max(100),
  button: z.string().max(100),
  /** What was filled in, where the button opened a form. */
  words: z.string().max(20_000).optional(),
});

export type CommandRequest = z.output<typeof commandRequest>;
export type PressRequest = z.output<typeof pressRequest>;

/** What a page sent along. */
export interface SentFile {
  readonly name: string;
  readonly bytes: Uint8Array;
}

/** Files of one request; each may be as large as a reference may be. */
export const mostFiles = 4;

/** What a page has sent is none of its requests. */
export class RequestUnreadable extends Error {
  override readonly name = 'RequestUnreadable';
}

/** Reads a request and what came along with it. @throws RequestUnreadable */
export async function readCommandRequest(body: FormData): Promise<[CommandRequest, readonly SentFile[]]> {
  return [readPart(body, commandRequest), await readFiles(body)];
}

/** The same of a press. @throws RequestUnreadable */
export async function readPressRequest(body: FormData): Promise<[PressRequest, readonly SentFile[]]> {
  return [readPart(body, pressRequest), await readFiles(body)];
}

function readPart<Schema extends z.ZodType>(body: FormData, schema: Schema): z.output<Schema> {
  const text = body.get('request');
  try {
    return schema.parse(JSON.parse(typeof text === 'string' ? text : ''));
  } catch (cause) {
    throw new RequestUnreadable('expected a request in the part "request"', { cause });
  }
}

async function readFiles(body: FormData): Promise<readonly SentFile[]> {
  const files = body.getAll('picture').filter((part) => typeof part !== 'string');
  if (files.length > mostFiles) throw new RequestUnreadable(`expected at most ${mostFiles} pictures`);
  return Promise.all(
    files.map(async (file) => ({ name: file.name, bytes: new Uint8Array(await file.arrayBuffer()) })),
  );
}
