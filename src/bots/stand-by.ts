import { setTimeout as delay } from 'node:timers/promises';
import type { Post } from '../core/post.ts';
import type { Connection } from './connection.ts';

/** The post of a dead process is free after some seconds; that of one which ended, at once. */
const askAgainMs = 1_000;

export const standingBy: Connection = {
  state: 'standing-by',
  reason: 'another process is connected; this one takes its place when that ends',
};

/** Resolves when this process has the post. @throws the reason of the signal when it is aborted. */
export async function untilHeld(post: Pick<Post, 'hold'>, signal: AbortSignal): Promise<void> {
  while (!(await post.hold())) await delay(askAgainMs, undefined, { signal });
}
