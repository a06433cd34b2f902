import { BotApiError, conflict } from '../bot-api-error.ts';
import type { MethodHandlers } from '../method-call.ts';

/** Methods that decide how the bot gets its updates. */
export const updateMethods = {
  getUpdates: async (parameters, { world, signal }) => {
    if (world.webhook.settings !== undefined) {
      throw conflict(
        "can't use getUpdates method while webhook is active; use deleteWebhook to delete the webhook first",
      );
    }
    if (parameters.allowed_updates !== undefined) world.updates.allow(parameters.allowed_updates);
    return world.updates.poll({
      offset: parameters.offset,
      limit: Math.min(Math.max(parameters.limit ?? 100, 1), 100),
      timeoutSeconds: Math.min(Math.max(parameters.timeout ?? 0, 0), 50),
      signal,
    });
  },

  setWebhook: (parameters, { world }) => {
    if (parameters.url !== '' && !/^https:\/\/[^/:]+(:(443|80|88|8443))?(\/|$)/i.test(parameters.url)) {
      throw new BotApiError({
        code: 400,
        description: 'Bad Request: bad webhook: An HTTPS URL must be provided for webhook',
        isViolation: true,
      });
    }
    const { max_connections: most = 40, secret_token: secret = 'unset' } = parameters;
    if (!/^[\w-]{1,256}$/.test(secret) || most < 1 || most > 100) {
      throw new BotApiError({ code: 400, description: 'Bad Request: wrong parameters', isViolation: true });
    }
    if (parameters.drop_pending_updates === true) world.updates.dropPending();
    if (parameters.allowed_updates !== undefined) world.updates.allow(parameters.allowed_updates);
    if (parameters.url !== '') world.updates.interrupt('terminated by setWebhook request');
    world.webhook.set(
      parameters.url === ''
        ? undefined
        : {
            url: parameters.url,
            secretToken: parameters.secret_token,
            maxConnections: parameters.max_connections ?? 40,
          },
    );
    return true;
  },

  deleteWebhook: (parameters, { world }) => {
    if (parameters.drop_pending_updates === true) world.updates.dropPending();
    world.webhook.set(undefined);
    return true;
  },

  getWebhookInfo: (_parameters, { world }) => ({
    url: world.webhook.settings?.url ?? '',
    has_custom_certificate: false,
    pending_update_count: world.updates.pending.length,
    ...world.webhook.lastError,
  }),
} satisfies MethodHandlers;
