import { GatewayIntentBits } from 'discord-api-types/v10';
import type { RawData, WebSocket } from 'ws';
import { toApiUser } from '../render.ts';
import { isRecord } from '../validation/schema.ts';
import type { Gateway } from './gateway.ts';
import type { Dispatch, GatewaySession } from './gateway-session.ts';

const Op = {
  heartbeat: 1,
  identify: 2,
  presence: 3,
  voice: 4,
  resume: 6,
  members: 8,
  invalidSession: 9,
  hello: 10,
  heartbeatAck: 11,
} as const;
const Close = {
  unknownOpcode: 4001,
  decodeError: 4002,
  notAuthenticated: 4003,
  authenticationFailed: 4004,
  alreadyAuthenticated: 4005,
  invalidShard: 4010,
  invalidIntents: 4013,
  disallowedIntents: 4014,
} as const;
const PRIVILEGED =
  GatewayIntentBits.GuildMembers | GatewayIntentBits.GuildPresences | GatewayIntentBits.MessageContent;
const ALL_INTENTS = Object.values(GatewayIntentBits)
  .filter((bit) => typeof bit === 'number')
  .reduce((all, bit) => all | bit, 0);

/** One WebSocket: the handshake, heartbeats, and the session it carries. */
export class GatewayConnection {
  readonly #gateway: Gateway;
  readonly #webSocket: WebSocket;
  readonly #resumeUrl: string;
  readonly #transmit = (dispatch: Dispatch) => this.#webSocket.send(JSON.stringify(dispatch));
  session: GatewaySession | undefined;

  constructor(details: { gateway: Gateway; webSocket: WebSocket; resumeUrl: string }) {
    this.#gateway = details.gateway;
    this.#webSocket = details.webSocket;
    this.#resumeUrl = details.resumeUrl;
  }

  greet(): void {
    this.#webSocket.on('message', (data) => this.#receive(data));
    this.#webSocket.on('close', () => this.session?.disconnect(this.#transmit));
    this.sendOperation(Op.hello, { heartbeat_interval: this.#gateway.world.options.heartbeatIntervalMs });
  }

  sendOperation(op: number, data: unknown): void {
    this.#webSocket.send(JSON.stringify({ op, d: data, s: null, t: null }));
  }

  close(code: number): void {
    this.session?.disconnect(this.#transmit);
    this.#webSocket.close(code);
  }

  /** From now on it may resume its session, or begin another one. */
  leaveSession(): void {
    this.session?.disconnect(this.#transmit);
    this.session = undefined;
  }

  drop(): void {
    this.session?.disconnect(this.#transmit);
    this.#webSocket.terminate();
  }

  #receive(raw: RawData): void {
    const payload = parse(String(raw));
    if (isRecord(payload)) this.#obey(payload.op, isRecord(payload.d) ? payload.d : {});
    else this.close(Close.decodeError);
  }

  #obey(op: unknown, data: Record<string, unknown>): void {
    switch (op) {
      case Op.heartbeat:
        this.#acknowledgeHeartbeat();
        break;
      case Op.identify:
        if (this.session) this.close(Close.alreadyAuthenticated);
        else this.#identify(data);
        break;
      case Op.resume:
        if (this.session) this.close(Close.alreadyAuthenticated);
        else this.#resume(data);
        break;
      case Op.presence:
      case Op.voice:
      case Op.members:
        if (!this.session) this.close(Close.notAuthenticated);
        break;
      default:
        this.close(Close.unknownOpcode);
    }
  }

  #acknowledgeHeartbeat(): void {
    this.#gateway.heartbeats += 1;
    this.#gateway.world.changed();
    if (!this.#gateway.ignoreHeartbeats) this.sendOperation(Op.heartbeatAck, null);
  }

  #identify(data: Record<string, unknown>): void {
    const intents = Number(data.intents);
    const shard = Array.isArray(data.shard) ? data.shard.map(Number) : [0, 1];
    const [index = 0, count = 1] = shard;
    const refusal = this.#refusal({ token: data.token, intents, index, count });
    if (refusal !== undefined) {
      this.close(refusal);
      return;
    }
    const session = this.#gateway.openSession({ intents, shard: [index, count] });
    this.#carry(session);
    const { world } = this.#gateway;
    session.send('READY', {
      v: 10,
      user: { ...toApiUser(world.bot), verified: true, mfa_enabled: false, email: null, flags: 0 },
      guilds: this.#gateway.guildsOf(session).map(({ id }) => ({ id, unavailable: true })),
      session_id: session.id,
      resume_gateway_url: this.#resumeUrl,
      shard: session.shard,
      application: { id: world.applicationId, flags: 0 },
    });
    this.#gateway.announceGuilds(session);
    world.changed();
  }

  #refusal(identify: { token: unknown; intents: number; index: number; count: number }): number | undefined {
    const { options } = this.#gateway.world;
    const { token, intents, index, count } = identify;
    if (this.#gateway.refuseIdentifyWith !== undefined) return this.#gateway.refuseIdentifyWith;
    if (token !== options.token) return Close.authenticationFailed;
    if (!Number.isInteger(intents) || (intents & ~ALL_INTENTS) !== 0) return Close.invalidIntents;
    if ((intents & PRIVILEGED & ~options.privilegedIntents) !== 0) return Close.disallowedIntents;
    if (index < 0 || index >= count) return Close.invalidShard;
    return undefined;
  }

  #resume(data: Record<string, unknown>): void {
    const { world } = this.#gateway;
    if (data.token !== world.options.token) {
      this.close(Close.authenticationFailed);
      return;
    }
    const session = this.#gateway.findSession(String(data.session_id));
    if (!session || this.#gateway.refuseResume) {
      if (session) this.#gateway.forgetSession(session);
      this.sendOperation(Op.invalidSession, false);
      return;
    }
    this.#carry(session);
    session.replayAfter(Number(data.seq));
    session.send('RESUMED', { _trace: [] });
    this.#gateway.resumes += 1;
    world.changed();
  }

  #carry(session: GatewaySession): void {
    this.session = session;
    session.connect(this.#transmit);
  }
}

function parse(text: string): unknown {
  try {
    return JSON.parse(text);
  } catch {
    // Not JSON: the caller closes with the platform's decode error.
    return undefined;
  }
}
