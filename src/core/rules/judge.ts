import type { Refusal } from '../refusal.ts';
import type { Ban } from './ban.ts';
import { holds } from './ban.ts';
import type { Narrowing } from './narrowing.ts';
import { narrow } from './narrowing.ts';
import type { StandingRules } from './place-rules.ts';

/** Who asks, and where; every id as `platform:id`. */
export interface Petitioner {
  readonly personId: string;
  readonly placeId: string;
  /** The channel, and what it belongs to: of a thread its channel, too. */
  readonly channels?: readonly string[] | undefined;
  readonly roles?: readonly string[] | undefined;
}

/** What a decision depends on, read in the accepting transaction. */
export interface HouseCircumstances {
  readonly rules: StandingRules;
  /** Of everybody in `sharing`, in the place and in the whole bot, over or not. */
  readonly bans: readonly Ban[];
  /** Whoever is held back together with the person, the person included. */
  readonly sharing: readonly string[];
  readonly nowMs: number;
}

export type BanRefusal = Extract<Refusal, { readonly reason: 'banned' }>;

export type Judgement =
  | { readonly kind: 'refused'; readonly refusal: Refusal }
  | { readonly kind: 'welcome'; readonly narrowing: Narrowing };

/**
 * Whether somebody may ask for something here, and with what narrowing. What keeps out one of two who are linked keeps
 * out both; what lets in one of them opens no door to the other.
 */
export function judge(petitioner: Petitioner, circumstances: HouseCircumstances): Judgement {
  const refusal = refuse(petitioner, circumstances);
  if (refusal !== undefined) return { kind: 'refused', refusal };
  return { kind: 'welcome', narrowing: narrow(circumstances.rules) };
}

function refuse(petitioner: Petitioner, circumstances: HouseCircumstances): Refusal | undefined {
  const { bans, nowMs, rules, sharing } = circumstances;
  const { channels = [], personId, placeId, roles = [] } = petitioner;
  const ban = refuseBanned(bans, nowMs);
  if (ban !== undefined) return ban;

  const { allowed, denied = [], isPaused = false } = rules.bot;
  const ids = [placeId, ...channels, ...roles];
  const isDenied = [...sharing, ...ids].some((id) => denied.includes(id));
  const isAllowed = allowed === undefined || [personId, ...ids].some((id) => allowed.includes(id));
  if (isDenied || !isAllowed) return { reason: 'not-allowed' };
  if (isPaused) return { reason: 'paused' };
  return refuseHere(rules.place, { channels, roles });
}

function refuseHere(
  { allowedChannels, allowedRoles, deniedChannels = [], deniedRoles = [] }: StandingRules['place'],
  {
    channels,
    roles,
  }: Required<Pick<Petitioner, 'channels' | 'roles'>> & {
    readonly channels: readonly string[];
    readonly roles: readonly string[];
  },
): Refusal | undefined {
  const isIn = (list: readonly string[]) => (id: string) => list.includes(id);
  const isOpen = allowedChannels === undefined || channels.some(isIn(allowedChannels));
  if (!isOpen || channels.some(isIn(deniedChannels))) {
    const open = (allowedChannels ?? []).filter((id) => !deniedChannels.includes(id));
    return { reason: 'channel-closed', open };
  }
  const isMember = allowedRoles === undefined || roles.some(isIn(allowedRoles));
  return isMember && !roles.some(isIn(deniedRoles)) ? undefined : { reason: 'role-missing' };
}

/** What somebody is told whom one of these bans keeps out; undefined where none does. */
export function refuseBanned(bans: readonly Ban[], nowMs: number): BanRefusal | undefined {
  const ban = strictest(bans.filter((one) => holds(one, nowMs)));
  return ban && wordless(ban);
}

/** Of the whole bot before one of the place, then the one that lasts longest. */
function strictest(bans: readonly Ban[]): Ban | undefined {
  const length = ({ untilMs }: Ban) => untilMs ?? Infinity;
  const isBroad = ({ scope }: Ban) => Number(scope === 'bot');
  return bans.toSorted((one, other) => isBroad(other) - isBroad(one) || length(other) - length(one))[0];
}

function wordless({ reason, scope, untilMs }: Ban): BanRefusal {
  return { reason: 'banned', from: scope === 'bot' ? 'bot' : 'place', why: reason, untilMs };
}
