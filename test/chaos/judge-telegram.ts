import type { TelegramMessage } from '@gramio/types';
import type { ChatView } from '../fakes/telegram/chat-view.ts';
import type { AskedOnTelegram } from './asked.ts';
import { markersIn, tellsProgress, tellsRefusal } from './asked.ts';
import type { ChaosWorld } from './chaos-world.ts';
import type { Crowd } from './crowd.ts';
import type { Judged, Paintings } from './judged.ts';

/** Pictures that came together: one message, or one album. */
interface Shown {
  readonly chat: ChatView;
  readonly owners: readonly (number | undefined)[];
}

/** What a group is told about an answer that goes elsewhere. */
const sentPrivately = 'I will send it to you privately';

/** Reads everything that was said on Telegram and tells what became of each request. */
export async function judgeTelegram(
  { telegram }: ChaosWorld,
  { crowd, paintings }: { crowd: Crowd; paintings: Paintings },
): Promise<readonly Judged[]> {
  const asked = crowd.asked.filter((one) => one.platform === 'telegram');
  const chats = crowd.chatsOnTelegram;
  const shown = (await Promise.all(chats.map(showings))).flat();
  const words = chats.flatMap((chat) =>
    chat.botMessages().map((message) => ({ chat, text: message.text ?? message.caption ?? '', message })),
  );
  return asked.map(judge);

  function judge(one: AskedOnTelegram): Judged {
    const about = words.filter(({ text }) => markersIn(text)[0] === one.number);
    const final = about.filter(({ text }) => !tellsProgress(text));
    const pictures = shown.filter(({ owners }) => owners.includes(one.number));
    const textOnly = final.filter(({ message }) => message.photo === undefined && !message.document);
    const made = paintings.madeFor(one.number);
    const isRefused = words.some(
      ({ chat, message, text }) =>
        chat.id === one.message.chat.id &&
        message.reply_to_message?.message_id === one.message.message_id &&
        tellsRefusal(text) &&
        !text.includes(sentPrivately),
    );
    const isUpdateOver = telegram.isConfirmed(one.update.update_id);
    return {
      asked: one,
      isAccepted: !isRefused && (isUpdateOver || about.length > 0),
      isRefused,
      finals: pictures.length > 0 ? pictures.length : textOnly.length,
      leftBehind: final.length > 0 ? about.length - final.length : 0,
      misplaced: [
        ...[...about, ...pictures]
          .filter(({ chat }) => chat.id !== one.chat.id)
          .map(() => `wish ${one.number} is not where it belongs`),
        ...pictures
          .filter(({ owners }) => owners.length !== made || owners.some((owner) => owner !== one.number))
          .map(({ owners }) => `wish ${one.number} (${made} made) came as pictures of ${owners.join(', ')}`),
      ],
      leaked: one.isPrivate
        ? [...about, ...pictures]
            .filter(({ chat }) => chat.id !== one.chat.id)
            .map(() => `others see the private wish ${one.number}`)
        : [],
    };
  }

  async function showings(chat: ChatView): Promise<readonly Shown[]> {
    const likely = asked.filter((one) => one.chat.id === chat.id).map(({ number }) => number);
    const withPictures = chat.botMessages().filter(({ photo, document }) => photo ?? document);
    const groups = Map.groupBy(
      withPictures,
      ({ media_group_id, message_id }) => media_group_id ?? message_id,
    );
    return Promise.all(
      [...groups.values()].map(async (messages) => ({
        chat,
        owners: await Promise.all(messages.map((message) => ownerOf(chat, message, likely))),
      })),
    );
  }

  function ownerOf(chat: ChatView, message: TelegramMessage, likely: readonly number[]) {
    const [named] = markersIn(message.caption ?? '');
    return paintings.ownerOf(chat.picture(message), named === undefined ? likely : [named]);
  }
}
