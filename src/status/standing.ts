import type { Load } from '../core/load.ts';
import type { MicroDollars } from '../core/money.ts';
import type { Outbox } from '../core/outbox.ts';
import type { PartStatus } from './readiness.ts';

/** How Easel stands at one moment. */
export interface Standing {
  readonly load: Load;
  readonly outbox: Outbox;
  readonly platforms: readonly Pick<PartStatus, 'name' | 'isReady'>[];
  /** Whether the image service has been failing, so that nothing is sent to it for a moment. */
  readonly isProviderLeftAlone: boolean;
  /** What was spent or set aside today, and what the day's cap is. */
  readonly budget: { readonly usedMicros: MicroDollars; readonly limitMicros: MicroDollars };
}
