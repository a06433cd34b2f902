const MEBIBYTE = 1024 * 1024;

/** How the platform behaves; every value has the real one's default. */
export interface FakeDiscordOptions {
  readonly token: string;
  readonly now: () => number;
  /** How long an interaction waits for its first answer. */
  readonly acknowledgeWithinMs: number;
  /** How long the token of an interaction works. */
  readonly tokenLifetimeMs: number;
  /** The limit per file that interactions tell the bot. */
  readonly attachmentSizeLimitBytes: number;
  /** The limit per file that is really applied, which has been lower than the announced one at times. */
  readonly actualAttachmentSizeLimitBytes: number | undefined;
  readonly requestSizeLimitBytes: number;
  readonly heartbeatIntervalMs: number;
  /** Privileged intents that the app has been granted, as bits. */
  readonly privilegedIntents: number;
  /** Where interactions go instead of to the gateway; null when nowhere else. */
  readonly interactionsEndpointUrl: string | null;
  /** Whether a plain link adds the app to no server. */
  readonly requiresCodeGrant: boolean;
  /** How often the bot may still connect today, as `GET /gateway/bot` says. */
  readonly sessionStartsLeft: number;
  /** How many shards `GET /gateway/bot` recommends. */
  readonly shards: number;
}

export const DEFAULT_OPTIONS: FakeDiscordOptions = {
  token: 'ODAxMjM0NTY3ODkwMTIzNDU2.fake00.a-bot-token-for-tests-only-0000000000',
  now: () => Date.now(),
  acknowledgeWithinMs: 3_000,
  tokenLifetimeMs: 15 * 60_000,
  attachmentSizeLimitBytes: 10 * MEBIBYTE,
  actualAttachmentSizeLimitBytes: undefined,
  requestSizeLimitBytes: 25 * MEBIBYTE,
  heartbeatIntervalMs: 41_250,
  privilegedIntents: 0,
  interactionsEndpointUrl: null,
  requiresCodeGrant: false,
  sessionStartsLeft: 999,
  shards: 1,
};
