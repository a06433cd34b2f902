export interface Dispatch {
  readonly op: 0;
  readonly t: string;
  readonly s: number;
  readonly d: unknown;
}

/** A session outlives its connection: what happens in between is kept and replayed on RESUME. */
export class GatewaySession {
  readonly id: string;
  readonly intents: number;
  readonly shard: readonly [number, number];
  readonly #sent: Dispatch[] = [];
  #transmit: ((dispatch: Dispatch) => void) | undefined;

  constructor(details: { id: string; intents: number; shard: readonly [number, number] }) {
    this.id = details.id;
    this.intents = details.intents;
    this.shard = details.shard;
  }

  wants(intent: number): boolean {
    return (this.intents & intent) !== 0;
  }

  /** https://discord.com/developers/docs/events/gateway#sharding */
  covers(guildId: string): boolean {
    return Number((BigInt(guildId) >> 22n) % BigInt(this.shard[1])) === this.shard[0];
  }

  connect(transmit: (dispatch: Dispatch) => void): void {
    this.#transmit = transmit;
  }

  /** Only the connection that carries the session now can end it; an older one closes later than that. */
  disconnect(transmit: (dispatch: Dispatch) => void): void {
    if (this.#transmit === transmit) this.#transmit = undefined;
  }

  send(name: string, data: unknown): void {
    const dispatch: Dispatch = { op: 0, t: name, s: this.#sent.length + 1, d: data };
    this.#sent.push(dispatch);
    this.#transmit?.(dispatch);
  }

  replayAfter(sequence: number): void {
    for (const dispatch of this.#sent.slice(sequence)) this.#transmit?.(dispatch);
  }
}
