import type { TelegramMessage, TelegramUser } from '@gramio/types';
import type { BotProfile } from './bot-profile.ts';
import { createBotProfile } from './bot-profile.ts';
import { Changes } from './changes.ts';
import type { FakeChat } from './chat.ts';
import type { PendingInlineQuery } from './inline-query.ts';
import type { RecordedCall, Violation } from './recorded-call.ts';
import { StoredFiles } from './stored-files.ts';
import { UpdateQueue } from './update-queue.ts';
import { Webhook } from './webhook.ts';

/** A tap on a button that waits for its answer. Times are milliseconds since 1970 on the fake's clock. */
export type PendingTap = {
  readonly id: string;
  readonly tappedAtMs: number;
  answer: { text: string | undefined; showAlert: boolean } | undefined;
};

/** Behaviour of the fake that a test may choose. */
export type WorldSettings = {
  /** Group privacy of the bot; on is Telegram's default. */
  readonly privacyMode: boolean;
  /** Whether a command in a caption reaches a bot in privacy mode, which is not documented. */
  readonly deliverCaptionCommands: boolean;
  /** How long a tap may be answered; the real time is not documented. */
  readonly callbackQueryLifetimeMs: number;
  /** Whether BotFather was told to switch inline mode on; off is Telegram's default. */
  readonly inlineMode: boolean;
  /** How long an inline query may be answered; the real time is not documented. */
  readonly inlineQueryLifetimeMs: number;
  /** How long until what a webhook did not take is brought again, and twice as long each further time. */
  readonly webhookRetryMs: number;
};

/** Everything one fake Telegram knows: the bot, people, chats, files and updates. */
export class World {
  readonly bot: TelegramUser;
  readonly settings: WorldSettings;
  readonly profile: BotProfile = createBotProfile();
  readonly changes = new Changes();
  readonly files = new StoredFiles();
  readonly updates: UpdateQueue;
  readonly chats = new Map<number, FakeChat>();
  readonly people = new Map<number, TelegramUser>();
  readonly taps = new Map<string, PendingTap>();
  readonly inlineQueries = new Map<string, PendingInlineQuery>();
  readonly calls: RecordedCall[] = [];
  readonly violations: Violation[] = [];
  readonly webhook: Webhook;
  #advancedMs = 0;
  #lastNumber: number;
  // Private chats and basic groups share one row of message ids; supergroups and channels have their own.
  #lastSharedMessageId: number;

  /** A world that follows another one goes on counting, so that no id ever means two things to a bot. */
  constructor(options: { bot: TelegramUser; settings: WorldSettings; previous?: World }) {
    const { bot, settings, previous } = options;
    this.bot = bot;
    this.settings = settings;
    this.#lastNumber = previous?.nextNumber() ?? 0;
    this.#lastSharedMessageId = previous?.nextSharedMessageId() ?? 1000;
    this.updates = new UpdateQueue(this.changes, previous?.updates.nextUpdateId ?? 700_000_001);
    const { changes, updates, violations } = this;
    const nowSeconds = () => this.nowSeconds();
    this.webhook = new Webhook({
      changes,
      nowSeconds,
      retryMs: settings.webhookRetryMs,
      updates,
      violations,
    });
  }

  /** Milliseconds since 1970 on the fake's clock, which `advanceClock` puts forward. */
  nowMs(): number {
    return Date.now() + this.#advancedMs;
  }

  nowSeconds(): number {
    return Math.floor(this.nowMs() / 1000);
  }

  advanceClock(byMs: number): void {
    this.#advancedMs += byMs;
    this.changes.announce();
  }

  /** A number that was not given out before. */
  nextNumber(): number {
    this.#lastNumber += 1;
    return this.#lastNumber;
  }

  readonly nextSharedMessageId = (): number => {
    this.#lastSharedMessageId += 1;
    return this.#lastSharedMessageId;
  };

  /** Adds a message that is visible from now on. */
  post(chat: FakeChat, message: TelegramMessage): void {
    chat.add(message);
    this.changes.announce();
  }

  transcript(): string {
    const chats = [...this.chats.values()].map((chat) => chat.transcript());
    const calls = this.calls.map(
      (call) => `  ${call.method} → ${call.status ?? 'open'} ${call.description ?? ''}`,
    );
    const violations = this.violations.map(({ method, description }) => `  ${method}: ${description}`);
    return [...chats, 'calls:', ...calls, 'violations:', ...violations].join('\n');
  }
}
