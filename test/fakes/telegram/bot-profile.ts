import type { TelegramBotCommand, TelegramMenuButton } from '@gramio/types';

/** What the bot tells about itself, by language code ('' is the default) and, for commands, by scope. */
export type BotProfile = {
  readonly commands: Map<string, TelegramBotCommand[]>;
  readonly names: Map<string, string>;
  readonly descriptions: Map<string, string>;
  readonly shortDescriptions: Map<string, string>;
  /** By chat id; `undefined` is every other private chat. */
  readonly menuButtons: Map<number | undefined, TelegramMenuButton>;
};

/** An empty profile. */
export function createBotProfile(): BotProfile {
  return {
    commands: new Map(),
    names: new Map(),
    descriptions: new Map(),
    shortDescriptions: new Map(),
    menuButtons: new Map(),
  };
}
