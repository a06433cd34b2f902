import type { TelegramInlineQueryResultsButton } from '@gramio/types';
import { badRequest, violation } from '../bot-api-error.ts';
import type { FoundPhoto } from '../inline-query.ts';
import type { MethodCall, MethodHandlers } from '../method-call.ts';

const maxResults = 50;
const maxBytes = 64;

type Result = Parameters<NonNullable<MethodHandlers['answerInlineQuery']>>[0]['results'][number];

/** Inline mode, with photos that Telegram keeps: https://core.telegram.org/bots/api#answerinlinequery */
export const inlineMethods = {
  answerInlineQuery: (parameters, { world }) => {
    const { button, cache_time: cacheSeconds = 300, is_personal: isPersonal = false, results } = parameters;
    const nextOffset = parameters.next_offset ?? '';
    if (results.length > maxResults) throw violation('RESULTS_TOO_MUCH');
    if (Buffer.byteLength(nextOffset) > maxBytes) throw violation('NEXT_OFFSET_INVALID');
    if (!Number.isInteger(cacheSeconds) || cacheSeconds < 0) throw violation('CACHE_TIME_INVALID');
    if (button !== undefined) checkButton(button);
    const photos = results.map((result) => readPhoto(result, world));
    if (new Set(photos.map(({ id }) => id)).size < photos.length) throw violation('RESULT_ID_DUPLICATE');
    const query = world.inlineQueries.get(parameters.inline_query_id);
    const isOver =
      query === undefined ||
      query.answer !== undefined ||
      world.nowMs() - query.askedAtMs > world.settings.inlineQueryLifetimeMs;
    if (isOver) throw badRequest('query is too old and response timeout expired or query ID is invalid');
    query.answer = { photos, nextOffset, cacheSeconds, isPersonal, button };
    world.changes.announce();
    return true;
  },
} satisfies MethodHandlers;

function readPhoto(result: Result, world: MethodCall['world']): FoundPhoto {
  if (result.type !== 'photo' || !('photo_file_id' in result)) {
    throw violation('the fake knows inline results with photos of Telegram only');
  }
  const bytes = Buffer.byteLength(result.id);
  if (bytes < 1 || bytes > maxBytes) throw violation('RESULT_ID_INVALID');
  const sizes = world.files.photo(result.photo_file_id);
  if (sizes === undefined) throw violation('wrong remote file identifier specified: no photo has it');
  return { id: result.id, sizes, caption: result.caption?.toString() };
}

function checkButton({ start_parameter: start, text, web_app: app }: TelegramInlineQueryResultsButton): void {
  if (text.trim() === '') throw violation('BUTTON_TEXT_INVALID');
  if ((start === undefined) === (app === undefined)) throw violation('BUTTON_INVALID');
  if (start !== undefined && !/^[\w-]{1,64}$/.test(start)) throw violation('START_PARAM_INVALID');
}
