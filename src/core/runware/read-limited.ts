/** A body that is larger than it may be. */
export class TooLarge extends Error {
  override readonly name = 'TooLarge';

  constructor(maxBytes: number) {
    super(`the body is larger than ${maxBytes} bytes`);
  }
}

/** Reads a body up to a number of bytes. @throws TooLarge beyond it; whatever the connection throws. */
export async function readLimited(response: Response, maxBytes: number): Promise<Buffer> {
  const { body } = response;
  if (body === null) return Buffer.alloc(0);
  if (Number(response.headers.get('content-length') ?? 0) > maxBytes) {
    await body.cancel();
    throw new TooLarge(maxBytes);
  }
  const chunks: Uint8Array[] = [];
  let length = 0;
  // Leaving the loop early cancels the body, which closes the connection.
  for await (const chunk of body) {
    length += chunk.byteLength;
    if (length > maxBytes) throw new TooLarge(maxBytes);
    chunks.push(chunk);
  }
  return Buffer.concat(chunks);
}
