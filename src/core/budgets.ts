import type { Allotment } from './allotment.ts';
import { nothingAllotted } from './allotment.ts';
import type { Amount, PartialBudget } from './limits/budget.ts';
import type { BudgetSubject, PlaceSubject } from './limits/budget-subject.ts';
import { personSubject } from './limits/budget-subject.ts';
import type { Calendar } from './limits/calendar.ts';
import type { AuditEntry } from './rules/audit-entry.ts';
import type { Authority } from './rules/authority.ts';
import { mayDecide } from './rules/authority.ts';
import type { Storage, StorageTransaction } from './storage/storage.ts';

/** What is decided about budgets while the bot runs. It holds from the next request on, and is kept. */
export interface Budgets {
  /** What was decided for a subject. */
  of(subject: BudgetSubject): Promise<Allotment>;
  /**
   * Rewrites the limits of a subject, from what they were. What is left out is as the operator's defaults say, or as other
   * roles do; `{}` takes everything back. `Infinity` is no limit: whoever has none of their own is held by those of the
   * place and the bot all the same. Resolves with what holds then; undefined for whoever may not. Noted in the audit log.
   *
   * @throws RangeError when a limit is negative, or a fraction of a micro-dollar or of a picture.
   */
  set(by: Authority, subject: BudgetSubject, rewrite: Rewrite): Promise<Allotment | undefined>;
  /**
   * Lets a person use so much beyond their budget, once, from now on. To a grant that still holds it is added; both last
   * as long as the longer one. Resolves with whether whoever asks may; it is noted in the audit log.
   *
   * @throws RangeError when an amount is negative or a fraction, or the moment has passed.
   */
  grant(by: Authority, gift: Gift): Promise<boolean>;
}

/** What a budget becomes. */
export type Rewrite = (before: PartialBudget) => PartialBudget;

/** What a person is granted; what is left out is nothing. */
export interface Gift {
  /** `platform:id` */
  readonly personId: string;
  readonly amount: Partial<Amount>;
  readonly untilMs: number;
}

export interface StoredBudgetsOptions {
  readonly storage: Storage;
  readonly calendar: Calendar;
  readonly now: () => number;
}

export class StoredBudgets implements Budgets {
  readonly #options: StoredBudgetsOptions;

  constructor(options: StoredBudgetsOptions) {
    this.#options = options;
  }

  of(subject: BudgetSubject): Promise<Allotment> {
    return this.#options.storage.read((transaction) => allotmentOf(transaction, subject));
  }

  async set(by: Authority, subject: BudgetSubject, rewrite: Rewrite): Promise<Allotment | undefined> {
    if (!mayDecide(by, 'bot')) return undefined;
    return this.#options.storage.transaction(async (transaction) => {
      const { budget: before, grant } = await allotmentOf(transaction, subject);
      const after = rewrite(before);
      await transaction.allotments.put(subject, { budget: after, grant });
      const about = { deed: 'budget-set', ...namesIn(subject) } as const;
      const detail = { before, after, ...(subject.startsWith('role:') ? { isRole: true } : {}) };
      await transaction.audit.append({ ...about, atMs: this.#options.now(), byId: by.byId, detail });
      return { budget: after, grant };
    });
  }

  async grant(by: Authority, { amount, personId, untilMs }: Gift): Promise<boolean> {
    if (!mayDecide(by, 'bot')) return false;
    const { micros = 0, pictures = 0 } = amount;
    const { calendar, now, storage } = this.#options;
    const nowMs = now();
    if (untilMs <= nowMs) throw new RangeError('expected a grant to last beyond this moment');
    if (micros < 0 || pictures < 0) throw new RangeError('expected a grant not to be negative');
    const subject = personSubject(personId);
    await storage.transaction(async (transaction) => {
      const { budget, grant: earlier } = await allotmentOf(transaction, subject);
      const holds = earlier !== undefined && earlier.untilMs > nowMs;
      const grant = holds
        ? {
            ...earlier,
            amount: { micros: earlier.amount.micros + micros, pictures: earlier.amount.pictures + pictures },
            untilMs: Math.max(earlier.untilMs, untilMs),
          }
        : { amount: { micros, pictures }, sinceDay: calendar.dayOf(nowMs), untilMs };
      await transaction.allotments.put(subject, { budget, grant });
      const entry = { scope: 'bot', deed: 'granted', subject: personId } as const;
      const detail = { micros, pictures, untilMs };
      await transaction.audit.append({ ...entry, atMs: nowMs, byId: by.byId, detail });
    });
    return true;
  }
}

/** The log of a place tells of its own budget alone. */
function namesIn(subject: BudgetSubject): Pick<AuditEntry, 'scope' | 'subject'> {
  if (subject === 'bot' || isPlace(subject)) return { scope: subject, subject: undefined };
  return { scope: 'bot', subject: subject.slice(subject.indexOf(':') + 1) };
}

function isPlace(subject: BudgetSubject): subject is PlaceSubject {
  return subject.startsWith('place:');
}

async function allotmentOf({ allotments }: StorageTransaction, subject: BudgetSubject): Promise<Allotment> {
  return (await allotments.of([subject])).get(subject) ?? nothingAllotted;
}
