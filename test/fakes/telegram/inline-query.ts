import type { TelegramInlineQueryResultsButton, TelegramPhotoSize, TelegramUpdate } from '@gramio/types';

/** A photo that an inline query offers, all sizes of it, with what will stand below it. */
export type FoundPhoto = {
  readonly id: string;
  readonly sizes: TelegramPhotoSize[];
  readonly caption?: string | undefined;
};

/** What the bot answered to an inline query. */
type InlineAnswer = {
  readonly photos: readonly FoundPhoto[];
  /** Empty when nothing more comes. */
  readonly nextOffset: string;
  readonly cacheSeconds: number;
  readonly isPersonal: boolean;
  readonly button: TelegramInlineQueryResultsButton | undefined;
};

/** An inline query that waits for its answer. Times are milliseconds since 1970 on the fake's clock. */
export type PendingInlineQuery = { readonly askedAtMs: number; answer: InlineAnswer | undefined };

/** What a person typed after the bot's name; `answered()` resolves with what their app then shows. */
export type InlineQuery = {
  readonly id: string;
  readonly update: TelegramUpdate | undefined;
  answered(timeoutMs?: number): Promise<InlineAnswer>;
};
