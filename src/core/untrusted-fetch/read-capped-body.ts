import type { IncomingMessage } from 'node:http';
import { pipeline } from 'node:stream/promises';
import { createBrotliDecompress, createInflate, createUnzip } from 'node:zlib';
import { causeCodeOf, UntrustedFetchFailed } from './untrusted-fetch-failed.ts';

export interface CappedBodyOptions {
  readonly maxBytes: number;
  /** Called for every piece that arrives. */
  readonly onPiece: () => void;
}

/**
 * Reads a body to its end. No more than `maxBytes` are taken from the wire nor out of a compressed body; identity is
 * asked for, but some servers compress all the same.
 *
 * @throws UntrustedFetchFailed `too-large`, `answer-broken`.
 */
export async function readCappedBody(answer: IncomingMessage, options: CappedBodyOptions): Promise<Buffer> {
  const { maxBytes, onPiece } = options;
  if (Number(answer.headers['content-length'] ?? 0) > maxBytes) throw new UntrustedFetchFailed('too-large');
  const decoder = createDecoder(answer.headers['content-encoding']);
  const pieces: Buffer[] = [];
  async function keep(source: AsyncIterable<Buffer>): Promise<void> {
    for await (const piece of capped(source, maxBytes)) pieces.push(piece);
  }
  async function* fromWire(source: AsyncIterable<Buffer>): AsyncIterable<Buffer> {
    for await (const piece of capped(source, maxBytes)) {
      onPiece();
      yield piece;
    }
  }
  try {
    if (decoder === undefined) await pipeline(answer, fromWire, keep);
    else await pipeline(answer, fromWire, decoder, keep);
  } catch (error) {
    if (error instanceof UntrustedFetchFailed) throw error;
    throw new UntrustedFetchFailed('answer-broken', causeCodeOf(error));
  }
  return Buffer.concat(pieces);
}

async function* capped(source: AsyncIterable<Buffer>, maxBytes: number): AsyncIterable<Buffer> {
  let length = 0;
  for await (const piece of source) {
    length += piece.byteLength;
    if (length > maxBytes) throw new UntrustedFetchFailed('too-large');
    yield piece;
  }
}

function createDecoder(encoding: string | undefined): ReturnType<typeof createUnzip> | undefined {
  switch (encoding?.trim().toLowerCase()) {
    case undefined:
    case '':
    case 'identity':
      return undefined;
    case 'gzip':
    case 'x-gzip':
      return createUnzip();
    case 'deflate':
      return createInflate();
    case 'br':
      return createBrotliDecompress();
    default:
      // Several encodings on top of each other are how small answers become huge ones.
      throw new UntrustedFetchFailed('answer-broken');
  }
}
