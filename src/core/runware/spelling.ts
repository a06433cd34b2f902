import type { Log } from '../log.ts';
import type { VendorError } from './response-body.ts';

/** One way of spelling a painting task: path, `outputType` and the name of the JPEG format. */
export interface Spelling {
  readonly path: 'configured' | 'root';
  readonly outputType: 'array' | 'string';
  readonly jpeg: 'JPEG' | 'JPG';
}

const configured: Spelling = { path: 'configured', outputType: 'array', jpeg: 'JPEG' };
/** https://runware.ai/docs/platform/authentication, https://runware.ai/docs/models/google-nano-banana */
const documented: Spelling = { path: 'root', outputType: 'string', jpeg: 'JPG' };

/** What was refused about a task that was sent in a known spelling. */
export interface SpellingRefusal {
  readonly sent: Spelling;
  readonly sentJpeg: boolean;
  /** Whether the path itself was refused: a 404 or 405 whose body does not name the task. */
  readonly pathRefused: boolean;
  readonly errors: readonly VendorError[];
}

/**
 * The spelling in use. It starts as the one that operators have working, and each of its three parts can change over
 * to the documented form once in the life of the process.
 */
export class SpellingInUse {
  readonly #log: Log;
  #current = configured;

  constructor(log: Log) {
    this.#log = log;
  }

  get current(): Spelling {
    return this.#current;
  }

  /** Changes over when the refusal is about the spelling; returns whether sending again makes sense. */
  learn(refusal: SpellingRefusal): boolean {
    const part = refusedPart(refusal);
    if (part === undefined) return false;
    // Another call may have found out in the meantime: then there is nothing left to change.
    if (this.#current[part] !== documented[part]) {
      this.#current = { ...this.#current, [part]: documented[part] };
      this.#log.warn(
        { part, from: configured[part], to: documented[part] },
        'changed the spelling of the image API',
      );
    }
    return true;
  }
}

function refusedPart({ sent, sentJpeg, pathRefused, errors }: SpellingRefusal): keyof Spelling | undefined {
  const isAbout = (parameter: string) => errors.some(({ parameters }) => parameters.includes(parameter));
  if (pathRefused && sent.path === 'configured') return 'path';
  if (sent.outputType === 'array' && isAbout('outputType')) return 'outputType';
  if (sentJpeg && sent.jpeg === 'JPEG' && isAbout('outputFormat')) return 'jpeg';
  return undefined;
}
