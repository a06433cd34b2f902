import { z } from 'zod';
import type { DiscordConfig } from '../config/config.ts';
import { type Answer, askService, readAnswer, wordTrouble } from './ask-service.ts';
import { failed, ok, type Result, warning } from './finding.ts';

/** https://docs.discord.com/developers/resources/application#application-object */
const application = z.object({
  id: z.string(),
  name: z.string(),
  flags: z.number().nullish(),
  bot_require_code_grant: z.boolean().nullish(),
  interactions_endpoint_url: z.string().nullish(),
  approximate_guild_count: z.number().nullish(),
});

/** Bots in few servers have the second: https://docs.discord.com/developers/resources/application#application-object-application-flags */
const messageContentFlags = (1 << 18) | (1 << 19);

/** A name that Discord takes for that of a bot: https://docs.discord.com/developers/reference#user-agent */
const userAgent = 'DiscordBot (https://localhost/easel, 1)';

/** https://docs.discord.com/developers/events/gateway#session-start-limit-object */
const gateway = z.object({
  session_start_limit: z.object({ remaining: z.number(), reset_after: z.number() }),
});

/** A bot that works connects a few times a day, and has about a thousand. */
const fewConnections = 100;

interface Tools {
  readonly fetch: typeof fetch;
  readonly signal: AbortSignal;
}

/** Whose token it is, and whether its application lets Easel work. Connects to no gateway. */
export async function checkDiscord(config: DiscordConfig, tools: Tools): Promise<Result> {
  const { token, apiUrl } = config;
  const ask = (path: string) =>
    askService({
      ...tools,
      url: `${apiUrl}/v10${path}`,
      headers: { authorization: `Bot ${token}`, 'user-agent': userAgent },
    });
  const who = await ask('/applications/@me');
  if (who.kind === 'answer' && who.status === 401) {
    return failed(
      'Discord does not accept DISCORD_TOKEN. Open https://discord.com/developers/applications, page Bot, press Reset Token and put the new one into DISCORD_TOKEN.',
    );
  }
  const found = readAnswer(who, application);
  if (found === undefined) return trouble(who);
  const judged = judge(found, config.readsReplies);
  if (judged.verdict !== 'ok') return judged;
  const where = await ask('/gateway/bot');
  const limits = readAnswer(where, gateway);
  if (limits === undefined) return trouble(where);
  return judgeConnections(limits.session_start_limit, judged);
}

function trouble(answer: Answer): Result {
  return wordTrouble(answer, { name: 'Discord', setting: 'DISCORD_API_URL' });
}

function judgeConnections(
  { remaining, reset_after: resetAfterMs }: z.output<typeof gateway>['session_start_limit'],
  judged: Result,
): Result {
  if (remaining >= fewConnections) return judged;
  return warning(
    `${judged.words}, and may connect only ${remaining} times more within ${Math.ceil(resetAfterMs / 3_600_000)} h. It has been starting again and again: the end of its log says why.`,
  );
}

function judge(found: z.output<typeof application>, readsReplies: boolean): Result {
  const { id, name, flags, approximate_guild_count: servers } = found;
  const who = `the token is that of "${name}" (application ${id})`;
  if (found.interactions_endpoint_url) {
    return failed(
      `${who}, and commands go to its Interactions Endpoint URL, never to Easel. Empty that field in the developer portal, page General Information.`,
    );
  }
  if (readsReplies && ((flags ?? 0) & messageContentFlags) === 0) {
    return failed(
      `${who}, which may not read messages. Switch the Message Content Intent on in the developer portal, page Bot, or set DISCORD_READ_REPLIES=off.`,
    );
  }
  if (found.bot_require_code_grant) {
    return warning(
      `${who}, and nobody can add it to a server by a plain link. Switch Requires OAuth2 Code Grant off in the developer portal, page Bot.`,
    );
  }
  return ok(servers === undefined || servers === null ? who : `${who}, in about ${servers} servers`);
}
