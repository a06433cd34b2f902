import type { IncomingMessage, Server } from 'node:http';
import type { Duplex } from 'node:stream';
import { GatewayIntentBits } from 'discord-api-types/v10';
import { WebSocketServer } from 'ws';
import { toApiGuild } from '../render.ts';
import { waitForChange } from '../waiting.ts';
import type { World } from '../world.ts';
import { GatewayConnection } from './gateway-connection.ts';
import { GatewaySession } from './gateway-session.ts';

/**
 * The gateway: keeps sessions, hands each event to the shard it belongs to, and misbehaves on request.
 * https://discord.com/developers/docs/events/gateway
 */
export class Gateway {
  readonly #world: World;
  readonly #server = new WebSocketServer({ noServer: true });
  readonly #connections = new Set<GatewayConnection>();
  readonly #sessions = new Map<string, GatewaySession>();
  /** How many IDENTIFY were accepted. */
  identifies = 0;
  /** How many RESUME were accepted. */
  resumes = 0;
  /** How many heartbeats arrived. */
  heartbeats = 0;
  /** Codes with which clients closed their connections, in order. */
  readonly clientCloseCodes: number[] = [];
  /** While true, heartbeats stay unanswered. */
  ignoreHeartbeats = false;
  /** A close code for every IDENTIFY from now on, such as 4011 or 4014. */
  refuseIdentifyWith: number | undefined;
  /** While true, RESUME is answered with op 9 (false): the session is lost. */
  refuseResume = false;

  constructor(world: World) {
    this.#world = world;
    world.countListeners = () => this.connected.length;
    world.events.on('dispatch', (event) => this.#deliver(event));
  }

  get world(): World {
    return this.#world;
  }

  attach(server: Server, url: () => string): void {
    server.on('upgrade', (request: IncomingMessage, socket: Duplex, head: Buffer) => {
      this.#server.handleUpgrade(request, socket, head, (webSocket) => {
        const connection = new GatewayConnection({ gateway: this, webSocket, resumeUrl: url() });
        this.#connections.add(connection);
        webSocket.on('close', (code) => {
          this.#connections.delete(connection);
          this.clientCloseCodes.push(code);
          this.#world.changed();
        });
        connection.greet();
      });
    });
  }

  /** Sessions that have a connection now. */
  get connected(): readonly GatewaySession[] {
    return [...this.#connections].flatMap((connection) => (connection.session ? [connection.session] : []));
  }

  openSession(details: { intents: number; shard: readonly [number, number] }): GatewaySession {
    const session = new GatewaySession({ ...details, id: `session-${this.#sessions.size + 1}` });
    this.#sessions.set(session.id, session);
    this.identifies += 1;
    return session;
  }

  findSession(id: string): GatewaySession | undefined {
    return this.#sessions.get(id);
  }

  forgetSession(session: GatewaySession): void {
    this.#sessions.delete(session.id);
  }

  /** What a new session is told about its guilds. */
  announceGuilds(session: GatewaySession): void {
    for (const guild of this.guildsOf(session)) {
      if (session.wants(GatewayIntentBits.Guilds))
        session.send('GUILD_CREATE', toApiGuild(this.#world, guild));
    }
  }

  guildsOf(session: GatewaySession) {
    return [...this.#world.guilds.values()].filter((guild) => guild.hasBot && session.covers(guild.id));
  }

  /** Resolves once a client has a session (or as many as asked for). */
  async waitForSession(count = 1): Promise<void> {
    await this.#wait(() => this.connected.length >= count, `${count} gateway session(s) to be connected`);
  }

  /** Resolves once no client is connected. */
  async waitUntilLeft(): Promise<void> {
    await this.#wait(() => this.#connections.size === 0, 'no connection to the gateway');
  }

  /** Resolves once this many RESUME were accepted in all. */
  async waitForResume(count = 1): Promise<void> {
    await this.#wait(() => this.resumes >= count, `RESUME number ${count}`);
  }

  /** Resolves once this many IDENTIFY were accepted in all. */
  async waitForIdentify(count: number): Promise<void> {
    await this.#wait(() => this.identifies >= count, `IDENTIFY number ${count}`);
  }

  /** op 7: asks every client to reconnect and resume. */
  askToReconnect(): void {
    for (const connection of this.#connections) connection.sendOperation(7, null);
  }

  /** op 9: tells every client that its session is over, or (true) may be resumed. */
  invalidateSessions(resumable: boolean): void {
    if (!resumable) this.#sessions.clear();
    for (const connection of this.#connections) {
      connection.sendOperation(9, resumable);
      connection.leaveSession();
    }
  }

  /** Closes every connection with a code: https://discord.com/developers/docs/topics/opcodes-and-status-codes */
  closeConnections(code: number): void {
    for (const connection of [...this.#connections]) connection.close(code);
  }

  /** Cuts every connection without a close frame. */
  dropConnections(): void {
    for (const connection of [...this.#connections]) connection.drop();
  }

  dispose(): void {
    this.dropConnections();
    this.#server.close();
  }

  async #wait(condition: () => boolean, description: string): Promise<void> {
    await waitForChange({
      world: this.#world,
      find: () => condition() || undefined,
      describe: () =>
        `${description}; identifies: ${this.identifies}, resumes: ${this.resumes}, connected: ${this.connected.length}`,
    });
  }

  #deliver(event: {
    name: string;
    data: unknown;
    guildId: string | undefined;
    intent: number | undefined;
  }): void {
    for (const session of this.#sessions.values()) {
      const isMeant = event.guildId === undefined ? session.shard[0] === 0 : session.covers(event.guildId);
      if (isMeant && (event.intent === undefined || session.wants(event.intent)))
        session.send(event.name, event.data);
    }
  }
}
