import type { Allotment } from './allotment.ts';
import { nothingAllotted } from './allotment.ts';
import type { Amount, PartialBudget } from './limits/budget.ts';
import { unlimited } from './limits/budget.ts';
import type { BudgetSubject } from './limits/budget-subject.ts';
import { personSubject } from './limits/budget-subject.ts';
import type { Calendar } from './limits/calendar.ts';
import type { Authority } from './rules/authority.ts';
import { mayDecide } from './rules/authority.ts';
import type { Storage, StorageTransaction } from './storage/storage.ts';

/** What is decided about budgets while the bot runs. It holds from the next request on, and is kept. */
export interface Budgets {
  /** What was decided for a subject. */
  of(subject: BudgetSubject): Promise<Allotment>;
  /**
   * Replaces the limits of a subject. What is left out is as the operator's defaults say, or as other roles do; `{}` takes
   * everything back. `Infinity` is no limit.
   *
   * @throws RangeError when a limit is negative, or a fraction of a micro-dollar or of a picture.
   */
  set(subject: BudgetSubject, budget: PartialBudget): Promise<void>;
  /** Takes every limit of its own from a subject. Others hold all the same: those of the place, and the bot's always. */
  exempt(subject: Exclude<BudgetSubject, 'bot'>): Promise<void>;
  /**
   * Lets a person use so much beyond their budget, once, from now on. To a grant that still holds it is added; both last
   * as long as the longer one. Resolves with whether whoever asks may; it is noted in the audit log.
   *
   * @throws RangeError when an amount is negative or a fraction, or the moment has passed.
   */
  grant(by: Authority, gift: Gift): Promise<boolean>;
}

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

  set(subject: BudgetSubject, budget: PartialBudget): Promise<void> {
    return this.#options.storage.transaction(async (transaction) => {
      const { grant } = await allotmentOf(transaction, subject);
      await transaction.allotments.put(subject, { budget, grant });
    });
  }

  exempt(subject: Exclude<BudgetSubject, 'bot'>): Promise<void> {
    return this.set(subject, unlimited);
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

async function allotmentOf({ allotments }: StorageTransaction, subject: BudgetSubject): Promise<Allotment> {
  return (await allotments.of([subject])).get(subject) ?? nothingAllotted;
}
