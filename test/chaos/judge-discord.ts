import type { Message } from '../fakes/discord/message.ts';
import type { AskedOnDiscord } from './asked.ts';
import { markersIn, tellsProgress, tellsRefusal } from './asked.ts';
import type { ChaosWorld } from './chaos-world.ts';
import type { Crowd } from './crowd.ts';
import type { Judged, Paintings } from './judged.ts';

/** Reads everything that was said on Discord and tells what became of each request. */
export async function judgeDiscord(
  { discord, channels }: ChaosWorld,
  { crowd, paintings }: { crowd: Crowd; paintings: Paintings },
): Promise<readonly Judged[]> {
  const everywhere = [...channels, ...crowd.peopleOnDiscord.map(({ direct }) => direct)];
  const messages = everywhere.flatMap((channel) =>
    discord.messagesIn(channel).filter(({ author, deleted }) => author.bot && !deleted),
  );
  const spoken = Map.groupBy(messages, ({ text }) => markersIn(text)[0]);
  const asked = crowd.asked.filter((one) => one.platform === 'discord');
  return Promise.all(asked.map((one) => judge(one, spoken.get(one.number) ?? [])));

  async function judge(one: AskedOnDiscord, about: readonly Message[]): Promise<Judged> {
    const original = one.handle.message();
    const isRefused = original !== undefined && !about.includes(original) && tellsRefusal(original.text);
    const finals = about.filter(({ text }) => !tellsProgress(text));
    const misplaced: string[] = [];
    for (const message of finals) misplaced.push(...(await misplacedIn(one, message)));
    return {
      asked: one,
      isAccepted: original !== undefined && !isRefused,
      isRefused,
      finals: finals.length,
      leftBehind: finals.length > 0 ? about.length - finals.length : 0,
      misplaced,
      leaked: one.isPrivate ? about.flatMap((message) => seenByOthers(one, message)) : [],
    };
  }

  async function misplacedIn(one: AskedOnDiscord, message: Message): Promise<readonly string[]> {
    const faults: string[] = [];
    const isThere = message.channel === one.channel || message.channel === one.person.direct;
    if (!isThere || !message.visibleTo(one.person)) faults.push(`wish ${one.number} is not where it belongs`);
    const pictures = discord.pictures(message);
    for (const bytes of pictures) {
      const owner = await paintings.ownerOf(bytes, [one.number]);
      if (owner !== one.number) faults.push(`the answer to wish ${one.number} shows a picture of ${owner}`);
    }
    const made = paintings.madeFor(one.number);
    if (pictures.length > 0 && pictures.length !== made)
      faults.push(`the answer to wish ${one.number} shows ${pictures.length} of ${made} pictures`);
    return faults;
  }

  function seenByOthers(one: AskedOnDiscord, message: Message): readonly string[] {
    const others = crowd.peopleOnDiscord.filter((person) => person !== one.person && person.sees(message));
    return others.length === 0 ? [] : [`${others.length} others see the private wish ${one.number}`];
  }
}
