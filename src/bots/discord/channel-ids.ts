import type { APIInteraction, Channel } from 'discord.js';

/** The threads of so many interactions; of others the library knows those that are active. */
const mostThreads = 10_000;

/** Knows which channel a thread was begun in, also of threads that the library does not keep. */
export class ChannelIds {
  readonly #parents = new Map<string, string>();

  /** Learns from an interaction as it came. */
  note({ channel }: Pick<APIInteraction, 'channel'>): void {
    const parentId = channel !== undefined && 'thread_metadata' in channel ? channel.parent_id : undefined;
    if (channel?.id === undefined || typeof parentId !== 'string') return;
    if (this.#parents.size >= mostThreads) this.#parents.clear();
    this.#parents.set(channel.id, parentId);
  }

  /** The channel as `discord:id`, and of a thread the one it was begun in. */
  of(channelId: string | null, channel: Channel | null | undefined): readonly string[] {
    const known = channel?.isThread() ? channel.parentId : null;
    const parentId = known ?? this.#parents.get(channelId ?? '') ?? null;
    return [channelId, parentId].filter((id) => id !== null).map((id) => `discord:${id}`);
  }
}
