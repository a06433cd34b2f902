const unitsMs = {
  m: 60_000,
  h: 60 * 60_000,
  d: 24 * 60 * 60_000,
  w: 7 * 24 * 60 * 60_000,
} as const;

/** Reads how long something lasts, as in `30m`, `12h`, `7d` or `2w`, in milliseconds; undefined for anything else. */
export function readDuration(typed: string): number | undefined {
  const match = /^(\d{1,4})\s*([mhdw])$/.exec(typed.trim().toLowerCase());
  const unit = match?.[2];
  if (match === null || (unit !== 'm' && unit !== 'h' && unit !== 'd' && unit !== 'w')) return undefined;
  const count = Number(match[1]);
  return count === 0 ? undefined : count * unitsMs[unit];
}
