import type {
  APIInteraction,
  GatewayGuildDeleteDispatchData,
  GatewayMessageCreateDispatchData,
  GatewayReadyDispatchData,
  GuildMember,
  Interaction,
} from 'discord.js';
import {
  Client,
  DiscordjsError,
  DiscordjsErrorCodes,
  Events,
  GatewayDispatchEvents,
  GatewayIntentBits,
  Options,
} from 'discord.js';
import type { Log } from '../../core/log.ts';
import type { Connection } from '../connection.ts';
import { ChannelIds } from './channel-ids.ts';
import { EarlyArrivals } from './early-arrivals.ts';
import { GatewayRefused, refusals } from './gateway-connection.ts';
import type { MessagePlace } from './message-place.ts';
import { messagePlace } from './message-place.ts';

/** Which parts of all servers: https://docs.discord.com/developers/events/gateway#sharding */
export interface Shards {
  readonly numbers: readonly number[];
  readonly count: number;
}

export interface GatewayClientOptions {
  readonly token: string;
  readonly apiUrl: string;
  readonly cdnUrl: string;
  readonly shards: Shards | undefined;
  /** Where other processes connect shards of the same bot, how those take turns. */
  readonly createIdentifyTurns?: CreateIdentifyTurns | undefined;
  readonly log: Log;
  readonly now?: (() => number) | undefined;
  /** With the channel that it happened in, as `discord:id`, and what that belongs to. */
  readonly onInteraction: (interaction: Interaction, channels: readonly string[]) => void;
  /** Is told every message that the bot can see; undefined: none is asked for. */
  readonly onMessage: ((message: GatewayMessageCreateDispatchData, place: MessagePlace) => void) | undefined;
  readonly onConnectionChange: (connection: Connection) => void;
  /** Told which servers the bot is known not to be in (any more). */
  readonly onServersLost: (isLost: IsLostServer) => void;
}

/** Of so many shards at once: https://docs.discord.com/developers/events/gateway#sharding-max-concurrency */
export type CreateIdentifyTurns = (maxConcurrency: number) => {
  waitForIdentify(shardId: number, signal: AbortSignal): Promise<void>;
};

/** Says of a server's id whether the bot is not in it. */
export type IsLostServer = (guildId: string) => boolean;

/** One life of a discord.js client: it is opened once and closed once. */
export class GatewayClient {
  readonly #options: GatewayClientOptions;
  readonly #client: Client;
  readonly #shardsAway = new Set<number>();
  #refusal: GatewayRefused | undefined;
  #isClosed = false;
  readonly #channels = new ChannelIds();
  readonly #arrivals: EarlyArrivals;

