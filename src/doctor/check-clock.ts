import { failed, ok, type Result, warning } from './finding.ts';

/** The date in an answer counts whole seconds, and machines differ a little. */
const noticeableMs = 5_000;
/** From here on deadlines of platforms and days of spending are wrong. */
const harmfulMs = 60_000;

/** @param gapMs by how much this machine is ahead of the services that were asked; undefined when none told the time. */
export function checkClock(gapMs: number | undefined): Result {
  if (gapMs === undefined) return ok('not compared: no service was there to compare it with');
  if (Math.abs(gapMs) < noticeableMs) return ok('agrees with the services');
  const words = `this machine is ${Math.round(Math.abs(gapMs) / 1000)} s ${gapMs > 0 ? 'ahead' : 'behind'}. Let it set its clock by itself: timedatectl set-ntp true.`;
  return Math.abs(gapMs) < harmfulMs ? warning(words) : failed(words);
}
