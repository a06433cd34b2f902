import type { GenerationStatus } from '../../core/courier.ts';
import { DiscordCallFailed } from './discord-call-failed.ts';
import type { AttachedPicture } from './message-body.ts';

/** The drafts that unfinished messages show, as far as this process knows. */
export class ShownDrafts {
  readonly #attached = new Map<string, AttachedPicture>();
  /** Whose draft cannot be read, or is none that Discord takes: it would hold up the words at every look. */
  readonly #unshowable = new Set<string>();

  /** The draft that the message has already. */
  attachedTo(generationId: string): AttachedPicture | undefined {
    return this.#attached.get(generationId);
  }

  /** As much of it as can be shown. */
  showable(status: GenerationStatus): GenerationStatus {
    const { draft, generation } = status;
    if (draft === undefined || !this.#unshowable.has(generation.id)) return status;
    return { ...status, draft: { ...draft, picture: undefined } };
  }

  shown(generationId: string, draft: AttachedPicture | undefined): void {
    if (draft !== undefined) this.#attached.set(generationId, draft);
  }

  /** Whether less of it should be shown at once: another try with the draft would come to the same. */
  failed(status: GenerationStatus, error: unknown): boolean {
    const { id } = status.generation;
    // Whether the message has it is not known any more.
    this.#attached.delete(id);
    const isHopeless = !(error instanceof DiscordCallFailed) || error.failure === 'too-large';
    if (!isHopeless || this.showable(status).draft?.picture === undefined) return false;
    this.#unshowable.add(id);
    return true;
  }

  forget(generationId: string): void {
    this.#attached.delete(generationId);
    this.#unshowable.delete(generationId);
  }
}
