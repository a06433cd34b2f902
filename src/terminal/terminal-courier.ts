import { toPlainText } from '../commands/join-text.ts';
import type { RichText } from '../commands/rich-text.ts';
import type { Wording } from '../commands/wording.ts';
import type { Address } from '../core/address.ts';
import type { Courier, DeliverablePicture, GenerationOutcome, GenerationStatus } from '../core/courier.ts';
import { DeliveryError } from '../core/courier.ts';
import { toDollars } from '../core/money.ts';
import { fileExtension } from '../core/pictures/file-extension.ts';
import { writePictureFile } from './picture-file.ts';
import type { ProgressLine } from './progress-line.ts';

export const terminalPlatform = 'terminal';

export interface TerminalCourierOptions {
  /** An existing folder. */
  readonly folder: string;
  readonly progress: ProgressLine;
  readonly wording: Wording;
  /** Takes the answer when there are pictures. */
  readonly print: (line: string) => void;
  /** Takes the answer when there are none. */
  readonly complain: (line: string) => void;
}

/** Answers on a terminal: pictures become files. */
export class TerminalCourier implements Courier {
  readonly platform = terminalPlatform;
  readonly #options: TerminalCourierOptions;
  #pictureCount = 0;

  constructor(options: TerminalCourierOptions) {
    this.#options = options;
  }

  /** How many pictures were written. */
  get pictureCount(): number {
    return this.#pictureCount;
  }

  async acknowledge({ generation }: GenerationStatus): Promise<Address> {
    return generation.address;
  }

  progress(status: GenerationStatus): void {
    const { wording, progress } = this.#options;
    const seconds = wording.typicalSeconds(status.generation.wish) ?? 10;
    const [stage = ''] = withoutPrompt(wording.status(status)).split('\n');
    progress.run(stage, seconds * 1000);
  }

  async deliver(outcome: GenerationOutcome): Promise<Address> {
    const { progress, wording, print, complain } = this.#options;
    progress.end();
    for (const picture of outcome.pictures) {
      const path = await this.#write(outcome, picture);
      const seed = picture.seed === undefined ? '' : `  seed ${picture.seed}`;
      const cost = picture.costMicros === undefined ? '' : `  $${toDollars(picture.costMicros)}`;
      this.#pictureCount += 1;
      print(`${path}${seed}${cost}`);
    }
    const tell = outcome.pictures.length > 0 ? print : complain;
    tell(withoutPrompt(wording.outcome(outcome)));
    return outcome.generation.address;
  }

  /** What was written to files is the person's own to delete. */
  async retract(): Promise<void> {}

  async #write({ generation }: GenerationOutcome, picture: DeliverablePicture): Promise<string> {
    const { folder } = this.#options;
    const extension = fileExtension(picture.mediaType);
    const bytes = await picture.read();
    try {
      return await writePictureFile({ folder, prompt: generation.wish.prompt, extension, bytes });
    } catch (cause) {
      // The person is waiting: an answer now is worth more than another try on a folder that takes nothing.
      throw new DeliveryError({ problem: 'gone', cause });
    }
  }
}

/** Who typed the prompt sees it in the line above. */
function withoutPrompt(text: RichText): string {
  return toPlainText(text.filter(({ style }) => style !== 'quote')).trim();
}
