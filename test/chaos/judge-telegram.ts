import type { TelegramMessage } from '@gramio/types';
import type { ChatView } from '../fakes/telegram/chat-view.ts';
import { buttonRows } from '../fakes/telegram/reply-markup.ts';
import type { AskedOnTelegram } from './asked.ts';
import { markersIn, tellsCancellation, tellsProgress, tellsQuestion } from './asked.ts';
import { generationOf } from './button-key.ts';
import type { ChaosWorld } from './chaos-world.ts';
import type { Crowd } from './crowd.ts';
import type { Evidence, Judged } from './judged.ts';
import { refusedAmong } from './refused.ts';
import { shareOut } from './share-out.ts';

/** Pictures that came together: one message, or one album. */
interface Shown {
  readonly chat: ChatView;
  readonly messages: readonly TelegramMessage[];
  readonly tasks: readonly (string | undefined)[];
}

/** Words, alone or below a picture. */
interface Said {
  readonly chat: ChatView;
  readonly message: TelegramMessage;
  readonly text: string;
  readonly generationId: string | undefined;
}

/** Reads everything that was said on Telegram and tells what became of each request. */
export async function judgeTelegram(
  { telegram }: ChaosWorld,
  { crowd, paintings, promises }: Evidence & { readonly crowd: Crowd },
): Promise<readonly Judged[]> {
  const asked = crowd.asked.filter((one) => one.platform === 'telegram');
  const chats = crowd.chatsOnTelegram;
  const everything = (await Promise.all(chats.map(showings))).flat();
  const showsDraft = ({ tasks: [task] }: Shown) => paintings.isDraft(task);
  const shown = everything.filter((each) => !showsDraft(each));
  const drafts = everything.filter(showsDraft);
  const draftMessages = new Set(drafts.flatMap(({ messages }) => messages));
  const said = chats
    .flatMap((chat) => chat.botMessages().map((message) => read(chat, message)))
    .filter(({ text }) => !tellsQuestion(text));
  const deleted = crowd.presses.deleted;
  const aboutOf = ({ number }: { readonly number: number }) =>
    said.filter(({ text }) => markersIn(text)[0] === number);
  const refused = refusedAmong(asked, {
    said: said.map(({ message }) => message),
    isSilent: (one) => aboutOf(one).length === 0 && promises.of(one.number).length === 0,
  });
  return asked.flatMap(judge);

  function judge(one: AskedOnTelegram): readonly Judged[] {
    const about = aboutOf(one);
    const isRefused = refused.has(one.number);
    const known = promises.of(one.number);
    const ids = known.length === 0 ? [undefined] : known;
    const words = about.filter(
      ({ message, text }) =>
        !tellsProgress(text) &&
        (draftMessages.has(message) || (message.photo === undefined && !message.document)),
    );
    // What was answered by pictures lacks no words.
    const byPictures = shown
      .map(({ tasks: [generationId] }) => ({ generationId }))
      .filter(({ generationId }) => generationId !== undefined && known.includes(generationId));
    const shared = shareOut<Said | (typeof byPictures)[number]>([...words, ...byPictures], ids);
    const isSeen = about.length > 0 || known.length > 0;
    const isHeard = isSeen || telegram.isConfirmed(one.update.update_id);
    return ids.map((generationId, place) => {
      const answers = (shared.get(generationId) ?? []).filter((each) => 'text' in each);
      const pictures = shown.filter(
        ({ tasks }) => generationId !== undefined && tasks.includes(generationId),
      );
      const left = about.filter((each) => tellsProgress(each.text) && each.generationId === generationId);
      const isRepetition = place > 0;
      const isDeleted = generationId !== undefined && deleted.has(generationId);
      const isTurnedDown = !isRepetition && !isDeleted && isRefused;
      const finals = pictures.length > 0 ? pictures.length : answers.length;
      const misplaced = [...answers, ...left, ...pictures].filter(({ chat }) => chat.id !== one.chat.id);
      return {
        asked: one,
        generationId,
        isRepetition,
        isAccepted: isRepetition || (!isTurnedDown && isHeard),
        isRefused: isTurnedDown,
        isDeleted,
        isCancelled: answers.some(({ text }) => tellsCancellation(text)),
        finals,
        leftBehind: finals > 0 ? left.length : 0,
        shown: pictures.length,
        misplaced: [
          ...strangeDraftsIn(one),
          ...misplaced.map(() => `wish ${one.number} is not where it belongs`),
          ...pictures.flatMap((each) => strangeIn(one, generationId, each)),
        ],
        leaked: one.isPrivate ? misplaced.map(() => `others see the private wish ${one.number}`) : [],
      };
    });
  }

  function strangeDraftsIn({ number }: AskedOnTelegram): readonly string[] {
    const own = paintings.draftsOf(number);
    const about = drafts.filter(({ messages }) => markersIn(messages[0]?.caption ?? '')[0] === number);
    const strange = about.flatMap(({ tasks }) => tasks).filter((task) => !own.includes(task ?? ''));
    return strange.map((draft) => `wish ${number} shows ${draft}, the draft of another`);
  }

  function strangeIn(
    { number }: AskedOnTelegram,
    generationId: string | undefined,
    { tasks }: Shown,
  ): readonly string[] {
    const made = paintings.madeBy(generationId);
    if (tasks.length === made && tasks.every((task) => task === generationId)) return [];
    return [`wish ${number} (${generationId}, ${made} made) came as pictures of ${tasks.join(', ')}`];
  }

  function read(chat: ChatView, message: TelegramMessage): Said {
    const text = message.text ?? message.caption ?? '';
    // The words of a cancellation bear no buttons, but the status that they replaced did.
    const buttons = chat
      .versions(message)
      .toReversed()
      .flatMap((version) => buttonRows(version).flat());
    return {
      chat,
      message,
      text,
      generationId: generationOf(buttons.map(({ callback_data: data }) => data)),
    };
  }

  async function showings(chat: ChatView): Promise<readonly Shown[]> {
    const likely = asked
      .filter((one) => one.chat.id === chat.id)
      .flatMap(({ number }) => promises.of(number));
    const withPictures = chat.botMessages().filter(({ photo, document }) => photo ?? document);
    const groups = Map.groupBy(
      withPictures,
      ({ media_group_id, message_id }) => media_group_id ?? message_id,
    );
    return Promise.all(
      [...groups.values()].map(async (messages) => ({
        chat,
        messages,
        tasks: await Promise.all(messages.map((message) => taskOf(chat, message, likely))),
      })),
    );
  }

  function taskOf(chat: ChatView, message: TelegramMessage, likely: readonly string[]) {
    const [named] = markersIn(message.caption ?? '');
    const ofNamed = named === undefined ? likely : [...promises.of(named), ...paintings.draftsOf(named)];
    return paintings.taskOf(chat.picture(message), ofNamed);
  }
}
