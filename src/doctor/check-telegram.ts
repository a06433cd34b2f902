import { z } from 'zod';
import type { TelegramConfig } from '../config.ts';
import { type Answer, askService, readAnswer, wordTrouble } from './ask-service.ts';
import { failed, ok, type Result, warning } from './finding.ts';

/** https://core.telegram.org/bots/api#getme */
const me = z.object({
  result: z.object({
    username: z.string(),
    can_join_groups: z.boolean().nullish(),
    can_read_all_group_messages: z.boolean().nullish(),
  }),
});

/** https://core.telegram.org/bots/api#webhookinfo */
const webhook = z.object({
  result: z.object({ url: z.string(), pending_update_count: z.number().nullish() }),
});

/** Whose token it is, and whether updates would come. Takes no updates, so it is in nobody's way. */
export async function checkTelegram(
  { token, apiUrl }: TelegramConfig,
  tools: { readonly fetch: typeof fetch; readonly signal: AbortSignal },
): Promise<Result> {
  const call = (method: string) => askService({ ...tools, url: `${apiUrl}/bot${token}/${method}` });
  const who = await call('getMe');
  // A token that is not even well-formed is "Not Found".
  if (who.kind === 'answer' && (who.status === 401 || who.status === 404)) {
    return failed(
      'Telegram does not accept TELEGRAM_TOKEN. Send /token to https://t.me/BotFather and put what it answers into TELEGRAM_TOKEN.',
    );
  }
  const bot = readAnswer(who, me);
  if (bot === undefined) return trouble(who);
  const where = await call('getWebhookInfo');
  const updates = readAnswer(where, webhook);
  if (updates === undefined) return trouble(where);
  return judge(bot.result, updates.result);
}

function trouble(answer: Answer): Result {
  return wordTrouble(answer, { name: 'Telegram', setting: 'TELEGRAM_API_URL' });
}

function judge(
  bot: z.output<typeof me>['result'],
  { url, pending_update_count: waiting }: z.output<typeof webhook>['result'],
): Result {
  const who = `the token is that of @${bot.username}`;
  if (url !== '') {
    return warning(
      `${who}, whose updates go to a webhook at ${URL.parse(url)?.host ?? 'another program'}. npm start takes them away from there: if that program is still wanted, make a bot of its own at https://t.me/BotFather.`,
    );
  }
  const groups =
    bot.can_join_groups === false
      ? 'not for groups'
      : `for groups too, ${bot.can_read_all_group_messages ? 'where it sees all messages' : 'where it sees commands and replies'}`;
  return ok(`${who}, ${groups}${waiting ? `; updates that wait: ${waiting}` : ''}`);
}
