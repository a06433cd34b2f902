import type { PictureRefusal } from '../../../../src/core/pictures/intake/picture-refusal.ts';

/** What a file has to become: a picture, a refusal, or either where decoders may differ. */
export type Expected =
  | {
      readonly mediaType: 'image/jpeg' | 'image/png' | 'image/webp';
      readonly size?: readonly [width: number, height: number];
      readonly asIs?: true;
      readonly wasAnimated?: true;
    }
  | { readonly problem: PictureRefusal['problem']; readonly name?: string }
  | 'picture or refusal';

/** A file that a person, or an attacker, might send. */
export interface CorpusEntry {
  readonly name: string;
  readonly make: () => Promise<Uint8Array> | Uint8Array;
  readonly expected: Expected;
}
