import type { Storage } from './storage/storage.ts';

/** What one process at a time does for all that share a database. */
export interface Post {
  /** Takes the post, or stays on it; false while another living process has it. */
  hold(): Promise<boolean>;
  /** Lets another process take it at once. */
  leave(): Promise<void>;
}

export function createPost(storage: Storage, name: string): Post {
  return {
    hold: () => storage.transaction(({ processes }) => processes.hold(name)),
    leave: () => storage.transaction(({ processes }) => processes.leave(name)),
  };
}
