import type { Exchange } from './exchange.ts';
import type { KillPlan, KillStep } from './kill-plan.ts';
import type { Random } from './random.ts';
import type { Trouble } from './trouble.ts';

const troubleShare = 0.12;
const droppedUploadShare = 0.05;

const kinds = [
  'reset-before',
  'reset-after',
  'hang-before',
  'hang-after',
  'slow',
  'truncated',
  'server-error',
  'html',
  'html-after',
  'too-many-requests',
] as const;

/** Decides what goes wrong with each call, until calm returns. */
export class Storm {
  readonly #random: Random;
  readonly #plan: KillPlan;
  /** How often each kind of trouble struck. */
  readonly struck = new Map<string, number>();
  /** Where the present life of the process is to end. */
  step: KillStep | undefined;
  isOver = false;

  constructor(random: Random, plan: KillPlan) {
    this.#random = random;
    this.#plan = plan;
  }

  troubleFor({ call }: Exchange): Trouble | undefined {
    if (this.isOver) return undefined;
    if (this.step?.kind === 'call' && this.step.call === call) return killing(this.step.when);
    const rare = this.step === undefined ? undefined : this.#plan.takeRare(call);
    if (rare !== undefined) return killing(rare);
    if (!this.#random.happens(troubleShare)) return undefined;
    const kind = this.#random.pick(kinds);
    this.#count(kind);
    switch (kind) {
      case 'hang-before':
      case 'hang-after':
        return { kind, forMs: this.#random.between(1_000, 6_000) };
      case 'slow':
        return { kind, byMs: this.#random.between(200, 1_500) };
      default:
        return { kind };
    }
  }

  dropsUpload(): boolean {
    if (this.isOver || !this.#random.happens(droppedUploadShare)) return false;
    this.#count('dropped upload');
    return true;
  }

  countDrop(kind: string): void {
    this.#count(kind);
  }

  #count(kind: string): void {
    this.struck.set(kind, (this.struck.get(kind) ?? 0) + 1);
  }
}

function killing(when: 'before' | 'after'): Trouble {
  return { kind: when === 'before' ? 'kill-before' : 'kill-after' };
}
