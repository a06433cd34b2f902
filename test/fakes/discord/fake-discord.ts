import { createServer, type Server } from 'node:http';
import { GatewayIntentBits } from 'discord-api-types/v10';
import { attachmentUrl } from './cdn.ts';
import { GuildControl } from './control/guild-control.ts';
import { Person } from './control/person.ts';
import type { Attachment, Channel, Command, User } from './entities.ts';
import { Faults } from './faults.ts';
import { Gateway } from './gateway/gateway.ts';
import { Journal, type RecordedRequest } from './journal.ts';
import type { Message } from './message.ts';
import { DEFAULT_OPTIONS, type FakeDiscordOptions } from './options.ts';
import { type PermissionName, permissionBits } from './permissions.ts';
import { toApiChannel } from './render.ts';
import { RestServer } from './rest-server.ts';
import { callbackRoutes } from './routes/callback-routes.ts';
import { channelRoutes } from './routes/channel-routes.ts';
import { commandRoutes } from './routes/command-routes.ts';
import { identityRoutes } from './routes/identity-routes.ts';
import { webhookRoutes } from './routes/webhook-routes.ts';
import { transcriptOf } from './transcript.ts';
import { waitForChange } from './waiting.ts';
import { World } from './world.ts';

interface Parts {
  readonly world: World;
  readonly journal: Journal;
  readonly faults: Faults;
  readonly gateway: Gateway;
  readonly server: Server;
  readonly origin: string;
  readonly home: GuildControl;
}

/** A running fake of the platform: its addresses, its people, its record, its fault switches. */
export class FakeDiscord {
  readonly #parts: Parts;
  readonly faults: Faults;
  readonly gateway: Gateway;
  /** The server where everything happens unless told otherwise; the bot is in it. */
  readonly home: GuildControl;
  /** For `rest.api` of discord.js. */
  readonly url: string;
  /** For `rest.cdn`, and the origin of all attachments. */
  readonly cdnUrl: string;

  constructor(parts: Parts) {
    this.#parts = parts;
    this.faults = parts.faults;
    this.gateway = parts.gateway;
    this.home = parts.home;
    this.url = `${parts.origin}/api`;
    this.cdnUrl = parts.world.cdnUrl;
  }

  get token(): string {
    return this.#parts.world.options.token;
  }

  get applicationId(): string {
    return this.#parts.world.applicationId;
  }

  get botUserId(): string {
    return this.#parts.world.bot.id;
  }

  /** Everything the client did wrong so far, in words; a test of the bot expects it to be empty. */
  get violations(): readonly string[] {
    return this.#parts.journal.violations;
  }

  get requests(): readonly RecordedRequest[] {
    return this.#parts.journal.requests;
  }

  person(
    details: { name: string } & Partial<
      Pick<User, 'locale' | 'administrator' | 'installedApp' | 'bot' | 'roles'>
    >,
  ): Person {
    const { world, home } = this.#parts;
    return new Person({ world, user: world.addUser(details), home: home.general });
  }

