import type { TelegramMessage } from '@gramio/types';
import { expect, test } from 'vitest';
import { refusedAmong } from './refused.ts';

const ada = { id: 7, is_bot: false, first_name: 'Ada' };
const bot = { id: 1, is_bot: true, first_name: 'Easel' };
const no = 'I did not start this, and nothing was charged.';

function messagesIn(type: 'private' | 'group') {
  const chat = { id: type === 'private' ? 7 : -9, type } as const;
  const make = (message_id: number, from: typeof ada, rest: object): TelegramMessage =>
    JSON.parse(JSON.stringify({ message_id, date: 1, chat, from, ...rest }));
  const wish = (id: number) => make(id, ada, { text: '/imagine' });
  return {
    asked: (id: number) => ({ number: id, message: wish(id), chat: { id: chat.id } as never }),
    said: (id: number, text: string, replied?: number) =>
      make(id, bot, replied === undefined ? { text } : { text, reply_to_message: wish(replied) }),
  };
}

const isSilent = () => true;

test('in a group a refusal is for what it replies to, and for as many others as it says', () => {
  const { asked, said } = messagesIn('group');
  const all = [asked(1), asked(2), asked(3), asked(5)];
  const refusals = [said(4, `${no}\n(The same goes for 1 more message you just sent.)`, 3)];
  expect([...refusedAmong(all, { isSilent, said: refusals })]).toEqual([3, 1]);
  expect([...refusedAmong(all, { isSilent: () => false, said: refusals })]).toEqual([3]);
});

test('in private each refusal is for one that came before it', () => {
  const { asked, said } = messagesIn('private');
  const all = [asked(1), asked(2), asked(5)];
  const refusals = [said(3, no), said(4, 'Next in line.')];
  expect([...refusedAmong(all, { isSilent, said: refusals })]).toEqual([1]);
});
