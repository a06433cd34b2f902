import type { TelegramMessage } from '@gramio/types';
import type { Person } from '../fakes/discord/control/person.ts';
import type { Message } from '../fakes/discord/message.ts';
import { buttonRows } from '../fakes/telegram/reply-markup.ts';
import type { FuzzWorld } from './fuzz-world.ts';

/** Whoever is held up here is being painted for as long as the run lasts. */
export const heldWord = 'unhurried';

/** Somebody who has pictures and does nothing more: whatever others do, nothing of theirs may change. */
export interface Bystander {
  /** As Easel's books call them. */
  readonly personId: string;
  buttonIds(): readonly string[];
  discordMessages(): readonly Message[];
  telegramMessages(): readonly TelegramMessage[];
  /** What they see, to be compared. */
  seen(): readonly string[];
}

/** One on each platform: with a picture, settings, and a request at work. */
export async function settleBystanders(world: FuzzWorld): Promise<readonly Bystander[]> {
  return [await onDiscord(world, world.discord.person({ name: 'Vera' })), await onTelegram(world)];
}

async function onDiscord({ channels }: FuzzWorld, vera: Person): Promise<Bystander> {
  const [place] = channels;
  if (place === undefined) throw new Error('Expected a channel');
  await vera.slash({ command: 'settings', options: { count: 2 }, in: place }).acknowledged();
  const painted = vera.slash({ command: 'imagine', options: { prompt: 'a quiet owl' }, in: place });
  const result = await painted.waitForMessage(showsPicture, 'the picture');
  const held = vera.slash({ command: 'imagine', options: { prompt: `an ${heldWord} owl` }, in: place });
  const status = await held.waitForMessage(({ buttons }) => buttons.length > 0, 'the status');
  const messages = [result, status];
  return {
    personId: `discord:${vera.id}`,
    buttonIds: () =>
      messages.flatMap(({ buttons }) => buttons.flatMap(({ component }) => component.custom_id ?? [])),
    discordMessages: () => messages,
    telegramMessages: () => [],
    seen: () => [result.text, String(result.deleted), String(status.deleted)],
  };
}

async function onTelegram({ groups, telegram, vito }: FuzzWorld): Promise<Bystander> {
  const [group] = groups;
  if (group === undefined) throw new Error('Expected a group');
  const ask = (words: string) => group.send(vito, `/imagine@${telegram.bot.username} ${words}`);
  group.send(vito, `/settings@${telegram.bot.username} --count 2`);
  ask('a quiet owl --count 1');
  const result = await group.waitForMessage(({ photo }) => photo !== undefined, 'the picture');
  ask(`an ${heldWord} owl --count 1`);
  const status = await group.waitForMessage(
    (one) => one.message_id !== result.message_id && one.text?.includes(heldWord) === true,
    'the status',
  );
  const find = ({ message_id: id }: TelegramMessage) => group.messages().find((one) => one.message_id === id);
  const shown = () => [result, status].flatMap((one) => find(one) ?? []);
  return {
    personId: `telegram:${vito.id}`,
    buttonIds: () =>
      shown()
        .flatMap((one) => buttonRows(one).flat())
        .flatMap(({ callback_data: id }) => id ?? []),
    discordMessages: () => [],
    telegramMessages: shown,
    seen: () => [find(result)?.caption ?? 'gone', find(status) === undefined ? 'gone' : 'there'],
  };
}

function showsPicture({ visibleAttachments }: Message): boolean {
  return visibleAttachments.length > 0;
}
