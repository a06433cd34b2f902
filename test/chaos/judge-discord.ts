import type { Message } from '../fakes/discord/message.ts';
import type { AskedOnDiscord } from './asked.ts';
import { markersIn, tellsCancellation, tellsProgress, tellsRefusal } from './asked.ts';
import { generationOf } from './button-key.ts';
import type { ChaosWorld } from './chaos-world.ts';
import type { Crowd } from './crowd.ts';
import type { Evidence, Judged } from './judged.ts';
import { shareOut } from './share-out.ts';

/** One message of the bot, and what it shows of which generation. */
interface Said {
  readonly message: Message;
  readonly text: string;
  /** The tasks whose pictures it shows. */
  readonly shows: readonly (string | undefined)[];
  /** The drafts that it shows. */
  readonly drafts: readonly string[];
  readonly generationId: string | undefined;
}

/** Reads everything that was said on Discord and tells what became of each request. */
export async function judgeDiscord(
  { discord, channels }: ChaosWorld,
  { crowd, paintings, promises }: Evidence & { readonly crowd: Crowd },
): Promise<readonly Judged[]> {
  const everywhere = [...channels, ...crowd.peopleOnDiscord.map(({ direct }) => direct)];
  const messages = everywhere.flatMap((channel) =>
    discord.messagesIn(channel).filter(({ author, deleted }) => author.bot && !deleted),
  );
  const said = Map.groupBy(await Promise.all(messages.map(read)), ({ text }) => markersIn(text)[0]);
  const deleted = crowd.presses.deleted;
  const asked = crowd.asked.filter((one) => one.platform === 'discord');
  return asked.flatMap((one) => judge(one, said.get(one.number) ?? []));

  async function read(message: Message): Promise<Said> {
    const { text } = message;
    const number = markersIn(text)[0] ?? 0;
    const pictures = discord.pictures(message);
    const likely = [...promises.of(number), ...paintings.draftsOf(number)];
    const tasks = await Promise.all(pictures.map((bytes) => paintings.taskOf(bytes, likely)));
    const drafts = tasks.filter((task) => task !== undefined).filter((task) => paintings.isDraft(task));
    const shows = tasks.filter((task) => !paintings.isDraft(task));
    const generationId =
      generationOf(message.buttons.map(({ component }) => component.custom_id)) ??
      promises.ofToken(message.origin?.token ?? '') ??
      shows[0];
    return { message, text, shows, drafts, generationId };
  }

  function judge(one: AskedOnDiscord, about: readonly Said[]): readonly Judged[] {
    const original = one.handle.message();
    const isSaid = about.some(({ message }) => message === original);
    const isRefused = original !== undefined && !isSaid && !original.deleted && tellsRefusal(original.text);
    const known = promises.of(one.number);
    const ids = known.length === 0 ? [undefined] : known;
    const finals = shareOut(
      about.filter(({ text }) => !tellsProgress(text)),
      ids,
    );
    return ids.map((generationId, place) => {
      const answers = finals.get(generationId) ?? [];
      const left = about.filter((each) => tellsProgress(each.text) && each.generationId === generationId);
      const isRepetition = place > 0;
      return {
        asked: one,
        generationId,
        isRepetition,
        isAccepted: isRepetition || (original !== undefined && !isRefused),
        isRefused: !isRepetition && isRefused,
        isDeleted: generationId !== undefined && deleted.has(generationId),
        isCancelled: answers.some(({ text }) => tellsCancellation(text)),
        finals: answers.length,
        leftBehind: answers.length > 0 ? left.length : 0,
        shown: answers.filter(({ shows }) => shows.length > 0).length,
        misplaced: [
          ...answers.flatMap((answer) => misplacedIn(one, { ...answer, generationId })),
          ...[...answers, ...left].flatMap((each) => strangeDraftsIn(one, each)),
        ],
        leaked: one.isPrivate ? [...answers, ...left].flatMap((each) => seenByOthers(one, each)) : [],
      };
    });
  }

  function misplacedIn(one: AskedOnDiscord, { generationId, message, shows }: Said): readonly string[] {
    const faults: string[] = [];
    const isThere = message.channel === one.channel || message.channel === one.person.direct;
    if (!isThere || !message.visibleTo(one.person)) faults.push(`wish ${one.number} is not where it belongs`);
    for (const task of shows)
      if (task !== generationId)
        faults.push(`the answer to wish ${one.number} (${generationId}) shows a picture of ${task}`);
    const made = paintings.madeBy(generationId);
    if (shows.length > 0 && shows.length !== made)
      faults.push(`the answer to wish ${one.number} shows ${shows.length} of ${made} pictures`);
    return faults;
  }

  function strangeDraftsIn({ number }: AskedOnDiscord, { drafts }: Said): readonly string[] {
    const strange = drafts.filter((draft) => !paintings.draftsOf(number).includes(draft));
    return strange.map((draft) => `wish ${number} shows ${draft}, the draft of another`);
  }

  function seenByOthers(one: AskedOnDiscord, { message }: Said): readonly string[] {
    const others = crowd.peopleOnDiscord.filter((person) => person !== one.person && person.sees(message));
    return others.length === 0 ? [] : [`${others.length} others see the private wish ${one.number}`];
  }
}
