import type { ReferenceSource } from '../../../../src/core/reference-source.ts';
import type { BotUnderTest } from './bot-under-test.ts';

/** A wish that was accepted, as far as these tests look at it. */
export interface AcceptedWish {
  readonly prompt: string;
  readonly references: readonly ReferenceSource[];
}

/** Everything that was accepted so far, oldest first. */
export async function acceptedWishes({ storage }: BotUnderTest): Promise<readonly AcceptedWish[]> {
  const rows = await storage.transaction(({ generations }) => generations.list({ limit: 100 }));
  return rows.map(({ wish: { prompt, references } }) => ({ prompt, references }));
}

interface Shown {
  readonly message: {
    readonly photo?: readonly { readonly file_id: string }[];
    readonly document?: { readonly file_id: string };
  };
}

/** What messages show, as the core knows it. */
export function sourcesOf(...shown: readonly Shown[]): readonly ReferenceSource[] {
  return shown.map(({ message: { document, photo } }) => ({
    kind: 'attachment',
    platform: 'telegram',
    handle: photo?.at(-1)?.file_id ?? document?.file_id ?? 'nothing',
  }));
}

/** Whether a message is the status of a generation that waits for its pictures or its turn. */
export function isStatus({ text }: { readonly text?: string }): boolean {
  return text !== undefined && /⏳/.test(text);
}
