import type {
  ReferenceDemands,
  ReferenceIntake,
  TakenReference,
} from '../../../src/core/reference-intake.ts';
import type { ReferenceSource } from '../../../src/core/reference-source.ts';

/** One reference that is being fetched: the test decides what comes of it. */
export interface OpenIntake {
  readonly source: ReferenceSource;
  readonly demands: ReferenceDemands;
  arrive(): void;
  fail(error: unknown): void;
}

/** Brings in references when the test lets them arrive. */
export class ControlledIntake implements ReferenceIntake {
  readonly waiting: OpenIntake[] = [];

  takeIn(source: ReferenceSource, demands: ReferenceDemands): Promise<TakenReference> {
    return new Promise((resolve, reject) => {
      const close = () => void this.waiting.splice(this.waiting.indexOf(open), 1);
      const open: OpenIntake = {
        source,
        demands,
        arrive: () => {
          close();
          const bytes = new TextEncoder().encode(JSON.stringify(source));
          resolve({ bytes, mediaType: 'image/png', width: 300, height: 300 });
        },
        fail: (error) => {
          close();
          reject(error);
        },
      };
      demands.signal.addEventListener('abort', () => open.fail(demands.signal.reason));
      this.waiting.push(open);
      if (demands.signal.aborted) open.fail(demands.signal.reason);
    });
  }
}
