import type { TelegramMessage } from '@gramio/types';
import { buttonRows } from '../../../fakes/telegram/reply-markup.ts';
import type { BotUnderTest } from './bot-under-test.ts';

export const showsPicture = ({ document, photo }: TelegramMessage): boolean =>
  photo !== undefined || document !== undefined;

export const says =
  (words: string) =>
  ({ caption, text }: TelegramMessage): boolean =>
    (text ?? caption)?.includes(words) === true;

export function labelsOf(message: TelegramMessage): readonly (readonly string[])[] {
  return buttonRows(message).map((row) => row.map(({ text }) => text));
}

/** Where results are kept, in the order of their generations. */
export async function keysOfResults({ storage }: BotUnderTest): Promise<readonly (readonly string[])[]> {
  return storage.transaction(async ({ generations, pictures }) => {
    const keys: string[][] = [];
    for (const { id } of await generations.list({ limit: 100 })) {
      keys.push((await pictures.of(id, 'result')).map(({ key }) => key));
    }
    return keys;
  });
}

/** Nothing of any result is kept any more, as after its time. */
export async function forgetResults({ storage }: BotUnderTest): Promise<void> {
  await storage.transaction(async ({ generations, pictures }) => {
    for (const { id } of await generations.list({ limit: 100 })) await pictures.removeOf(id);
  });
}
