import { existsSync, readdirSync, writeFileSync } from 'node:fs';
import { setPriority } from 'node:os';

/** Between normal (0) and idle (19): image work takes the time that is left over. */
const niceness = 10;

/** Of -1000 to 1000: when memory runs out, this process goes, and not the one that answers people. */
const outOfMemoryScore = 500;

/** Makes this process give way: in time, and when memory runs out. */
export function yieldToOthers(): void {
  setPriority(niceness);
  // On Linux a priority belongs to a thread, and the threads that decode exist by now:
  // https://man7.org/linux/man-pages/man2/setpriority.2.html#BUGS
  const threads = '/proc/self/task';
  if (!existsSync(threads)) return;
  for (const thread of readdirSync(threads)) setPriority(Number(thread), niceness);
  writeFileSync('/proc/self/oom_score_adj', String(outOfMemoryScore));
}
