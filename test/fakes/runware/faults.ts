import type { ReceivedTask } from './received-task.ts';

/**
 * What goes wrong with one call. `paints` tells whether the task was nevertheless carried out and charged;
 * `remembers` whether the service keeps the failed task under its id, so that a second send is a conflict.
 */
export type Fault =
  | {
      /** A documented error body, under any status: 200 is how the service reports some of them. */
      readonly kind: 'error';
      readonly code: string;
      /** 400 by default. */
      readonly status?: number;
      readonly message?: string;
      readonly parameter?: string | readonly string[];
      readonly retryAfter?: string;
      readonly remembers?: boolean;
      readonly details?: Readonly<Record<string, unknown>>;
    }
  /** Some pictures and one error for each missing picture, together in a 200. */
  | { readonly kind: 'partial'; readonly made: number; readonly code: string }
  /** Nothing is wrong but what these items show, which is told whoever asks for it. */
  | { readonly kind: 'explicit'; readonly indexes: readonly number[] }
  /** A charged 200 in which these items carry no picture: the provider's moderation took them away. */
  | { readonly kind: 'moderated'; readonly indexes: readonly number[] }
  /** Any other body: an HTML page of a gateway, nothing at all, half a JSON text, megabytes of noise. */
  | {
      readonly kind: 'body';
      readonly status: number;
      readonly body: string;
      readonly contentType?: string;
      readonly retryAfter?: string;
      readonly location?: string;
      readonly paints: boolean;
    }
  /** The connection is torn down instead of an answer. */
  | { readonly kind: 'reset'; readonly paints: boolean }
  /** Half of the real answer, then the connection is torn down. Paints. */
  | { readonly kind: 'cut-off' }
  /** No answer ever. */
  | { readonly kind: 'hang'; readonly paints: boolean };

/** What goes wrong with the download of one result. */
export type PictureFault =
  | { readonly kind: 'status'; readonly status: number }
  | { readonly kind: 'bytes'; readonly body: Uint8Array; readonly contentType?: string }
  /** Sends this many bytes of noise after a real header. */
  | { readonly kind: 'huge'; readonly bytes: number; readonly tellsLength: boolean }
  | { readonly kind: 'truncated' }
  | { readonly kind: 'hang' }
  | { readonly kind: 'redirect'; readonly location: string };

/** Which tasks a fault or a hold is for. */
export type TaskFilter = (task: ReceivedTask) => boolean;

export const anyImageInference: TaskFilter = (task) => task.taskType === 'imageInference';

/** A gateway's error page. */
export function htmlPage(status: number, paints: boolean): Fault {
  const body = `<html><head><title>${status}</title></head><body><center><h1>${status}</h1></center></body></html>`;
  return { kind: 'body', status, body, contentType: 'text/html', paints };
}

/** A list of faults, each of which is used up after a number of calls. */
export class FaultList<Subject, Kind> {
  #entries: { readonly when: (subject: Subject) => boolean; readonly fault: Kind; left: number }[] = [];

  add(fault: Kind, { when, times }: { when: (subject: Subject) => boolean; times: number }): void {
    this.#entries.push({ when, fault, left: times });
  }

  /** The fault for this call, counted as used. */
  take(subject: Subject): Kind | undefined {
    const entry = this.#entries.find(({ when, left }) => left > 0 && when(subject));
    if (entry === undefined) return undefined;
    entry.left -= 1;
    return entry.fault;
  }

  clear(): void {
    this.#entries = [];
  }
}
