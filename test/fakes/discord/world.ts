import { randomBytes } from 'node:crypto';
import { EventEmitter } from 'node:events';
import type { Attachment, Channel, Command, Guild, User } from './entities.ts';
import type { Interaction } from './interaction.ts';
import { Message, type MessageOrigin } from './message.ts';
import type { FakeDiscordOptions } from './options.ts';
import { USUAL_BOT_PERMISSIONS } from './permissions.ts';
import { Snowflakes } from './snowflakes.ts';

interface WorldEvents {
  /** Anything that a waiting test may want to look at again. */
  change: [];
  /** A gateway event to deliver. */
  dispatch: [{ name: string; data: unknown; guildId: string | undefined; intent: number | undefined }];
}

/** Everything the platform knows: people, places, messages, interactions, commands. */
export class World {
  readonly options: FakeDiscordOptions;
  readonly events = new EventEmitter<WorldEvents>();
  readonly snowflakes: Snowflakes;
  readonly applicationId: string;
  readonly bot: User;
  readonly users = new Map<string, User>();
  readonly guilds = new Map<string, Guild>();
  readonly channels = new Map<string, Channel>();
  readonly messages = new Map<string, Message>();
  readonly attachments = new Map<string, Attachment>();
  /** Avatars as PNG, by their hash. */
  readonly avatars = new Map<string, Buffer>();
  readonly interactions = new Map<string, Interaction>();
  /** Registered commands by guild id; the empty key holds the global ones. */
  readonly commands = new Map<string, readonly Command[]>();
  /** Names of commands that servers show to everybody, whatever permissions they ask for. */
  readonly openedCommands = new Set<string>();
  /** How many clients listen to the gateway now. */
  countListeners: () => number = () => 0;
  /** Where attachments are served, without a slash at the end; known once the server listens. */
  cdnUrl = '';

  constructor(options: FakeDiscordOptions) {
    this.options = options;
    this.snowflakes = new Snowflakes(options.now);
    this.applicationId = this.snowflakes.next();
    this.bot = this.addUser({ name: 'Easel', bot: true });
    this.events.setMaxListeners(0);
  }

  addUser(details: Partial<User> & { name: string }): User {
    const user: User = {
      locale: 'en-US',
      bot: false,
      administrator: false,
      installedApp: false,
      acceptsDirectMessages: true,
      avatar: undefined,
      serverAvatars: new Map(),
      roles: [],
      ...details,
      id: this.snowflakes.next(),
    };
    this.users.set(user.id, user);
    return user;
  }

  addGuild(details: { name: string; locale: string; hasBot: boolean; ownerId: string }): Guild {
    const guild: Guild = { ...details, id: this.snowflakes.next(), roles: new Map() };
    this.guilds.set(guild.id, guild);
    return guild;
  }

  addChannel(details: Partial<Channel> & Pick<Channel, 'kind' | 'name'>): Channel {
    const channel: Channel = {
      guild: undefined,
      parent: undefined,
      nsfw: false,
      recipients: [],
      botPermissions: USUAL_BOT_PERMISSIONS,
      deleted: false,
      ...details,
      id: this.snowflakes.next(),
    };
    this.channels.set(channel.id, channel);
    return channel;
  }

  /** The one direct channel between the bot and a person. */
  directChannel(user: User): Channel {
    const known = [...this.channels.values()].find(
      (channel) => channel.kind === 'direct' && channel.recipients[0]?.id === user.id,
    );
    return known ?? this.addChannel({ kind: 'direct', name: `direct with ${user.name}`, recipients: [user] });
  }

  addMessage(details: {
    channel: Channel;
    author: User;
    origin: MessageOrigin | undefined;
    nonce?: string | undefined;
    repliesTo?: string | undefined;
  }): Message {
    const message = new Message({
      ...details,
      id: this.snowflakes.next(),
      createdAtMs: this.options.now(),
    });
    this.messages.set(message.id, message);
    return message;
  }

  addAttachment(details: Omit<Attachment, 'id' | 'gone'>): Attachment {
    const attachment: Attachment = { ...details, id: this.snowflakes.next(), gone: false };
    this.attachments.set(attachment.id, attachment);
    return attachment;
  }

  addInteraction(
    details: Pick<Interaction, 'type' | 'user' | 'channel' | 'command' | 'source' | 'userInstallOnly'>,
  ): Interaction {
    const id = this.snowflakes.next();
    const interaction: Interaction = {
      ...details,
      id,
      token: Buffer.from(`interaction:${id}:${randomBytes(48).toString('hex')}`).toString('base64url'),
      attachmentSizeLimitBytes: this.options.attachmentSizeLimitBytes,
      dispatchedAtMs: this.options.now(),
      followUps: [],
      answer: undefined,
      said: undefined,
      answeredAtMs: undefined,
      original: undefined,
      ended: false,
    };
    this.interactions.set(id, interaction);
    return interaction;
  }

  interactionByToken(token: string): Interaction | undefined {
    return [...this.interactions.values()].find((interaction) => interaction.token === token);
  }

  messagesIn(channel: Channel): Message[] {
    return [...this.messages.values()].filter((message) => message.channel === channel);
  }

  changed(): void {
    this.events.emit('change');
  }

  dispatch(name: string, data: unknown, about: { guildId?: string | undefined; intent?: number } = {}): void {
    this.events.emit('dispatch', { name, data, guildId: about.guildId, intent: about.intent });
  }

  /** Forgets messages and interactions; people, places and registered commands stay. */
  forgetTalk(): void {
    this.messages.clear();
    this.attachments.clear();
    this.interactions.clear();
  }
}
