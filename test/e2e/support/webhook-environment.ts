/** What makes Telegram bring updates instead of being asked for them. */
export const webhookEnvironment = {
  TELEGRAM_WEBHOOK_URL: 'https://bot.example.org/telegram/updates',
  TELEGRAM_WEBHOOK_SECRET: 'a-secret-that-Telegram_knows',
};
