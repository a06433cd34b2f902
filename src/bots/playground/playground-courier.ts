import type { RichText } from '../../commands/rich-text.ts';
import type { Wording } from '../../commands/wording.ts';
import type { Address } from '../../core/address.ts';
import type { Courier, GenerationStatus, OwedOutcome } from '../../core/courier.ts';
import { DeliveryError } from '../../core/courier.ts';
import type { Generation } from '../../core/generation.ts';
import type { Log } from '../../core/log.ts';
import { parsePlaygroundAddress } from './playground-address.ts';
import type { PlaygroundChat, StandingMessage } from './playground-chat.ts';
import type { PlaygroundMessage } from './playground-message.ts';
import { toShown } from './playground-message.ts';

export interface PlaygroundCourierOptions {
  readonly chat: PlaygroundChat;
  readonly wording: Wording;
  readonly log: Log;
}

/** Brings answers into the playground's chat: each request has one message, from its first answer to its last. */
export class PlaygroundCourier implements Courier {
  readonly platform = 'playground';
  readonly #options: PlaygroundCourierOptions;

  constructor(options: PlaygroundCourierOptions) {
    this.#options = options;
  }

  async acknowledge(status: GenerationStatus): Promise<Address> {
    await orTemporary(() => this.#showStatus(status));
    return status.generation.address;
  }

  progress(status: GenerationStatus): void {
    this.#showStatus(status).catch((error: unknown) =>
      this.#options.log.debug(
        { generationId: status.generation.id, error },
        'progress was not shown in the playground',
      ),
    );
  }

  async deliver(outcome: OwedOutcome): Promise<Address> {
    const { chat, wording } = this.#options;
    const { generation, pictures } = outcome;
    const altTexts = pictures.map((picture) => wording.altText(generation, picture));
    const message = this.#messageFor(generation, {
      kind: 'final',
      text: wording.outcome(outcome),
      pictures: toShown(pictures, altTexts),
      buttons: wording.buttons(generation, pictures.length),
      isCovered: generation.isSpoiler,
    });
    await orTemporary(() => chat.say({ key: keyOf(generation), message }));
    return generation.address;
  }

  async retract(generation: Generation): Promise<void> {
    const { log, wording } = this.#options;
    try {
      await this.takeAway(generation, wording.text('button.removed', generation.language));
    } catch (error) {
      log.error({ generationId: generation.id, error }, 'an answer could not be taken out of the playground');
    }
  }

  /** Leaves nothing of an answer but these words. */
  async takeAway(generation: Generation, text: RichText): Promise<void> {
    const message = this.#messageFor(generation, { kind: 'final', text, pictures: [], buttons: [] });
    await this.#options.chat.say({ key: keyOf(generation), message });
  }

  #showStatus(status: GenerationStatus): Promise<void> {
    const { chat, wording } = this.#options;
    const { draft, generation } = status;
    const drafts = draft?.picture === undefined ? [] : [draft.picture];
    const altTexts = drafts.map((picture) => wording.altText(generation, picture));
    const message = this.#messageFor(generation, {
      kind: 'status',
      text: wording.status(status),
      pictures: toShown(drafts, altTexts),
      isCovered: generation.isSpoiler,
      buttons: wording.buttons(generation, 0),
    });
    return chat.sayUnless(isFinal, { key: keyOf(generation), message });
  }

  #messageFor(
    { address, isPrivate }: Generation,
    content: Pick<PlaygroundMessage, 'kind' | 'text' | 'pictures' | 'buttons' | 'isCovered'>,
  ): PlaygroundMessage {
    const { person } = parsePlaygroundAddress(address);
    return { author: 'easel', person, isPrivate, ...content };
  }
}

function keyOf({ id }: Generation): string {
  return `generation:${id}`;
}

function isFinal({ kind }: StandingMessage): boolean {
  return kind === 'final';
}

/** The chat is in the database, so whatever keeps it from being written may be over in a moment. */
async function orTemporary(write: () => Promise<void>): Promise<void> {
  try {
    await write();
  } catch (cause) {
    throw new DeliveryError({ problem: 'temporary', cause });
  }
}
