import { concerns } from './answered-twice.ts';
import { tellsCancellation } from './asked.ts';
import { buttonKeysIn } from './button-key.ts';
import { type Exchange, hasArrived } from './exchange.ts';
import type { Judged } from './judged.ts';

const callsWithPictures = /with files$|^telegram (editMessageMedia|sendPhoto|sendDocument|sendMediaGroup)$/;

/** Whether pictures were sent to somebody who had been told that they were called off, even if they took its place. */
export function cameAfterCancellation(
  judged: Judged,
  { exchanges, isOnlyOne }: { readonly exchanges: readonly Exchange[]; readonly isOnlyOne: boolean },
): boolean {
  const answers = exchanges.filter(
    (exchange) =>
      exchange.service === judged.asked.platform &&
      hasArrived(exchange) &&
      concerns(exchange, judged) &&
      // Words without buttons do not tell which of several generations they are about.
      (isOnlyOne || buttonKeysIn(exchange.body).length > 0),
  );
  const toldAt = answers.findIndex(({ body }) => tellsCancellation(body));
  // The words may come with the draft, which is all that there is then.
  const later = answers.slice(toldAt).filter(({ body }) => !tellsCancellation(body));
  return toldAt >= 0 && later.some(({ call }) => callsWithPictures.test(call));
}
