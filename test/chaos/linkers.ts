import type { InteractionHandle } from '../fakes/discord/control/interaction-handle.ts';
import type { Person as DiscordPerson } from '../fakes/discord/control/person.ts';
import type { Person as TelegramPerson } from '../fakes/telegram/person.ts';
import { buttonRows } from '../fakes/telegram/reply-markup.ts';
import type { ChaosWorld } from './chaos-world.ts';
import type { Random } from './random.ts';

const code = /\/link (\w{4}-\w{4})/;
const question = 'Link this account with the one where you got the code?';
const joined = 'Linked with your';
const actShare = 0.1;

/** Two of the crowd who are one person, link their accounts and part them again, whatever they have under way meanwhile. */
export class Linkers {
  readonly #world: ChaosWorld;
  readonly #random: Random;
  readonly #onDiscord: DiscordPerson;
  readonly #onTelegram: TelegramPerson;
  readonly #typed = new Set<string>();
  readonly #tapped = new Set<number>();
  #offer: InteractionHandle | undefined;

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

  act(): void {
    this.#typeCode();
    this.#confirm();
    if (!this.#random.happens(actShare) || this.#world.discord.registeredCommands().length === 0) return;
    if (this.#random.happens(0.4)) this.#part();
    else this.#offer = this.#onDiscord.slash({ command: 'link', in: this.#onDiscord.direct });
  }

  get #chat() {
    return this.#onTelegram.privateChat();
  }

  #typeCode(): void {
    const [, offered] = code.exec(this.#offer?.message()?.text ?? '') ?? [];
    if (offered === undefined || this.#typed.has(offered)) return;
    this.#typed.add(offered);
    this.#chat.sendText(`/link ${offered}`);
  }

  /** Somebody in doubt whether the press was heard presses again. */
  #confirm(): void {
    const asked = this.#chat
      .botMessages()
      .find((message) => message.text?.includes(question) && !this.#tapped.has(message.message_id));
    const [button] = asked === undefined ? [] : buttonRows(asked).flat();
    if (asked === undefined || button?.callback_data === undefined) return;
    this.#tapped.add(asked.message_id);
    const times = this.#random.happens(0.3) ? 2 : 1;
    for (let time = 0; time < times; time += 1) this.#chat.tap(asked, button.callback_data);
  }

  #part(): void {
    if (this.#random.happens(0.5)) this.#onDiscord.slash({ command: 'unlink', in: this.#onDiscord.direct });
    else this.#chat.sendText('/unlink');
  }
}
