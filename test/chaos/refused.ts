import type { TelegramMessage } from '@gramio/types';
import type { AskedOnTelegram } from './asked.ts';
import { tellsRefusal } from './asked.ts';

type Asked = Pick<AskedOnTelegram, 'chat' | 'message' | 'number'>;

/** What a group is told about an answer that goes elsewhere. */
const sentPrivately = 'I will send it to you privately';

/**
 * Which requests were turned down in words, by number. In a group such words reply to the request. What was refused
 * within ten seconds shares a message, which says how many more it counts for, and in private it replies to nothing: so
 * what met with silence is shared out among the refusals that came later, as many as they count for.
 */
export function refusedAmong(
  asked: readonly Asked[],
  {
    isSilent,
    said,
  }: { readonly isSilent: (one: Asked) => boolean; readonly said: readonly TelegramMessage[] },
): ReadonlySet<number> {
  const refused = new Set<number>();
  const refusals = said.filter(isRefusal).toSorted((one, other) => one.message_id - other.message_id);
  const left = new Map(refusals.map((refusal) => [refusal, countOf(refusal)]));
  const take = (one: Asked, refusal: TelegramMessage) => {
    refused.add(one.number);
    left.set(refusal, (left.get(refusal) ?? 0) - 1);
  };
  for (const one of asked) {
    const own = refusals.find((refusal) => repliesTo(refusal, one.message));
    if (own !== undefined) take(one, own);
  }
  for (const one of asked.filter((each) => !refused.has(each.number) && isSilent(each))) {
    const shared = refusals.find((refusal) => (left.get(refusal) ?? 0) > 0 && mayBeFor(refusal, one));
    if (shared !== undefined) take(one, shared);
  }
  return refused;
}

function isRefusal({ text = '' }: TelegramMessage): boolean {
  return tellsRefusal(text) && !text.includes(sentPrivately);
}

/** Each reason stands for one, and for those that it says it goes for as well. */
function countOf({ text = '' }: TelegramMessage): number {
  const reasons = text.split('\n\n').filter(tellsRefusal).length;
  const more = [...text.matchAll(/The same goes for (\d+) more/g)].map(([, count]) => Number(count));
  return more.reduce((sum, count) => sum + count, reasons);
}

function repliesTo({ chat, reply_to_message: replied }: TelegramMessage, message: TelegramMessage): boolean {
  return chat.id === message.chat.id && replied?.message_id === message.message_id;
}

function mayBeFor(
  { chat, message_id: id, reply_to_message: replied }: TelegramMessage,
  { message }: Asked,
): boolean {
  if (chat.id !== message.chat.id || id < message.message_id) return false;
  // There, only the answers to buttons reply to something.
  return chat.type === 'private' ? replied === undefined : replied?.from?.id === message.from?.id;
}
