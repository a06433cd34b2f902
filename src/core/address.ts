/**
 * Where a generation's answers go: plain data that survives a restart. The core reads only `platform` and `isDurable`;
 * the rest belongs to the platform's courier, which checks it when it comes back from storage.
 */
export interface Address {
  readonly platform: string;
  /**
   * Whether the address can be reached without the first answer having arrived. A Telegram chat can; a Discord
   * interaction is dead unless it was answered within three seconds.
   */
  readonly isDurable: boolean;
  readonly [detail: string]: unknown;
}
