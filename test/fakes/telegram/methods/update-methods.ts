import { BotApiError, conflict } from '../bot-api-error.ts';
import type { MethodHandlers } from '../method-call.ts';

/** Methods that decide how the bot gets its updates. The fake keeps a webhook's address but never calls it. */
export const updateMethods = {
  getUpdates: async (parameters, { world, signal }) => {
    if (world.webhookUrl !== '') {
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
    if (parameters.url !== '' && !/^https:\/\//i.test(parameters.url)) {
      throw new BotApiError({
        code: 400,
        description: 'Bad Request: bad webhook: An HTTPS URL must be provided for webhook',
        isViolation: true,
      });
    }
    if (parameters.drop_pending_updates === true) world.updates.dropPending();
    if (parameters.allowed_updates !== undefined) world.updates.allow(parameters.allowed_updates);
    world.webhookUrl = parameters.url;
    if (parameters.url !== '') world.updates.interrupt('terminated by setWebhook request');
    return true;
  },

  deleteWebhook: (parameters, { world }) => {
    if (parameters.drop_pending_updates === true) world.updates.dropPending();
    world.webhookUrl = '';
    return true;
  },

  getWebhookInfo: (_parameters, { world }) => ({
    url: world.webhookUrl,
    has_custom_certificate: false,
    pending_update_count: world.updates.pending.length,
  }),
} satisfies MethodHandlers;
