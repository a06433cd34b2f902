import { markersIn, tellsProgress, tellsQuestion } from './asked.ts';
import { buttonKeysIn } from './button-key.ts';
import type { Exchange } from './exchange.ts';
import type { Judged } from './judged.ts';

/** Calls that put something new into a chat each time; edits are no matter. */
const newMessages = [
  'telegram sendMessage',
  'telegram sendPhoto',
  'telegram sendDocument',
  'telegram sendMediaGroup',
  'discord follow-up',
  'discord follow-up with files',
  'discord post message',
  'discord post message with files',
];

/**
 * Why an answer came more than once: what became of each copy's confirmation. `unexplained` means that Easel knew of
 * the first copy and sent another one all the same.
 */
export function whyTwice(judged: Judged, exchanges: readonly Exchange[]): string {
  const { platform } = judged.asked;
  const sent = exchanges.filter(
    (exchange) =>
      exchange.service === platform &&
      newMessages.includes(exchange.call) &&
      (exchange.status ?? 500) < 300 &&
      concerns(exchange, judged) &&
      !tellsProgress(exchange.body) &&
      !tellsQuestion(exchange.body),
  );
  // The words that follow an album are no second answer.
  const withPictures = sent.filter(({ call }) => call !== 'telegram sendMessage');
  const copies = withPictures.length > 0 ? withPictures : sent;
  const [first] = copies;
  if (first === undefined) return `${platform}: unexplained, no new message was sent`;
  const isExplained = copies.slice(0, -1).every((copy, place) => {
    const wasUnheard = copy.fate === 'lost';
    const diedSince = copies[place + 1]?.life !== copy.life;
    return wasUnheard || diedSince;
  });
  if (!isExplained) return `${first.call}: unexplained`;
  return first.fate === 'lost'
    ? `${first.call}: its confirmation was lost (${first.trouble ?? 'the process died'})`
    : `${first.call}: the process died before the confirmation was stored`;
}

/** Whether a call was made for this generation; of calls that do not tell, for any with the same words. */
export function concerns({ body }: Exchange, { asked, generationId = '' }: Judged): boolean {
  // An album carries no words, only the beginning of its task in the names of its files.
  const [, start] = /easel-([0-9a-f]{8})-/.exec(body) ?? [];
  if (start !== undefined && generationId.startsWith(start)) return true;
  if (!markersIn(body).includes(asked.number)) return false;
  const [key] = buttonKeysIn(body);
  const [, task] = /"taskUUID":"([0-9a-f-]{36})"/.exec(body) ?? [];
  return (key?.generationId ?? task ?? generationId) === generationId;
}
