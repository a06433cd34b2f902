import { type MicroDollars, toDollars } from '../core/money.ts';
import { resolveLanguage } from './texts/texts.ts';

/** Writes money as people do: whole cents, and below a dollar as many digits as the price has, at most three that count. */
export function formatMoney(micros: MicroDollars, language: string): string {
  const dollars = toDollars(micros);
  const isWhole = Number.isInteger(dollars);
  return new Intl.NumberFormat(resolveLanguage(language), {
    style: 'currency',
    currency: 'USD',
    currencyDisplay: 'narrowSymbol',
    minimumFractionDigits: isWhole ? 0 : 2,
    maximumFractionDigits: isWhole ? 0 : fractionDigits(dollars),
  }).format(dollars);
}

function fractionDigits(dollars: number): number {
  if (Math.abs(dollars) >= 1) return 2;
  const leadingZeros = -Math.floor(Math.log10(Math.abs(dollars))) - 1;
  return Math.min(6, leadingZeros + 3);
}

export interface MomentOptions {
  readonly nowMs: number;
  readonly language: string;
  /** IANA name, as in `Europe/Berlin`. */
  readonly timeZone: string;
}

const dayMinutes = 24 * 60;

/** Says how long it is until a moment, as in `in 5 hours`; rounded up, so that nobody comes back too early. */
export function formatWait(atMs: number, { nowMs, language }: MomentOptions): string {
  const minutes = Math.max(1, Math.ceil((atMs - nowMs) / 60_000));
  const format = new Intl.RelativeTimeFormat(resolveLanguage(language), { numeric: 'always' });
  if (minutes < 90) return format.format(minutes, 'minute');
  if (minutes <= 2 * dayMinutes) return format.format(Math.ceil(minutes / 60), 'hour');
  return format.format(Math.ceil(minutes / dayMinutes), 'day');
}

/** Says how long ago a moment was, as in `2 hours ago`; after a week, names the day. */
export function formatAgo(atMs: number, { nowMs, language, timeZone }: MomentOptions): string {
  const minutes = Math.floor((nowMs - atMs) / 60_000);
  const locale = resolveLanguage(language);
  if (minutes < 1) return new Intl.RelativeTimeFormat(locale, { numeric: 'auto' }).format(0, 'second');
  if (minutes >= 7 * dayMinutes) {
    return new Intl.DateTimeFormat(locale, { dateStyle: 'medium', timeZone }).format(atMs);
  }
  const format = new Intl.RelativeTimeFormat(locale, { numeric: 'always' });
  if (minutes < 60) return format.format(-minutes, 'minute');
  if (minutes < dayMinutes) return format.format(-Math.floor(minutes / 60), 'hour');
  return format.format(-Math.floor(minutes / dayMinutes), 'day');
}

/** Names a moment together with its time zone, as in `Nov 23, 00:00 UTC`. */
export function formatMoment(atMs: number, { language, timeZone }: MomentOptions): string {
  return new Intl.DateTimeFormat(resolveLanguage(language), {
    month: 'short',
    day: 'numeric',
    hour: '2-digit',
    minute: '2-digit',
    hourCycle: 'h23',
    timeZone,
    timeZoneName: 'short',
  }).format(atMs);
}

/** Names a day by its date alone, as in `Nov 23`; `day` is as in `2026-11-23`. */
export function formatDay(day: string, language: string): string {
  const options = { day: 'numeric', month: 'short', timeZone: 'UTC' } as const;
  return new Intl.DateTimeFormat(resolveLanguage(language), options).format(Date.parse(day));
}
