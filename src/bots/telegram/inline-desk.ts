import type { InlineQuery, InlineQueryResultCachedPhoto, InlineQueryResultsButton } from 'grammy/types';
import type { CommandServices } from '../../commands/command.ts';
import { toPlainText } from '../../commands/join-text.ts';
import type { Wording } from '../../commands/wording.ts';
import type { CommandRates, TooFast } from '../../core/limits/command-rates.ts';
import type { Log } from '../../core/log.ts';
import type { OwnPhoto, PhotoPlace } from '../../core/own-photo.ts';
import { fileIdOf } from './photo-id.ts';
import { personIdOf } from './picture-memory.ts';
import type { TelegramApi } from './telegram-api.ts';

type InlineKey = 'telegram.inlineGenerated' | 'telegram.inlineNone' | 'telegram.inlineNotFound';

export interface InlineDeskOptions {
  readonly api: Pick<TelegramApi, 'answerInlineQuery'>;
  readonly botId: number;
  readonly rates: CommandRates;
  readonly services: Pick<CommandServices, 'gallery' | 'house' | 'settings'>;
  readonly wording: Wording;
  readonly now: () => number;
  readonly log: Log;
}

/** https://core.telegram.org/bots/api#answerinlinequery */
const mostResults = 50;
/** Long enough for a letter that is typed and taken back; what was deleted is offered no longer than that. */
const cacheSeconds = 5;
/** Before somebody who is banned is looked up again. */
const noHurry = { retryAfterSeconds: 60 };
/** An answer that comes later is of no use to anybody. */
const timeoutMs = 3_000;

/**
 * Offers people their own pictures in any chat, by what Telegram keeps already: https://core.telegram.org/bots/inline
 *
 * It is asked at every key that is pressed. Nothing is ever painted or uploaded from here, and whatever goes wrong, the
 * next key asks again: so it is logged, and neither told nor tried again.
 */
export class InlineDesk {
  readonly #options: InlineDeskOptions;
  readonly #answers = new Set<Promise<void>>();

  constructor(options: InlineDeskOptions) {
    this.#options = options;
  }

  /** Resolves when it is looked up; the answer is sent without being waited for. */
  async take(query: InlineQuery): Promise<void> {
    const { log, now, rates, services } = this.#options;
    try {
      const personId = personIdOf(query.from.id);
      const asked = { personId, placeId: personId, isPrivateChat: true, sentAtMs: now() };
      const verdict = await rates.take({ kind: 'typing', ...asked });
      if (verdict.kind === 'refused') return this.#offerNothing(query, verdict);
      // Where it will be put nobody knows, so only what holds everywhere counts.
      if ((await services.house.bans.against(asked)) !== undefined) return this.#offerNothing(query, noHurry);
      const after = readOffset(query.offset);
      const found = { personId, words: query.query, after, limit: mostResults };
      const photos = await services.gallery.photosOf(found);
      await this.#answer(query, photos);
    } catch (error) {
      log.error({ error }, 'an inline query ran into a fault');
    }
  }

  /** Resolves when no answer is on its way any more. */
  async settled(): Promise<void> {
    await Promise.all(this.#answers);
  }

  async #answer(query: InlineQuery, photos: readonly OwnPhoto[]): Promise<void> {
    const { botId, services, wording } = this.#options;
    const { from, id } = query;
    const { language = from.language_code ?? 'en' } = await services.settings.of(personIdOf(from.id));
    const say = (key: InlineKey) => toPlainText(wording.text(key, language));
    // Wherever it is put, nothing else says so: Telegram takes marks out of photos.
    const caption = say('telegram.inlineGenerated');
    const button = buttonFor(query, photos, say);
    const last = photos.length === mostResults ? photos.at(-1) : undefined;
    this.#send({
      inline_query_id: id,
      results: photos.flatMap((photo) => toResults(photo, { botId, caption })),
      is_personal: true,
      cache_time: cacheSeconds,
      next_offset: last === undefined ? '' : writeOffset(last),
      ...(button === undefined ? {} : { button }),
    });
  }

  /** Telegram gives the same answer by itself until there may be another one. */
  #offerNothing({ id }: InlineQuery, { retryAfterSeconds }: Pick<TooFast, 'retryAfterSeconds'>): void {
    this.#send({ inline_query_id: id, results: [], is_personal: true, cache_time: retryAfterSeconds });
  }

  #send(answer: Parameters<TelegramApi['answerInlineQuery']>[0]): void {
    const { api, log } = this.#options;
    const answering = api
      .answerInlineQuery(answer, { timeoutMs })
      .catch((error: unknown) => log.debug({ error }, 'an inline query was not answered'))
      .finally(() => this.#answers.delete(answering));
    this.#answers.add(answering);
  }
}

/** Where there is nothing to pick, a way to where pictures are painted. */
function buttonFor(
  { offset, query }: InlineQuery,
  photos: readonly OwnPhoto[],
  say: (key: InlineKey) => string,
): InlineQueryResultsButton | undefined {
  if (photos.length > 0 || offset !== '') return undefined;
  const key = query.trim() === '' ? 'telegram.inlineNone' : 'telegram.inlineNotFound';
  return { text: say(key), start_parameter: 'inline' };
}

/** None of what another bot has shown under this one's data. */
function toResults(
  { generationId, photoId, position }: OwnPhoto,
  { botId, caption }: { readonly botId: number; readonly caption: string },
): readonly InlineQueryResultCachedPhoto[] {
  const fileId = fileIdOf(photoId, botId);
  if (fileId === undefined) return [];
  return [{ type: 'photo', id: `${generationId}.${position}`, photo_file_id: fileId, caption }];
}

function writeOffset({ isFavourite, position, sequence }: PhotoPlace): string {
  return `${isFavourite ? 'favourite' : 'other'}.${sequence}.${position}`;
}

/** Undefined for whatever `writeOffset` did not write, which begins anew. */
function readOffset(offset: string): PhotoPlace | undefined {
  const groups = /^(?<part>favourite|other)\.(?<sequence>\d{1,15})\.(?<position>\d)$/.exec(offset)?.groups;
  if (groups === undefined) return undefined;
  const { part, position, sequence } = groups;
  return { isFavourite: part === 'favourite', sequence: Number(sequence), position: Number(position) };
}
