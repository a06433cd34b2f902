import { toApiUser } from '../render.ts';
import type { Route } from '../router.ts';
import type { World } from '../world.ts';

/** Who the bot is, and where its gateway is. */
export function identityRoutes(world: World, gatewayUrl: () => string): Route[] {
  const application = () => ({
    id: world.applicationId,
    name: world.bot.name,
    icon: null,
    description: '',
    bot_public: true,
    bot_require_code_grant: world.options.requiresCodeGrant,
    verify_key: '0'.repeat(64),
    flags: flagsFor(world.options.privilegedIntents),
    interactions_endpoint_url: world.options.interactionsEndpointUrl,
    summary: '',
    team: null,
    bot: toApiUser(world.bot),
    integration_types_config: { 0: {}, 1: {} },
  });
  return [
    {
      method: 'GET',
      pattern: '/gateway/bot',
      auth: true,
      handle: () => ({
        status: 200,
        body: {
          url: gatewayUrl(),
          shards: world.options.shards,
          session_start_limit: {
            total: 1000,
            remaining: world.options.sessionStartsLeft,
            reset_after: 86_400_000,
            max_concurrency: 16,
          },
        },
      }),
    },
    {
      method: 'GET',
      pattern: '/gateway',
      auth: false,
      handle: () => ({ status: 200, body: { url: gatewayUrl() } }),
    },
    {
      method: 'GET',
      pattern: '/users/@me',
      auth: true,
      handle: () => ({ status: 200, body: { ...toApiUser(world.bot), verified: true, mfa_enabled: false } }),
    },
    {
      method: 'GET',
      pattern: '/applications/@me',
      auth: true,
      handle: () => ({ status: 200, body: application() }),
    },
    {
      method: 'GET',
      pattern: '/oauth2/applications/@me',
      auth: true,
      handle: () => ({ status: 200, body: application() }),
    },
  ];
}

/** A bot in fewer than 100 servers has the limited flag: https://docs.discord.com/developers/resources/application */
function flagsFor(privilegedIntents: number): number {
  const messageContentIntent = 1 << 15;
  const messageContentLimitedFlag = 1 << 19;
  return (privilegedIntents & messageContentIntent) === 0 ? 0 : messageContentLimitedFlag;
}
