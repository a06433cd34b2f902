/** What a platform brought by itself, numbered by it: Telegram's updates, where it calls a webhook. */
export interface ArrivedUpdate {
  /** Higher than those before it. */
  readonly number: number;
  /** In the platform's own words. */
  readonly content: string;
  readonly arrivedAtMs: number;
}
