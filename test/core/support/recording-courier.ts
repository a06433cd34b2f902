import type { Address } from '../../../src/core/address.ts';
import type {
  Courier,
  DeliverablePicture,
  GenerationStatus,
  OwedOutcome,
  ReportSheet,
  ReportTarget,
} from '../../../src/core/courier.ts';
import type { Generation } from '../../../src/core/generation.ts';
import type { Notice } from '../../../src/core/rules/notice.ts';

export interface Delivered {
  readonly generation: Generation;
  readonly pictures: readonly DeliverablePicture[];
  readonly contents: readonly string[];
}

/** Remembers what people were told; a test can make it refuse. */
export class RecordingCourier implements Courier {
  readonly platform = 'test';
  readonly acknowledged: GenerationStatus[] = [];
  readonly progressed: GenerationStatus[] = [];
  readonly delivered: Delivered[] = [];
  readonly retracted: Generation[] = [];
  readonly announced: string[] = [];
  beforeAnnounce: () => Promise<void> = async () => {};
  /** Throws or waits when a test wants the first answer to. */
  beforeAcknowledge: (status: GenerationStatus) => Promise<void> = async () => {};
  /** Where an answer ends up that was on its way to an address. */
  landsAt: (address: Address) => Address = (address) => address;
  beforeDeliver: (outcome: OwedOutcome) => Promise<void> = async () => {};

  async acknowledge(status: GenerationStatus): Promise<Address> {
    await this.beforeAcknowledge(status);
    this.acknowledged.push(status);
    return { ...status.generation.address, messageId: `status of ${status.generation.id}` };
  }

  progress(status: GenerationStatus): void {
    this.progressed.push(status);
  }

  async deliver(outcome: OwedOutcome): Promise<Address> {
    await this.beforeDeliver(outcome);
    const bytes = await Promise.all(outcome.pictures.map((picture) => picture.read()));
    const contents = bytes.map((content) => new TextDecoder().decode(content));
    this.delivered.push({ ...outcome, contents });
    return this.landsAt(outcome.generation.address);
  }

  readonly reports: { readonly sheet: ReportSheet; readonly target: ReportTarget }[] = [];
  beforeReport: (target: ReportTarget) => Promise<void> = async () => {};

  async report(sheet: ReportSheet, target: ReportTarget): Promise<Address> {
    await this.beforeReport(target);
    this.reports.push({ sheet, target });
    return { platform: 'test', isDurable: true, messageId: `report on ${sheet.generation.id}` };
  }

  async announce({ words }: Pick<Notice, 'words'>): Promise<void> {
    await this.beforeAnnounce();
    this.announced.push(words);
  }

  async retract(generation: Generation): Promise<void> {
    this.retracted.push(generation);
  }
}
