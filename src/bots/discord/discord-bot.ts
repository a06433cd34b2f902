import { setTimeout as wait } from 'node:timers/promises';
import type { Interaction } from 'discord.js';
import type { Command, CommandServices } from '../../commands/command.ts';
import type { Wording } from '../../commands/wording.ts';
import type { Address } from '../../core/address.ts';
import type { CommandRates } from '../../core/limits/command-rates.ts';
import type { Log } from '../../core/log.ts';
import type { PictureForms } from '../../core/picture-forms.ts';
import type { Post } from '../../core/post.ts';
import type { Connection, ConnectionState } from '../connection.ts';
import { standingBy, untilHeld } from '../stand-by.ts';
import { parseDiscordAddress } from './discord-address.ts';
import type { DiscordApi } from './discord-api.ts';
import { Door } from './door.ts';
import { discordFileOrigins } from './file-origins.ts';
import type { CreateIdentifyTurns, IsLostServer, Shards } from './gateway-client.ts';
import { GatewayClient } from './gateway-client.ts';
import { GatewayRefused } from './gateway-connection.ts';
import type { PlaceSharing } from './hand-over.ts';
import { InteractionDesk } from './interaction-desk.ts';
import { persist } from './persist.ts';
import { PromptFormDesk } from './prompt-form-desk.ts';
import { RateDesk } from './rate-desk.ts';
import { registerCommands } from './register-commands.ts';
import { toRegistration } from './registration.ts';
import { ResultReplyDesk } from './result-reply-desk.ts';

export interface DiscordBotOptions {
  readonly token: string;
  /** As in `https://discord.com/api`. */
  readonly apiUrl: string;
  readonly cdnUrl: string;
  /** Whether messages are read, for words that reply to a result; the operator has to allow that at Discord, too. */
  readonly readsReplies: boolean;
  /** Which shards it connects; undefined: all that Discord recommends. */
  readonly shards: Shards | undefined;
  readonly api: DiscordApi;
  /** Whether this process is the one that is connected: two would be told of everything twice. */
  readonly post: Post;
  /** How that passes to another process; undefined where there is no other. */
  readonly handOver?: PlaceSharing | undefined;
  readonly createIdentifyTurns?: CreateIdentifyTurns | undefined;
  readonly commands: readonly Command[];
  readonly services: CommandServices;
  /** Remembers what the forms that people have open are about. */
  readonly forms: Pick<PictureForms, 'open' | 'picturesOf'>;
  readonly rates: CommandRates;
  readonly wording: Wording;
  readonly log: Log;
  /** Is told whenever the bot comes to stand differently with Discord. */
  readonly onConnectionChange?: (connection: Connection) => void;
  /** Told of whoever was answered without being heard, since too many came at once. */
  readonly onTooManyAtOnce?: (() => void) | undefined;
  readonly now?: () => number;
  /** First pause before another attempt to connect or to register; doubles up to a minute. */
  readonly firstRetryMs?: number;
}

/** How long a stop waits for answers that are under way; Discord takes a first answer for three seconds only. */
const answerGraceMs = 5_000;

/**
 * Discord takes a first answer for three seconds: https://docs.discord.com/developers/interactions/receiving-and-responding
 * What has been decided about still has to get there, past the answers to everybody else.
 */
const decidedWithinMs = 2_400;

/** Takes commands from Discord and answers them; what is painted reaches people through the courier. */
export class DiscordBot {
  readonly #options: DiscordBotOptions;
  readonly #rates: RateDesk;
  readonly #desk: InteractionDesk;
  readonly #replies: ResultReplyDesk;
  readonly #door = new Door();
  readonly #underWay = new Set<Promise<void>>();
  readonly #stopping = new AbortController();
  #client: GatewayClient | undefined;
  #state: ConnectionState = 'off';
  #started: Promise<void> | undefined;
  #stopped: Promise<void> | undefined;

  constructor(options: DiscordBotOptions) {
    this.#options = options;
    const { cdnUrl, services } = options;
    const fileOrigins = [new URL(cdnUrl).origin, ...discordFileOrigins];
    const promptForms = new PromptFormDesk({ ...options, ...services, fileOrigins });
    this.#rates = new RateDesk(options);
    this.#desk = new InteractionDesk({ ...options, promptForms, fileOrigins });
    this.#replies = new ResultReplyDesk(options);
  }

  get state(): ConnectionState {
    return this.#state;
  }

  get isConnected(): boolean {
    return this.#state === 'connected';
  }

  /**
   * Connects and registers the commands; resolves when the bot is ready for people, when another process is connected in
   * its place, or when it was stopped before.
   * While Discord cannot be reached it keeps trying.
   *
   * @throws GatewayRefused when the operator has to change something first.
   */
  start(): Promise<void> {
    this.#started ??= this.#start();
    return this.#started;
  }

  /** Disconnects, and resolves once the commands that were under way have been answered, or could not be in time. */
  stop(): Promise<void> {
    this.#stopped ??= this.#stop();
    return this.#stopped;
  }

