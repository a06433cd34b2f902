import { access, mkdir, writeFile } from 'node:fs/promises';
import { join } from 'node:path';
import { toPlainText } from '../commands/join-text.ts';
import type { RichText } from '../commands/rich-text.ts';
import type { Wording } from '../commands/wording.ts';
import type { Address } from '../core/address.ts';
import type { Courier, GenerationOutcome, GenerationStatus } from '../core/courier.ts';
import type { Generation } from '../core/generation.ts';
import type { ModelCatalog } from '../core/model-catalog.ts';
import { toDollars } from '../core/money.ts';
import { fileExtension } from '../core/pictures/file-extension.ts';
import type { ProgressLine } from './progress-line.ts';

export interface TerminalCourierOptions {
  readonly folder: string;
  readonly progress: ProgressLine;
  readonly wording: Wording;
  readonly catalog: ModelCatalog;
  /** Lines of the final answer. */
  readonly print: (line: string) => void;
}

/** Answers on a terminal: pictures become files. */
export class TerminalCourier implements Courier {
  readonly platform = 'terminal';
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
    const { wording, catalog, progress } = this.#options;
    const seconds = catalog.find(status.generation.wish.model)?.typicalSeconds.text ?? 10;
    const [stage = ''] = withoutPrompt(wording.status(status)).split('\n');
    progress.run(stage, seconds * 1000);
  }

  async deliver(outcome: GenerationOutcome): Promise<void> {
    const { progress, wording, print } = this.#options;
    progress.end();
    for (const picture of outcome.pictures) {
      const path = await this.#write(outcome.generation, picture.mediaType, await picture.read());
      const seed = picture.seed === undefined ? '' : `  seed ${picture.seed}`;
      const cost = picture.costMicros === undefined ? '' : `  $${toDollars(picture.costMicros)}`;
      this.#pictureCount += 1;
      print(`${path}${seed}${cost}`);
    }
    print(withoutPrompt(wording.outcome(outcome)));
  }

  /** Never overwrites: the first free number is taken. */
  async #write({ wish }: Generation, mediaType: string, bytes: Uint8Array): Promise<string> {
    const { folder } = this.#options;
    await mkdir(folder, { recursive: true });
    for (let number = 1; ; number += 1) {
      const path = join(folder, `${fileNameOf(wish.prompt)}-${number}.${fileExtension(mediaType)}`);
      if (await exists(path)) continue;
      await writeFile(path, bytes, { flag: 'wx' });
      return path;
    }
  }
}

function fileNameOf(prompt: string): string {
  const words =
    prompt
      .normalize('NFKC')
      .toLowerCase()
      .match(/[\p{L}\p{N}]+/gu) ?? [];
  return [...words.join('-')].slice(0, 40).join('').replace(/-$/, '') || 'picture';
}

/** Who typed the prompt sees it in the line above. */
function withoutPrompt(text: RichText): string {
  return toPlainText(text.filter(({ style }) => style !== 'quote')).trim();
}

async function exists(path: string): Promise<boolean> {
  try {
    await access(path);
    return true;
  } catch {
    return false;
  }
}
