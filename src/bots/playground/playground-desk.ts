import type { Command, CommandServices, Invocation } from '../../commands/command.ts';
import { runAction } from '../../commands/run-action.ts';
import type { FaultReport } from '../../commands/run-command.ts';
import { runCommand } from '../../commands/run-command.ts';
import type { Wording } from '../../commands/wording.ts';
import type { CommandRates } from '../../core/limits/command-rates.ts';
import type { Log } from '../../core/log.ts';
import type { PictureStore } from '../../core/pictures/picture-store.ts';
import type { PlaygroundAddress } from './playground-address.ts';
import type { PlaygroundChat, StandingMessage } from './playground-chat.ts';
import type { PlaygroundCourier } from './playground-courier.ts';
import type { PlaygroundMessage, ShownPicture } from './playground-message.ts';
import { personIdOf, placeId } from './playground-person.ts';
import type { CommandRequest, PressRequest, SentFile } from './read-request.ts';
import type { SentPictures } from './sent-pictures.ts';
import { sentPictures } from './sent-pictures.ts';
import type { AtOnce } from './show-reply.ts';
import { showReply } from './show-reply.ts';

export interface PlaygroundDeskOptions {
  readonly commands: readonly Command[];
  readonly services: CommandServices;
  readonly chat: PlaygroundChat;
  readonly courier: PlaygroundCourier;
  readonly pictures: PictureStore;
  readonly rates: CommandRates;
  readonly now: () => number;
  readonly wording: Wording;
  readonly log: Log;
}

type Who = Pick<CommandRequest, 'id' | 'language' | 'person'>;
type Asked = Pick<PlaygroundMessage, 'person' | 'text'>;

/** Runs commands and buttons for whoever tries the playground. Everything may come again under the same id. */
export class PlaygroundDesk {
  readonly #options: PlaygroundDeskOptions;

  constructor(options: PlaygroundDeskOptions) {
    this.#options = options;
  }

  /** Resolves when what was asked for is committed, and its answer is in the chat; undefined for no command of ours. */
  async use(request: CommandRequest, files: readonly SentFile[]): Promise<AtOnce | undefined> {
    const { chat, commands, services, wording } = this.#options;
    const command = commands.find(({ name }) => name === request.command);
    if (command === undefined) return undefined;
    const tooFast = await this.#tooFast(request);
    if (tooFast !== undefined) return tooFast;
    const { id, options: raw, person } = request;
    const asked: Asked = { person, text: wordRequest(request, command) };
    const sent = this.#sent(request, files);
    const shown = await this.#showAsked(id, asked, sent);
    const reply = await runCommand({
      command,
      raw,
      services,
      wording,
      invocation: { ...describePlace(request), pictures: sent.sources },
      reportFault: (report) => this.#reportFault(report),
    });
    const isForAll = reply.kind === 'answer' || (reply.kind === 'accepted' && !reply.generation.isPrivate);
    if (isForAll) await chat.say(askedMessage(id, { ...asked, isPrivate: false, pictures: shown, sent }));
    return showReply(reply, { ...this.#options, id, person, pressed: undefined });
  }

  /** Undefined when the message is not there for that person. */
  async press(request: PressRequest, files: readonly SentFile[]): Promise<AtOnce | undefined> {
    const { chat, services, wording } = this.#options;
    const { button: buttonId, id, person, words } = request;
    const pressed = await chat.find(request.message);
    if (pressed === undefined || !isVisible(pressed, person)) return undefined;
    const tooFast = await this.#tooFast(request);
    if (tooFast !== undefined) return tooFast;
    const sent = this.#sent(request, files);
    if (words !== undefined) {
      // What was filled in is said where its result will be seen.
      const asked = { person, text: [{ text: words, style: 'plain' }] } as const;
      await this.#showAsked(id, asked, sent);
    }
    const reply = await runAction({
      press: { ...describePlace(request), buttonId, mayModerate: async () => false },
      answers: words === undefined ? undefined : { words, pictures: sent.sources },
      services,
      wording,
      reportFault: (report) => this.#reportFault(report),
    });
    return showReply(reply, { ...this.#options, id, person, pressed });
  }

  /** Also what comes twice counts: a page asks again only when it was not answered. */
  async #tooFast({ language, person }: Who): Promise<AtOnce | undefined> {
    const { now, rates, wording } = this.#options;
    const who = { personId: personIdOf(person), placeId, isPrivateChat: false, sentAtMs: now() };
    const verdict = await rates.take({ ...who, kind: 'command' });
    if (verdict.kind === 'taken') return undefined;
    const key = verdict.limit === 'place' ? 'tooFast.place' : 'tooFast.person';
    return { isRefused: true, notice: wording.text(key, language, { count: verdict.retryAfterSeconds }) };
  }

  #sent({ id }: Who, files: readonly SentFile[]): SentPictures {
    return sentPictures(files, { id, pictures: this.#options.pictures });
  }

  /** The message names its files before they are there: whatever a crash leaves behind is found by it. */
  async #showAsked(id: string, asked: Asked, sent: SentPictures): Promise<readonly ShownPicture[]> {
    const { chat } = this.#options;
    await chat.say(askedMessage(id, { ...asked, isPrivate: true, pictures: [], sent }));
    if (sent.keys.length === 0) return [];
    const pictures = await sent.keep();
    await chat.say(askedMessage(id, { ...asked, isPrivate: true, pictures, sent }));
    return pictures;
  }

  #reportFault(report: FaultReport): void {
    this.#options.log.error({ ...report }, 'the playground ran into a fault');
  }
}

/** Whether a message is there for somebody. */
export function isVisible({ isPrivate, person: owner }: StandingMessage, person: string): boolean {
  return !isPrivate || owner === person;
}

function askedMessage(
  id: string,
  {
    isPrivate,
    person,
    pictures,
    sent,
    text,
  }: Asked & Pick<PlaygroundMessage, 'isPrivate' | 'pictures'> & { readonly sent: SentPictures },
) {
  const message: PlaygroundMessage = {
    author: 'person',
    person,
    isPrivate,
    kind: 'asked',
    text,
    pictures,
    buttons: [],
  };
  return { key: `asked:${id}`, message, files: sent.keys };
}

function describePlace({ id, language, person }: Who): Omit<Invocation, 'values' | 'pictures'> {
  const address: PlaygroundAddress = { platform: 'playground', isDurable: true, person };
  return {
    sourceKey: `playground:${id}`,
    platform: 'playground',
    personId: personIdOf(person),
    placeId,
    isPrivateChat: false,
    // Nobody there is anybody's moderator.
    mayManage: async () => false,
    isSeenByOthers: true,
    language,
    addressFor: async () => ({ kind: 'address', address }),
  };
}

/** What was asked for, as one would type it. */
function wordRequest(
  { options }: CommandRequest,
  { name, options: specs }: Command,
): PlaygroundMessage['text'] {
  const rest = Object.entries(specs).find(([, spec]) => spec.kind === 'text' && spec.isRest === true)?.[0];
  const words = rest === undefined ? undefined : options[rest];
  const others = Object.entries(options).filter(([option]) => option !== rest);
  return [
    { text: `/${name}`, style: 'bold' },
    ...(words === undefined ? [] : [{ text: ` ${words}`, style: 'plain' } as const]),
    ...others.flatMap(
      ([option, value]) =>
        [
          { text: ' ', style: 'plain' },
          { text: `${option}:${value}`, style: 'code' },
        ] as const,
    ),
  ];
}
