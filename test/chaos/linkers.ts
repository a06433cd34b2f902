import type { InteractionHandle } from '../fakes/discord/control/interaction-handle.ts';
import type { Person as DiscordPerson } from '../fakes/discord/control/person.ts';
import type { Person as TelegramPerson } from '../fakes/telegram/person.ts';
import { buttonRows } from '../fakes/telegram/reply-markup.ts';
import type { ChaosWorld } from './chaos-world.ts';
import type { Random } from './random.ts';

const code = /\/link (\w{4}-\w{4})/;
const question = 'Link this account with the one where you got the code?';
const joined = 'Linked with your';
/** A new code makes the last one void, and wrong ones are refused for an hour: so nobody hurries on within a step. */
const patienceMs = 12_000;
const restMs = 3_000;

/** Two of the crowd who are one person, link their accounts and part them again, whatever they have under way meanwhile. */
export class Linkers {
  readonly #world: ChaosWorld;
  readonly #random: Random;
  readonly #onDiscord: DiscordPerson;
  readonly #onTelegram: TelegramPerson;
  readonly #typed = new Set<string>();
  readonly #tapped = new Set<number>();
  #offer: InteractionHandle | undefined;
  #lastStepAtMs = 0;
  #linksBefore = 0;

  constructor(
    world: ChaosWorld,
    people: {
      readonly onDiscord: DiscordPerson;
      readonly onTelegram: TelegramPerson;
      readonly random: Random;
    },
  ) {
    this.#world = world;
    this.#random = people.random;
    this.#onDiscord = people.onDiscord;
    this.#onTelegram = people.onTelegram;
  }

  /** How often the two were told that they are one now. */
  get links(): number {
    return this.#chat.botMessages().filter(({ text = '' }) => text.includes(joined)).length;
  }

  /** Goes one step on, where the last one was answered; after too long a silence begins again. */
  act(): void {
    if (this.#typeCode() || this.#confirm()) {
      this.#lastStepAtMs = Date.now();
      return;
    }
    const isLinked = this.links > this.#linksBefore;
    const silentForMs = Date.now() - this.#lastStepAtMs;
    if (silentForMs < (isLinked ? restMs : patienceMs)) return;
    if (this.#world.discord.registeredCommands().length === 0) return;
    this.#lastStepAtMs = Date.now();
    this.#linksBefore = this.links;
    // Somebody who missed the news that they are linked is told so when they ask for a code, and parts then.
    if (isLinked || this.#random.happens(0.3)) this.#part();
    else this.#offer = this.#onDiscord.slash({ command: 'link', in: this.#onDiscord.direct });
  }

  get #chat() {
    return this.#onTelegram.privateChat();
  }

  #typeCode(): boolean {
    const [, offered] = code.exec(this.#offer?.message()?.text ?? '') ?? [];
    if (offered === undefined || this.#typed.has(offered)) return false;
    this.#typed.add(offered);
    this.#chat.sendText(`/link ${offered}`);
    return true;
  }

  /** Somebody in doubt whether the press was heard presses again. */
  #confirm(): boolean {
    const asked = this.#chat
      .botMessages()
      .find((message) => message.text?.includes(question) && !this.#tapped.has(message.message_id));
    const [button] = asked === undefined ? [] : buttonRows(asked).flat();
    if (asked === undefined || button?.callback_data === undefined) return false;
    this.#tapped.add(asked.message_id);
    const times = this.#random.happens(0.3) ? 2 : 1;
    for (let time = 0; time < times; time += 1) this.#chat.tap(asked, button.callback_data);
    return true;
  }

  #part(): void {
    if (this.#random.happens(0.5)) this.#onDiscord.slash({ command: 'unlink', in: this.#onDiscord.direct });
    else this.#chat.sendText('/unlink');
  }
}
