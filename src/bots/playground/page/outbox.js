/** @import { AtOnce } from '../show-reply.ts' */

const retryMs = 1_000;

/** What was sent was understood, and cannot be done. */
export class Unanswered extends Error {
  /** @override */
  name = 'Unanswered';
}

/**
 * Sends a request until it is answered: it keeps its id, so that it is done once however often it arrives.
 * @param {string} path
 * @param {object} request
 * @param {readonly File[]} files
 * @returns {Promise<AtOnce>}
 * @throws Unanswered
 */
export async function send(path, request, files) {
  for (;;) {
    const answer = await attempt(path, request, files);
    if (answer?.ok) return answer.json();
    // 502 to 504 are what proxies, and a server that is about to end, say of the moment.
    if (answer !== undefined && (answer.status < 502 || answer.status > 504)) {
      throw new Unanswered(`the server answered with ${answer.status}`);
    }
    await new Promise((resolve) => setTimeout(resolve, retryMs));
  }
}

/**
 * @param {string} path
 * @param {object} request
 * @param {readonly File[]} files
 * @returns {Promise<Response | undefined>} undefined when nobody answered
 */
async function attempt(path, request, files) {
  const body = new FormData();
  body.set('request', JSON.stringify(request));
  for (const file of files) body.append('picture', file);
  try {
    return await fetch(path, { method: 'POST', body });
  } catch {
    return undefined;
  }
}
