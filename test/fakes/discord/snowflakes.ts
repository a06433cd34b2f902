const DISCORD_EPOCH_MS = 1_420_070_400_000;

/**
 * Mints ids the way the platform does: milliseconds since 2015 above a 22-bit part that counts up.
 * https://discord.com/developers/docs/reference#snowflakes
 */
export class Snowflakes {
  readonly #now: () => number;
  #sequence = 0n;

  constructor(now: () => number) {
    this.#now = now;
  }

  next(): string {
    this.#sequence = (this.#sequence + 1n) % 4_194_304n;
    return ((BigInt(this.#now() - DISCORD_EPOCH_MS) << 22n) | this.#sequence).toString();
  }
}
