import type { Attention } from './core/attention.ts';
import type { Courier } from './core/courier.ts';
import type { GenerationEvents } from './core/generation-events.ts';
import type { ImageModel } from './core/image-model.ts';
import type { LeaseTimes } from './core/lease.ts';
import type { Limits } from './core/limits/admission.ts';
import type { Allowed } from './core/limits/allowed.ts';
import type { Log } from './core/log.ts';
import type { ModelCatalog } from './core/model-catalog.ts';
import type { ExpectedTime } from './core/model-timings.ts';
import type { WordPolicy } from './core/moderation/word-policy.ts';
import type { PictureStore } from './core/pictures/picture-store.ts';
import type { ProviderChange } from './core/provider-pause.ts';
import type { ReferenceIntake } from './core/reference-intake.ts';
import type { RetentionLimits } from './core/retention-sweep.ts';
import type { NoticeEnd } from './core/rules/notice-delivery.ts';
import type { Storage } from './core/storage/storage.ts';
import type { Wish } from './core/wish.ts';

export interface CoreOptions {
  readonly limits: Limits;
  readonly allowed: Allowed;
  /** Who runs the bot, as `platform:id`; nobody by default. */
  readonly adminIds?: readonly string[];
  /** By default no words are minded. */
  readonly words?: WordPolicy | undefined;
  /** IANA name of the zone in which budgets renew. */
  readonly timeZone: string;
  readonly storage: Storage;
  /** Where other processes work with the same storage. */
  readonly attention?: Attention | undefined;
  /** Whether it carries out what people asked for; otherwise it accepts, and leaves that to other processes. */
  readonly works?: boolean | undefined;
  readonly pictures: PictureStore;
  readonly model: ImageModel;
  readonly catalog: ModelCatalog;
  /** How long a wish takes; by default the catalogue's word. */
  readonly expectedTime?: ((wish: Wish) => ExpectedTime | undefined) | undefined;
  readonly couriers: ReadonlyMap<string, Courier>;
  readonly intake: ReferenceIntake;
  readonly events: GenerationEvents;
  /** Told when painting stops or goes on for want of funds or a valid key. */
  readonly onProviderChange?: (change: ProviderChange) => void;
  /** Told what became of each place's announcement. */
  readonly onNoticeOver?: ((end: NoticeEnd) => void) | undefined;
  /** By default pictures are kept for ever. */
  readonly retention?: RetentionLimits | undefined;
  readonly log: Log;
  /** Whether the log says what people ask for; otherwise no word of theirs is in it. */
  readonly logsPrompts?: boolean;
  readonly now: () => number;
  readonly createId?: () => string;
  readonly leaseTimes?: Partial<LeaseTimes>;
  /** How long to wait before each further try to store an outcome. */
  readonly storingPausesMs?: readonly number[];
}
