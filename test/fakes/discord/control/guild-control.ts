import { GatewayIntentBits } from 'discord-api-types/v10';
import type { Channel, Guild } from '../entities.ts';
import { toApiGuild, toApiRole } from '../render.ts';
import type { World } from '../world.ts';

/** A server of the platform, with what its administrator can do. */
export class GuildControl {
  readonly guild: Guild;
  readonly general: Channel;
  readonly #world: World;

  constructor(world: World, guild: Guild) {
    this.#world = world;
    this.guild = guild;
    this.general = world.addChannel({ kind: 'text', name: 'general', guild });
  }

  get id(): string {
    return this.guild.id;
  }

  /** Opens another channel; with `threadOf` a thread in one. */
  channel({ name, nsfw = false, threadOf }: { name: string; nsfw?: boolean; threadOf?: Channel }): Channel {
    const channel = this.#world.addChannel({
      kind: threadOf ? 'thread' : 'text',
      name,
      nsfw,
      guild: this.guild,
      parent: threadOf,
    });
    if (this.guild.hasBot) this.announce();
    return channel;
  }

  /** Makes a role and returns its id, for people to have. */
  role(name: string): string {
    const id = this.#world.snowflakes.next();
    this.guild.roles.set(id, name);
    const created = { guild_id: this.id, role: toApiRole(id, name) };
    const about = { guildId: this.id, intent: GatewayIntentBits.Guilds };
    if (this.guild.hasBot) this.#world.dispatch('GUILD_ROLE_CREATE', created, about);
    return id;
  }

  /** Tells the bot's shard about the server as it is now. */
  announce(): void {
    this.#world.dispatch('GUILD_CREATE', toApiGuild(this.#world, this.guild), {
      guildId: this.id,
      intent: GatewayIntentBits.Guilds,
    });
  }

  removeBot(): void {
    this.guild.hasBot = false;
    this.#world.dispatch(
      'GUILD_DELETE',
      { id: this.id },
      { guildId: this.id, intent: GatewayIntentBits.Guilds },
    );
  }

  /** An outage: the bot is still in it. */
  becomeUnavailable(): void {
    this.#world.dispatch(
      'GUILD_DELETE',
      { id: this.id, unavailable: true },
      { guildId: this.id, intent: GatewayIntentBits.Guilds },
    );
  }

  addBot(): void {
    this.guild.hasBot = true;
    this.announce();
  }
}
