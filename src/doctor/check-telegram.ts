import { z } from 'zod';
import type { TelegramConfig } from '../config/config.ts';
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
  result: z.object({
    url: z.string(),
    pending_update_count: z.number().nullish(),
    last_error_date: z.number().nullish(),
    last_error_message: z.string().nullish(),
  }),
});

type WebhookFacts = z.output<typeof webhook>['result'] & { readonly ours: string };

/** Whose token it is, and whether updates would come. Takes no updates, so it is in nobody's way. */
export async function checkTelegram(
  { token, apiUrl, webhook: ours }: TelegramConfig,
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
  return judge(bot.result, { ...updates.result, ours: ours?.url });
}

function trouble(answer: Answer): Result {
  return wordTrouble(answer, { name: 'Telegram', setting: 'TELEGRAM_API_URL' });
}

function judge(
  bot: z.output<typeof me>['result'],
  updates: z.output<typeof webhook>['result'] & { readonly ours: string | undefined },
): Result {
  const who = `the token is that of @${bot.username}`;
  const { ours, pending_update_count: waiting, url } = updates;
  if (url !== '' && url !== ours) {
    return warning(
      `${who}, whose updates go to a webhook at ${URL.parse(url)?.host ?? 'another program'}. npm start takes them away from there: if that program is still wanted, make a bot of its own at https://t.me/BotFather.`,
    );
  }
  const groups =
    bot.can_join_groups === false
      ? 'not for groups'
      : `for groups too, ${bot.can_read_all_group_messages ? 'where it sees all messages' : 'where it sees commands and replies'}`;
  const found = `${who}, ${groups}${waiting ? `; updates that wait: ${waiting}` : ''}`;
  return ours === undefined ? ok(found) : judgeWebhook(found, { ...updates, ours });
}

function judgeWebhook(
  found: string,
  { last_error_message: problem, ours, pending_update_count: waiting, url }: WebhookFacts,
): Result {
  const host = URL.parse(ours)?.host ?? 'TELEGRAM_WEBHOOK_URL';
  if (url === '') return ok(`${found}; npm start has them brought to ${host}`);
  // The last error stays on record after it is over; what waits tells that it is not.
  if (!problem || !waiting) return ok(`${found}; they are brought to ${host}`);
  return warning(
    `${found}. Telegram could not bring them to ${host} ("${problem}"). Look at that name, at the proxy and its certificate, and at HTTP_HOST.`,
  );
}
