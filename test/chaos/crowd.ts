import type { Person as DiscordPerson } from '../fakes/discord/control/person.ts';
import type { ChatView } from '../fakes/telegram/chat-view.ts';
import type { Group } from '../fakes/telegram/group.ts';
import type { Person as TelegramPerson } from '../fakes/telegram/person.ts';
import type { Asked } from './asked.ts';
import { markerOf } from './asked.ts';
import type { ChaosWorld } from './chaos-world.ts';
import { Linkers } from './linkers.ts';
import { Presses } from './presses.ts';
import type { Random } from './random.ts';

const peopleOnEach = 6;
const pressShare = 0.35;
const impossibleShare = 0.15;
/** Of those who ask, so many want better words first. */
const enhanceShare = 0.12;
/** Of those who paint, so many choose a style. */
const styleShare = 0.1;
/** Of those who want a picture, so many want a draft first. */
const draftShare = 0.3;
/** Words that make the service refuse, and paint only one of several. */
export const refusedWord = 'grumpy';
export const partialWord = 'halved';

/** People on both platforms who keep asking, whatever happens. */
export class Crowd {
  readonly #world: ChaosWorld;
  readonly #random: Random;
  readonly #onDiscord: readonly DiscordPerson[];
  readonly #onTelegram: readonly TelegramPerson[];
  readonly #groups: readonly Group[];
  readonly asked: Asked[] = [];
  readonly presses: Presses;
  readonly linkers: Linkers;

  constructor(world: ChaosWorld, random: Random) {
    this.#world = world;
    this.#random = random;
    const names = Array.from({ length: peopleOnEach }, (_, index) => index + 1);
    this.#onDiscord = names.map((index) => world.discord.person({ name: `d${index}`, locale: 'en-US' }));
    this.#onTelegram = names.map((index) =>
      world.telegram.person({ name: `t${index}`, languageCode: 'en', startedBot: true }),
    );
    this.#groups = (['supergroup', 'group'] as const).map((kind) =>
      world.telegram.group({ title: `A ${kind}`, kind, members: this.#onTelegram }),
    );
    const [onDiscord] = this.#onDiscord;
    const [onTelegram] = this.#onTelegram;
    if (onDiscord === undefined || onTelegram === undefined) throw new Error('Expected a crowd');
    this.linkers = new Linkers(world, { onDiscord, onTelegram, random: random.branch() });
    this.presses = new Presses({
      world,
      random: random.branch(),
      asked: this.asked,
      newWords: (person, of) => this.#words(person, of.count),
      people: this.#onDiscord,
      chats: [
        ...this.#groups.map((group) => ({
          view: group,
          people: this.#onTelegram,
          hands: (person: TelegramPerson) => group.as(person),
        })),
        ...this.#onTelegram.map((person) => ({
          view: person.privateChat(),
          people: [person],
          hands: () => person.privateChat(),
        })),
      ],
    });
  }

  get peopleOnDiscord(): readonly DiscordPerson[] {
    return this.#onDiscord;
  }

  get chatsOnTelegram(): readonly ChatView[] {
    return [...this.#groups, ...this.#onTelegram.map((person) => person.privateChat())];
  }

  /** Somebody does something: asks, unless there is nobody to hear it, or presses a button. */
  act({ mayAsk }: { readonly mayAsk: boolean }): void {
    this.presses.fillIn();
    this.linkers.act();
    if (this.#random.happens(pressShare)) this.presses.press();
    else if (mayAsk) this.#ask();
  }

  #ask(): void {
    if (this.#random.happens(0.5)) this.#askOnTelegram();
    else this.#askOnDiscord();
  }

  /** The service has begun to work on a request; the token of some interactions dies meanwhile. */
  painting(number: number): void {
    const one = this.asked[number - 1];
    if (one?.platform === 'discord' && this.#random.happens(0.25)) one.handle.expireToken();
  }

  #wish(person: string) {
    const command = this.#random.happens(enhanceShare) ? 'enhance' : 'imagine';
    const count = command === 'enhance' || this.#random.happens(0.5) ? 1 : this.#random.between(2, 4);
    const isPrivate = this.#random.happens(0.3);
    const style = command === 'imagine' && this.#random.happens(styleShare) ? 'watercolour' : undefined;
    const wantsDraft = command === 'imagine' && this.#random.happens(draftShare);
    return { command, style, wantsDraft, wish: { ...this.#words(person, count), count, isPrivate } };
  }

  #words(person: string, count: number) {
    const number = this.asked.length + 1;
    const mood = this.#random.happens(0.08)
      ? ` ${refusedWord}`
      : count > 1 && this.#random.happens(0.15)
        ? ` ${partialWord}`
        : '';
    const prompt = `a${mood} fox, ${markerOf(number)} person:${person}`;
    return { number, prompt, atMs: Date.now() };
  }

  #askOnDiscord(): void {
    const { discord, reference, channels } = this.#world;
    // Nobody can type a command that the client does not know.
    if (discord.registeredCommands().length === 0) return;
    const person = this.#random.pick(this.#onDiscord);
    const channel = this.#random.happens(0.2) ? person.direct : this.#random.pick(channels);
    const { command, style, wantsDraft, wish } = this.#wish(person.name);
    const { prompt, count, isPrivate } = wish;
    const image =
      command === 'imagine' && this.#random.happens(0.12)
        ? { image: { filename: 'from.png', bytes: reference, contentType: 'image/png' } }
        : {};
    const handle = person.slash({
      command,
      options: {
        prompt,
        ...(command === 'imagine' ? { count } : {}),
        ...(style === undefined ? {} : { style }),
        ...(isPrivate ? { private: true } : {}),
        ...(wantsDraft ? { draft: true } : {}),
        ...image,
      },
      in: channel,
    });
    this.asked.push({ platform: 'discord', ...wish, person, channel, handle });
  }

  #askOnTelegram(): void {
    const person = this.#random.pick(this.#onTelegram);
    const group = this.#random.happens(0.5) ? this.#random.pick(this.#groups) : undefined;
    const isImpossible = this.#random.happens(impossibleShare);
    // Whoever is told no tries once more, and the second 'no' waits for others of its kind.
    for (let time = 0; time < (isImpossible ? 2 : 1); time += 1) {
      this.#command(person, { group, isImpossible });
    }
  }

  #command(
    person: TelegramPerson,
    { group, isImpossible }: { readonly group: Group | undefined; readonly isImpossible: boolean },
  ): void {
    const { command, style, wantsDraft, wish } = this.#wish(person.user.first_name);
    const { prompt, isPrivate } = wish;
    const count = isImpossible ? 9 : wish.count;
    const flags = [
      ...(count > 1 ? [` --count ${count}`] : []),
      ...(isPrivate ? [' --private'] : []),
      ...(style === undefined ? [] : [` --style ${style}`]),
      ...(wantsDraft ? [' --draft'] : []),
    ].join('');
    const posted =
      group === undefined
        ? person.privateChat().sendText(`/${command}${flags} ${prompt}`)
        : group.send(person, `/${command}@${this.#world.telegram.bot.username}${flags} ${prompt}`);
    if (posted.update === undefined) throw new Error('Expected the command to reach the bot');
    const chat = group === undefined || isPrivate ? person.privateChat() : group;
    const { message, update } = posted;
    this.asked.push({ platform: 'telegram', ...wish, isImpossible, message, update, chat });
  }
}
