import { z } from 'zod';
import type { DiscordConfig } from '../config.ts';
import { askService, wordTrouble } from './ask-service.ts';
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

/** Whose token it is, and whether its application lets Easel work. Connects to no gateway. */
export async function checkDiscord(
  { token, apiUrl, readsReplies }: DiscordConfig,
  tools: { readonly fetch: typeof fetch; readonly signal: AbortSignal },
): Promise<Result> {
  const answer = await askService({
    ...tools,
    url: `${apiUrl}/v10/applications/@me`,
    headers: { authorization: `Bot ${token}`, 'user-agent': userAgent },
  });
  if (answer.kind === 'answer' && answer.status === 401) {
    return failed(
      'Discord does not accept DISCORD_TOKEN. Open https://discord.com/developers/applications, page Bot, press Reset Token and put the new one into DISCORD_TOKEN.',
    );
  }
  const read =
    answer.kind === 'answer' && answer.status === 200 ? application.safeParse(answer.body) : undefined;
  if (!read?.success) return wordTrouble(answer, { name: 'Discord', setting: 'DISCORD_API_URL' });
  return judge(read.data, readsReplies);
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
