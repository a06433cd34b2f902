import { once } from 'node:events';
import type { Readable } from 'node:stream';

/** Reads the next so many bytes of a stream that carries one file at a time. */
export async function receiveFile(input: Readable, byteLength: number): Promise<Buffer> {
  const pieces: Buffer[] = [];
  let length = 0;
  while (length < byteLength) {
    const piece: Buffer | null = input.read();
    if (piece === null) {
      await once(input, 'readable');
      continue;
    }
    pieces.push(piece);
    length += piece.byteLength;
  }
  return Buffer.concat(pieces);
}