  async #start(): Promise<void> {
    const { handOver, post } = this.#options;
    if (await post.hold()) return this.#serve();
    // Whoever is told to stop from now on knows that somebody takes its place.
    await handOver?.waits();
    this.#changeConnection(standingBy);
    this.#track(this.#takeOver());
  }

  async #takeOver(): Promise<void> {
    const { log } = this.#options;
    const { signal } = this.#stopping;
    try {
      await this.#persist('learn who is connected to Discord', () => this.#untilHeld());
      if (!signal.aborted) await this.#serve();
    } catch (error) {
      log.error({ error }, 'could not take the place of the process that was connected to Discord');
    }
  }

  #untilHeld(): Promise<void> {
    const { handOver, post } = this.#options;
    const hold = async () => {
      await handOver?.waits();
      return post.hold();
    };
    return untilHeld({ hold }, this.#stopping.signal);
  }

  async #serve(): Promise<void> {
    const { handOver, now = Date.now } = this.#options;
    const beganAtMs = now();
    const applicationId = await this.#persist('connect to Discord', () => this.#connect());
    if (applicationId === undefined) return;
    await handOver?.listens(now() - beganAtMs);
    if (handOver !== undefined) this.#track(this.#stay(handOver));
    const registering = this.#register(applicationId);
    this.#track(registering);
    await registering;
  }

  /** A process that stood still was taken for dead: another is connected in its place. */
  async #stay(handOver: PlaceSharing): Promise<void> {
    if (!(await handOver.isLost(this.#stopping.signal))) return;
    this.#options.log.warn({}, 'another process has taken this one for dead and is connected to Discord');
    await this.#client?.close();
    this.#changeConnection(standingBy);
    await this.#takeOver();
  }

  async #stop(): Promise<void> {
    this.#stopping.abort();
    const { handOver } = this.#options;
    // Of several shards the others are connected while one is away.
    const listens = this.isConnected || this.#state === 'reconnecting';
    if (listens) await handOver?.relieve(() => this.#leavePost());
    await this.#client?.close();
    this.#changeConnection({ state: 'off', reason: undefined });
    await this.#leavePost();
    await Promise.race([Promise.all(this.#underWay), wait(answerGraceMs, undefined, { ref: false })]);
  }

  async #leavePost(): Promise<void> {
    try {
      await this.#options.post.leave();
    } catch (error) {
      this.#options.log.warn({ error }, 'the connection could not be left to another process at once');
    }
  }

  async #connect(): Promise<string> {
    const { apiUrl, cdnUrl, createIdentifyTurns, log, now, readsReplies, shards, token } = this.#options;
    this.#changeConnection({ state: 'connecting', reason: undefined });
    // A client that failed to log in is destroyed and cannot be used again.
    const client = new GatewayClient({
      token,
      apiUrl,
      cdnUrl,
      shards,
      createIdentifyTurns,
      log,
      now,
      onInteraction: (interaction, channels) => this.#track(this.#answer(interaction, channels)),
      onMessage: readsReplies
        ? (message, place) => this.#track(this.#once(message.id, () => this.#replies.handle(message, place)))
        : undefined,
      onConnectionChange: (connection) => this.#changeConnection(connection),
      onServersLost: (isLost) => this.#abandonAt(isLost),
    });
    this.#client = client;
    try {
      return await client.open();
    } catch (error) {
      await client.close();
      if (error instanceof GatewayRefused)
        this.#changeConnection({ state: 'refused', reason: error.message });
      throw error;
    }
  }

  /** While two processes are connected, both are told of everything. */
  async #once(id: string, take: () => Promise<void>, patience?: AbortSignal): Promise<void> {
    const { handOver } = this.#options;
    if (handOver === undefined || (await handOver.claims(id, patience))) await take();
  }

  async #answer(interaction: Interaction, channels: readonly string[]): Promise<void> {
    // Unlike AbortSignal.timeout it can be called off: in a crowd, thousands would go off after their answers.
    const patience = new AbortController();
    const { signal } = patience;
    const tooLate = setTimeout(() => patience.abort(), decidedWithinMs).unref();
    const take = async () => {
      if (await this.#rates.turnsAway(interaction)) return;
      await this.#desk.handle(interaction, { channels, patience: signal });
    };
    const answer = () => this.#once(interaction.id, take, signal);
    try {
      // What is suggested while somebody types is over before anybody else's turn.
      await (interaction.isAutocomplete() ? answer() : this.#door.pass(answer));
    } finally {
      clearTimeout(tooLate);
    }
  }

  async #register(applicationId: string): Promise<void> {
    const { api, commands, log } = this.#options;
    const body = toRegistration(commands);
    try {
      const registration = await this.#persist('register the commands', () =>
        registerCommands(api, { applicationId, commands: body }),
      );
      if (registration !== undefined)
        log.info({ registration, commands: body.length }, 'Discord knows the commands');
    } catch (error) {
      // The commands of an earlier start are still there, so people can be served.
      log.error({ error }, 'the commands could not be registered');
    }
  }

  #persist<Result>(what: string, attempt: () => Promise<Result>): Promise<Result | undefined> {
    const { firstRetryMs, log } = this.#options;
    return persist(what, attempt, { log, signal: this.#stopping.signal, firstRetryMs });
  }

  #changeConnection(connection: Connection): void {
    if (this.#stopping.signal.aborted && connection.state !== 'off') return;
    if (connection.state === this.#state) return;
    this.#state = connection.state;
    this.#options.onConnectionChange?.(connection);
  }

  #abandonAt(isLost: IsLostServer): void {
    const { log, services } = this.#options;
    const abandoning = services.generations
      .abandonAt((address) => goesToServer(address, isLost))
      .then((count) => {
        if (count > 0) log.info({ count }, 'ended what waited for servers that the bot is not in');
      })
      .catch((error: unknown) => log.error({ error }, 'what waits for a lost server could not be ended'));
    this.#track(abandoning);
  }

  /** A stop waits for it. */
  #track(work: Promise<void>): void {
    const tracked = work.finally(() => this.#underWay.delete(tracked));
    this.#underWay.add(tracked);
  }
}

/** Where only the person has installed the app, it never was in the server. */
function goesToServer(address: Address, isLost: IsLostServer): boolean {
  if (address.platform !== 'discord') return false;
  const { botIsMember, guildId } = parseDiscordAddress(address);
  return botIsMember && guildId !== undefined && isLost(guildId);
}
