import { DiscordCallFailed } from './discord-call-failed.ts';

/** Changes the message with a button, and resolves with whether it was still there. @throws DiscordCallFailed */
export async function unlessGone(change: () => Promise<void>): Promise<boolean> {
  try {
    await change();
    return true;
  } catch (error) {
    if (error instanceof DiscordCallFailed && error.failure === 'message-gone') return false;
    throw error;
  }
}