  constructor(options: GatewayClientOptions) {
    this.#options = options;
    const { createIdentifyTurns, now = Date.now } = options;
    this.#arrivals = new EarlyArrivals(now);
    this.#client = new Client({
      intents: options.onMessage === undefined ? usualIntents : [...usualIntents, ...messageIntents],
      // Otherwise as many as Discord recommends: one for about 1,000 servers.
      ...(options.shards === undefined
        ? { shards: 'auto' }
        : { shards: options.shards.numbers, shardCount: options.shards.count }),
      ...(createIdentifyTurns && {
        ws: {
          buildIdentifyThrottler: async (manager) => {
            const { session_start_limit: limit } = await manager.fetchGatewayInformation();
            return createIdentifyTurns(limit.max_concurrency);
          },
        },
      }),
      rest: { api: options.apiUrl, cdn: options.cdnUrl },
      makeCache: Options.cacheWithLimits(nothingCached),
      allowedMentions: { parse: [] },
    });
    this.#listen();
  }

  /**
   * Connects and resolves with the application's id once the bot is ready.
   *
   * @throws GatewayRefused when trying again is pointless, any other error when it is not.
   */
  async open(): Promise<string> {
    const ready = new Promise<string>((resolve) => {
      this.#client.once(Events.ClientReady, ({ application }) => resolve(application.id));
    });
    const refused = new Promise<never>((_, reject) => {
      this.#client.once(Events.ShardDisconnect, ({ code }) => reject(new GatewayRefused(code)));
    });
    try {
      return await Promise.race([this.#client.login(this.#options.token).then(() => ready), refused]);
    } catch (error) {
      if (this.#refusal !== undefined) throw this.#refusal;
      const isToken = error instanceof DiscordjsError && error.code === DiscordjsErrorCodes.TokenInvalid;
      throw isToken ? new GatewayRefused(4004) : error;
    }
  }

  async close(): Promise<void> {
    this.#isClosed = true;
    await this.#client.destroy();
  }

  #listen(): void {
    const { log, onInteraction } = this.#options;
    const client = this.#client;
    client.on(Events.InteractionCreate, (interaction) => {
      if (this.#arrivals.isOver(interaction.id)) return;
      onInteraction(interaction, this.#channels.of(interaction.channelId, interaction.channel));
    });
    client.on(Events.ClientReady, () => this.#report({ state: 'connected', reason: undefined }));
    client.on(Events.ShardReconnecting, (shard) => {
      if (this.#isClosed) return;
      this.#shardsAway.add(shard);
      const reason = 'the connection to Discord was lost; connecting again';
      this.#report({ state: 'reconnecting', reason });
      log.warn({ shard }, reason);
    });
    client.on(Events.ShardResume, (shard) => this.#shardCameBack(shard));
    client.on(Events.ShardReady, (shard) => this.#shardCameBack(shard));
    client.on(Events.ShardDisconnect, ({ code }, shard) => {
      this.#refusal = new GatewayRefused(code);
      this.#report({ state: 'refused', reason: this.#refusal.message });
      log.error({ shard, code, meaning: refusals[code] }, 'Discord ended the connection for good');
    });
    client.ws.on(GatewayDispatchEvents.GuildDelete, (guild: GatewayGuildDeleteDispatchData) => {
      // One that is only unavailable comes back: https://docs.discord.com/developers/events/gateway-events#guild-delete
      if (guild.unavailable !== true) this.#lose((guildId) => guildId === guild.id);
    });
    // As it came: the library would keep neither a direct chat that it does not know nor the message that is replied to.
    client.ws.on(GatewayDispatchEvents.MessageCreate, (message: GatewayMessageCreateDispatchData) => {
      if (!this.#isClosed && client.isReady())
        this.#options.onMessage?.(message, messagePlace(client, message, this.#channels));
    });
    // The library hands over a thread only while it keeps it.
    client.ws.on(GatewayDispatchEvents.InteractionCreate, (interaction: APIInteraction) => {
      this.#channels.note(interaction);
      if (!client.isReady()) this.#arrivals.note(interaction.id);
    });
    client.ws.on(GatewayDispatchEvents.Ready, (ready: GatewayReadyDispatchData) =>
      // What happened while nobody listened was never told, but here is everywhere that the bot is.
      this.#lose(isMissingFrom(ready)),
    );
    client.on(Events.ShardError, (error, shard) =>
      log.warn({ shard, error }, 'the connection to Discord has a fault'),
    );
    client.on(Events.Error, (error) => log.error({ error }, 'the Discord client reports an error'));
    client.on(Events.Warn, (warning) => log.warn({ warning }, 'the Discord client warns'));
  }

  /** A client may still stir after it was closed, when another one has taken its place. */
  #report(connection: Connection): void {
    if (!this.#isClosed) this.#options.onConnectionChange(connection);
  }

  #lose(isLost: IsLostServer): void {
    if (!this.#isClosed) this.#options.onServersLost(isLost);
  }

  #shardCameBack(shard: number): void {
    if (!this.#shardsAway.delete(shard) || this.#shardsAway.size > 0) return;
    // The part of the servers that the refused shard was for stays unserved.
    if (this.#refusal !== undefined) return;
    this.#report({ state: 'connected', reason: undefined });
    this.#options.log.info({ shard }, 'connected to Discord again');
  }
}

/** Not privileged; it lets the library know servers and channels, and no messages. */
const usualIntents = [GatewayIntentBits.Guilds];

/** The last one is privileged: https://docs.discord.com/developers/events/gateway#message-content-intent */
const messageIntents = [
  GatewayIntentBits.GuildMessages,
  GatewayIntentBits.DirectMessages,
  GatewayIntentBits.MessageContent,
];

/** A shard speaks for its own servers alone: https://docs.discord.com/developers/events/gateway#sharding */
function isMissingFrom({ guilds, shard = [0, 1] }: GatewayReadyDispatchData): IsLostServer {
  const [index, count] = shard;
  const present = new Set(guilds.map(({ id }) => id));
  return (guildId) => (BigInt(guildId) >> 22n) % BigInt(count) === BigInt(index) && !present.has(guildId);
}

/** Answers need nothing but what each event brings along, so little is kept in memory beside it. */
const nothingCached = {
  ApplicationCommandManager: 0,
  ApplicationEmojiManager: 0,
  AutoModerationRuleManager: 0,
  BaseGuildEmojiManager: 0,
  DMMessageManager: 0,
  EntitlementManager: 0,
  GuildBanManager: 0,
  GuildEmojiManager: 0,
  GuildForumThreadManager: 0,
  GuildInviteManager: 0,
  // What the bot itself may do in a channel follows from its roles.
  GuildMemberManager: { maxSize: 0, keepOverLimit: isBotItself },
  GuildMessageManager: 0,
  GuildScheduledEventManager: 0,
  GuildStickerManager: 0,
  GuildTextThreadManager: 0,
  MessageManager: 0,
  PresenceManager: 0,
  ReactionManager: 0,
  ReactionUserManager: 0,
  StageInstanceManager: 0,
  ThreadManager: 0,
  ThreadMemberManager: 0,
  UserManager: 0,
  VoiceStateManager: 0,
} as const;

function isBotItself({ client, id }: GuildMember): boolean {
  return id === client.user.id;
}