  /** Another server; with `hasBot: false` only people who installed the app can use it there. */
  guild({
    name,
    locale = 'en-US',
    hasBot = true,
  }: {
    name: string;
    locale?: string;
    hasBot?: boolean;
  }): GuildControl {
    const guild = openGuild(this.#parts.world, { name, locale, hasBot });
    if (hasBot) guild.announce();
    return guild;
  }

  /** A private group chat of people, without the bot. */
  group(people: readonly Person[]): Channel {
    return this.#parts.world.addChannel({
      kind: 'group',
      name: people.map((person) => person.name).join(', '),
      recipients: people.map((person) => person.user),
    });
  }

  /** Servers show a command to everybody from now on, as their integration settings let them. */
  openCommand(name: string): void {
    this.#parts.world.openedCommands.add(name);
  }

  /** Sets what the bot may do in a channel, from now on; it is told, but for a thread, which has no say of its own. */
  allowBot(channel: Channel, permissions: readonly PermissionName[]): void {
    channel.botPermissions = permissionBits(permissions);
    if (channel.guild === undefined || channel.kind === 'thread') return;
    const about = { guildId: channel.guild.id, intent: GatewayIntentBits.Guilds };
    this.#parts.world.dispatch('CHANNEL_UPDATE', toApiChannel(channel), about);
  }

  deleteChannel(channel: Channel): void {
    channel.deleted = true;
    this.#parts.world.changed();
  }

  messagesIn(channel: Channel): readonly Message[] {
    return this.#parts.world.messagesIn(channel);
  }

  /** The bytes of what a reader sees attached, in order. */
  pictures(message: Message): readonly Buffer[] {
    return message.visibleAttachments.map((attachment) => attachment.bytes);
  }

  /** The address under which a reader finds an attachment now. */
  linkTo(attachment: Attachment): string {
    return attachmentUrl(this.#parts.world, attachment);
  }

  /** Makes the links of a message's attachments stop working. */
  expireLinks(message: Message): void {
    for (const attachment of message.attachments) attachment.gone = true;
  }

  /** What was said: in one channel, or everywhere. */
  transcript(channel?: Channel): string {
    const { world } = this.#parts;
    const channels = channel ? [channel] : [...world.channels.values()];
    return channels.map((one) => transcriptOf(world, one)).join('\n\n');
  }

  /** A call that satisfies the predicate, once it has been answered or cut off. */
  waitForRequest(
    predicate: (request: RecordedRequest) => boolean,
    description: string,
  ): Promise<RecordedRequest> {
    return waitForChange({
      world: this.#parts.world,
      find: () => this.requests.find(predicate),
      describe: () =>
        `${description}; there were:\n${this.requests.map(({ method, path, status }) => `${method} ${path} ${status}`).join('\n')}`,
    });
  }

  /** Names of the registered commands: global ones, or those of a server. */
  registeredCommands(guild?: GuildControl): readonly string[] {
    return (this.#parts.world.commands.get(guild?.id ?? '') ?? []).map((command) => command.name);
  }

  /** What the bot has registered for everywhere, as it sent it. */
  commandDefinitions(): readonly Command[] {
    return this.#parts.world.commands.get('') ?? [];
  }

  /** Forgets messages, interactions, the record and all faults; people, places, commands and sessions stay. */
  reset(): void {
    this.#parts.world.forgetTalk();
    this.#parts.journal.clear();
    this.faults.clear();
  }

  async close(): Promise<void> {
    const { server } = this.#parts;
    this.faults.clear();
    this.gateway.dispose();
    const closed = new Promise<void>((resolve) => server.close(() => resolve()));
    server.closeAllConnections();
    await closed;
  }

  async [Symbol.asyncDispose](): Promise<void> {
    await this.close();
  }
}

function openGuild(world: World, details: { name: string; locale: string; hasBot: boolean }): GuildControl {
  const owner = world.addUser({ name: `owner of ${details.name}`, administrator: true });
  return new GuildControl(world, world.addGuild({ ...details, ownerId: owner.id }));
}

/** Starts a fake of the platform on a free port of 127.0.0.1. */
export async function startFakeDiscord(options: Partial<FakeDiscordOptions> = {}): Promise<FakeDiscord> {
  const world = new World({ ...DEFAULT_OPTIONS, ...options });
  const journal = new Journal();
  const faults = new Faults();
  const gateway = new Gateway(world);
  const server = createServer();
  await new Promise<void>((resolve) => server.listen(0, '127.0.0.1', resolve));
  const address = server.address();
  if (address === null || typeof address === 'string')
    throw new Error('Expected the server to listen on a port');
  const origin = `http://127.0.0.1:${address.port}`;
  const gatewayUrl = () => `ws://127.0.0.1:${address.port}`;
  world.cdnUrl = `${origin}/cdn`;
  const rest = new RestServer({
    world,
    journal,
    faults,
    routes: [
      ...identityRoutes(world, gatewayUrl),
      ...commandRoutes(world),
      ...callbackRoutes(world),
      ...webhookRoutes(world),
      ...channelRoutes(world),
    ],
  });
  server.on('request', (request, response) => {
    rest.handle(request, response).catch((error: unknown) => {
      // An upload that the client broke off is not a fault of the fake; anything else must be seen.
      if (request.destroyed && !request.complete) return;
      journal.violation(`the fake itself failed: ${error instanceof Error ? error.stack : String(error)}`);
      response.destroy();
    });
  });
  gateway.attach(server, gatewayUrl);
  const home = openGuild(world, { name: 'home', locale: 'en-US', hasBot: true });
  return new FakeDiscord({ world, journal, faults, gateway, server, origin, home });
}
