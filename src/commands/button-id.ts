import { z } from 'zod';

/** Telegram's limit, the smaller one, in bytes: https://core.telegram.org/bots/api#inlinekeyboardbutton */
const mostBytes = 64;

/** Tells our buttons from those of other releases and other bots. */
const version = 'e1';
const pattern = /^e1:(?<action>[a-z-]{1,16})(?::(?<argument>[\w.~-]*))?$/;

export interface ButtonTarget {
  /** The name of an action. */
  readonly action: string;
  /** What it is about, in ASCII letters, digits and `_.~-`; empty when there is nothing to say. */
  readonly argument: string;
}

/** The id of a button; `readButtonId` is its inverse. @throws RangeError when a platform would not take it. */
export function buttonId({ action, argument }: ButtonTarget): string {
  const id = argument === '' ? `${version}:${action}` : `${version}:${action}:${argument}`;
  if (id.length > mostBytes || !pattern.test(id))
    throw new RangeError(`expected a short button id, got ${id}`);
  return id;
}

/** Undefined for whatever is no button of ours. */
export function readButtonId(id: string): ButtonTarget | undefined {
  const groups = pattern.exec(id)?.groups;
  return groups && { action: groups.action ?? '', argument: groups.argument ?? '' };
}

/** One picture of a generation, or the whole of it where `position` is undefined. */
export interface PictureTarget {
  readonly generationId: string;
  /** From 0. */
  readonly position: number | undefined;
}

/** A generation's id in 22 letters instead of 36, and which of its pictures is meant. */
export function pictureArgument({ generationId, position }: PictureTarget): string {
  const key = Buffer.from(generationId.replaceAll('-', ''), 'hex').toString('base64url');
  return position === undefined ? key : `${key}.${position}`;
}

/** Undefined for whatever `pictureArgument` did not make. */
export function readPictureArgument(argument: string): PictureTarget | undefined {
  const groups = /^(?<key>[\w-]{22})(?:\.(?<position>\d))?$/.exec(argument)?.groups;
  if (groups?.key === undefined) return undefined;
  const digits = Buffer.from(groups.key, 'base64url').toString('hex');
  const generationId = digits.replace(/^(.{8})(.{4})(.{4})(.{4})(.{12})$/, '$1-$2-$3-$4-$5');
  if (!z.uuid({ version: 'v4' }).safeParse(generationId).success) return undefined;
  return { generationId, position: groups.position === undefined ? undefined : Number(groups.position) };
}
