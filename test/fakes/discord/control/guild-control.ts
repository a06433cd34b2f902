import { GatewayIntentBits } from 'discord-api-types/v10';
import type { Channel, Guild } from '../entities.ts';
import { toApiGuild } from '../render.ts';
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
