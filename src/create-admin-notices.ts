import type { ChatPlatform } from './chat-platform.ts';
import type { Wording } from './commands/wording.ts';
import type { Log } from './core/log.ts';
import type { ProviderChange } from './core/provider-pause.ts';

export interface AdminNoticesOptions {
  /** As `platform:id`. */
  readonly adminIds: readonly string[];
  readonly platforms: readonly ChatPlatform[];
  readonly wording: Wording;
  readonly log: Log;
}

/** Nobody has told us which language the admins read. */
const language = 'en';

/** Tells those who run the bot, in private, that painting has stopped or goes on. Best effort: the log has it too. */
export function createAdminNotices({ adminIds, platforms, wording, log }: AdminNoticesOptions) {
  return (change: ProviderChange): void => {
    const text =
      change.kind === 'paused'
        ? wording.text(keys[change.reason], language)
        : wording.text('admin.resumed', language);
    for (const adminId of adminIds) {
      const platform = platforms.find(({ name }) => adminId.startsWith(`${name}:`));
      platform
        ?.tellPerson(adminId.slice(platform.name.length + 1), text)
        .catch((error: unknown) => log.warn({ adminId, error }, 'an admin could not be told'));
    }
  };
}

const keys = {
  'provider-out-of-funds': 'admin.outOfFunds',
  'provider-key-rejected': 'admin.keyRejected',
} as const;
