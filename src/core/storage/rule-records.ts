import type { AuditEntry, AuditQuery, NumberedAuditEntry } from '../rules/audit-entry.ts';
import type { Ban } from '../rules/ban.ts';
import type { BotRules, PlaceRules, StandingRules } from '../rules/place-rules.ts';
import type { RuleScope } from '../rules/rule-scope.ts';

export interface RulesOfPlace {
  /** `platform:id` */
  readonly placeId: string;
  readonly rules: PlaceRules;
}

/** What was decided about who may ask for what, and where. */
export interface RuleRecords {
  /** What holds in a place and everywhere, by one look-up; `{}` where nothing was decided. */
  of(placeId: string): Promise<StandingRules>;
  /** The first so many places in which something is decided, by their ids. */
  ofPlaces(limit: number): Promise<readonly RulesOfPlace[]>;
  /** Replaces all that was decided before. */
  putBot(rules: BotRules): Promise<void>;
  /** Replaces all that was decided before. */
  putPlace(placeId: string, rules: PlaceRules): Promise<void>;
}

/** Who is kept out, also those whose time is over. */
export interface BanRecords {
  /** Replaces an earlier ban of the person in that scope. */
  put(ban: Ban): Promise<void>;
  /** Harmless when there is none. */
  remove(ban: Pick<Ban, 'scope' | 'personId'>): Promise<void>;
  /** Of any of these people, in the place and in the whole bot, by one look-up. */
  against(query: { readonly people: readonly string[]; readonly placeId: string }): Promise<readonly Ban[]>;
  /** Of any of these people, wherever they hold. */
  of(people: readonly string[]): Promise<readonly Ban[]>;
  /** Newest first. */
  list(scope: RuleScope): Promise<readonly Ban[]>;
}

/** Append-only account of what somebody decided about others. */
export interface AuditRecords {
  append(entry: AuditEntry): Promise<void>;
  /** Newest first. */
  list(query: AuditQuery): Promise<readonly NumberedAuditEntry[]>;
}
