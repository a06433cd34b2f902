import type { RESTOptions } from 'discord.js';
import { DefaultRestOptions } from 'discord.js';

type MakeRequest = RESTOptions['makeRequest'];

/**
 * Sends a request whose form, if it has one, is encoded beforehand.
 *
 * The HTTP client turns a form into a stream, and feeding that stream goes on after its connection has broken: Node then ends
 * the process with an uncaught `ERR_INVALID_STATE` that no caller can catch. Bytes have no such life of their own, and
 * they are in memory as the form's files already.
 */
export const sendWholeBody: MakeRequest = async (url, init) => {
  if (!(init.body instanceof FormData)) return DefaultRestOptions.makeRequest(url, init);
  const encoded = new Response(init.body);
  const headers = {
    // The library gives them as a plain object.
    ...(init.headers as Record<string, string>),
    'content-type': encoded.headers.get('content-type') ?? 'multipart/form-data',
  };
  return DefaultRestOptions.makeRequest(url, {
    ...init,
    headers,
    body: new Uint8Array(await encoded.arrayBuffer()),
  });
};
