import { isDeepStrictEqual } from 'node:util';
import { placeSubject } from '../limits/budget-subject.ts';
import type { Storage, StorageTransaction } from '../storage/storage.ts';
import type { Authority } from './authority.ts';
import { mayDecide } from './authority.ts';
import { fixedFor, signed } from './operators-rules.ts';
import { giveBackPausedTime, timed } from './paused-time.ts';
import type { BotRules, ChangeOf, PlaceRules, StandingRules } from './place-rules.ts';
import { parseBotRules, parsePlaceRules } from './place-rules.ts';
import type { RuleScope } from './rule-scope.ts';

/** What came of changing a rule. */
export type RulesChange<Rules> =
  /** `wasSo` where everything was like that before; nothing was written then. */
  | { readonly kind: 'changed'; readonly rules: Rules; readonly wasSo: boolean }
  /** Whoever asked decides nothing there. */
  | { readonly kind: 'not-theirs' }
  /** These, by their names, were decided for the place by those who run the bot; nothing was changed. */
  | { readonly kind: 'fixed'; readonly names: readonly string[] };

/** What is decided about who may ask for what, and where. It holds from the next request on, and is kept. */
export interface HouseRules {
  /** What another process changed is known within a second. */
  of(placeId: string): Promise<StandingRules>;
  /** As they are at this moment. */
  current(placeId: string): Promise<StandingRules>;
  /** @throws z.ZodError for what is no rule. */
  changeBot(by: Authority, change: ChangeOf<BotRules>): Promise<RulesChange<BotRules>>;
  /** @throws z.ZodError for what is no rule. */
  changePlace(
    by: Authority,
    order: { readonly placeId: string; readonly change: ChangeOf<PlaceRules> },
  ): Promise<RulesChange<PlaceRules>>;
}

export interface StoredHouseRulesOptions {
  readonly storage: Storage;
  /** Called when what holds for the whole bot has changed. */
  readonly onBotChange?: () => Promise<void>;
  readonly now: () => number;
}

/** What is read beside a request is remembered for a moment; what decides about it is read with it. */
const rememberedForMs = 1_000;
const mostRemembered = 1_000;

interface Remembered {
  readonly rules: Promise<StandingRules>;
  readonly untilMs: number;
}

export class StoredHouseRules implements HouseRules {
  readonly #options: StoredHouseRulesOptions;
  readonly #remembered = new Map<string, Remembered>();

  constructor(options: StoredHouseRulesOptions) {
    this.#options = options;
  }

  of(placeId: string): Promise<StandingRules> {
    const { now } = this.#options;
    const known = this.#remembered.get(placeId);
    if (known !== undefined && known.untilMs > now()) return known.rules;
    const rules = this.current(placeId);
    if (this.#remembered.size >= mostRemembered) this.#remembered.clear();
    this.#remembered.set(placeId, { rules, untilMs: now() + rememberedForMs });
    rules.catch(() => this.#remembered.delete(placeId));
    return rules;
  }

  current(placeId: string): Promise<StandingRules> {
    return this.#options.storage.read(({ rules }) => rules.of(placeId));
  }

  changeBot(by: Authority, change: ChangeOf<BotRules>): Promise<RulesChange<BotRules>> {
    return this.#change(by, {
      scope: 'bot',
      change,
      parse: parseBotRules,
      read: async ({ rules }) => (await rules.of('')).bot,
      write: async (transaction, after, before) => {
        await transaction.rules.putBot(after);
        await giveBackPausedTime(transaction, { before, after, nowMs: this.#options.now() });
      },
      sign: (before) => timed(before, change, this.#options.now()),
    });
  }

  changePlace(
    by: Authority,
    { change, placeId }: { readonly placeId: string; readonly change: ChangeOf<PlaceRules> },
  ): Promise<RulesChange<PlaceRules>> {
    return this.#change(by, {
      scope: placeSubject(placeId),
      change,
      parse: parsePlaceRules,
      read: async ({ rules }) => (await rules.of(placeId)).place,
      write: ({ rules }, changed) => rules.putPlace(placeId, changed),
      fixed: (before) => fixedFor(by, before, change),
      sign: (before) => signed(by, before, change),
    });
  }

  async #change<Rules extends object>(
    by: Authority,
    { change, fixed, parse, read, scope, sign, write }: Rewrite<Rules>,
  ): Promise<RulesChange<Rules>> {
    if (!mayDecide(by, scope)) return { kind: 'not-theirs' };
    const { now, onBotChange, storage } = this.#options;
    const changed = await storage.transaction(async (transaction) => {
      const before = await read(transaction);
      const names = fixed?.(before) ?? [];
      if (names.length > 0) return { kind: 'fixed', names } as const;
      const rules = parse(withoutUndefined({ ...before, ...(sign?.(before) ?? change) }));
      if (isDeepStrictEqual(rules, before)) return { kind: 'changed', rules, wasSo: true } as const;
      await write(transaction, rules, before);
      await transaction.audit.append({
        atMs: now(),
        byId: by.byId,
        scope,
        ...describe(before, rules, Object.keys(change)),
      });
      return { kind: 'changed', rules, wasSo: false } as const;
    });
    this.#remembered.clear();
    if (scope === 'bot') await onBotChange?.();
    return changed;
  }
}

interface Rewrite<Rules> {
  readonly scope: RuleScope;
  readonly change: object;
  readonly parse: (rules: unknown) => Rules;
  readonly read: (transaction: StorageTransaction) => Promise<Rules>;
  readonly write: (transaction: StorageTransaction, after: Rules, before: Rules) => Promise<void>;
  /** Of the rules that would change, those that are not theirs. */
  readonly fixed?: (before: Rules) => readonly string[];
  /** The change with what is to be remembered of it: who made it, and when. */
  readonly sign?: (before: Rules) => object;
}

/** Pausing is a rule like any other, and a deed of its own for whoever reads the log. */
function describe(before: object, after: object, names: readonly string[]) {
  const paused = Object.entries(after).some(([name, value]) => name === 'isPaused' && value === true);
  const detail = { before: pick(before, names), after: pick(after, names) };
  const isPause = names.length === 1 && names[0] === 'isPaused';
  if (!isPause) return { deed: 'rules-changed', subject: undefined, detail } as const;
  return { deed: paused ? 'paused' : 'resumed', subject: undefined, detail: {} } as const;
}

function pick(rules: object, names: readonly string[]) {
  return Object.fromEntries(Object.entries(rules).filter(([name]) => names.includes(name)));
}

function withoutUndefined(rules: object) {
  return Object.fromEntries(Object.entries(rules).filter(([, value]) => value !== undefined));
}
