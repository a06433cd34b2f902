import type { ChatMemberUpdated, Message } from 'grammy/types';
import type { GenerationService } from '../../core/generation-service.ts';
import type { Log } from '../../core/log.ts';
import { placeIdOf } from './picture-memory.ts';
import { goesToChat, movedAddress, parseTelegramAddress } from './telegram-address.ts';
import type { ChatMove } from './telegram-api.ts';

export interface PlaceChangesOptions {
  readonly generations: Pick<GenerationService, 'abandonAt' | 'movePlace'>;
  readonly log: Log;
}

/** Keeps what is stored of chats, and what waits there, in step with what becomes of them. */
export class PlaceChanges {
  readonly #options: PlaceChangesOptions;
  readonly #underWay = new Set<Promise<void>>();

  constructor(options: PlaceChangesOptions) {
    this.#options = options;
  }

  /** Takes an update on how the bot itself stands in a chat. */
  async takeMembership({ chat, new_chat_member: member }: ChatMemberUpdated): Promise<void> {
    if (isShutOut(member)) await this.#lose(chat.id);
  }

  /** Notes that a call found the bot shut out, and returns at once. */
  noteLost(chatId: number): void {
    this.#begin(this.#lose(chatId), 'what waits for a lost chat could not be ended');
  }

  /** Notes that a call found a group to be a supergroup now, and returns at once. */
  noteMoved(move: ChatMove): void {
    this.#begin(this.#move(move), 'what is stored of a group could not follow it');
  }

  /** Follows a group that becomes a supergroup; both of them tell. Resolves with whether the message does. */
  async takeMove({ chat, migrate_from_chat_id, migrate_to_chat_id }: Message): Promise<boolean> {
    const { from = chat.id, to = chat.id } = { from: migrate_from_chat_id, to: migrate_to_chat_id };
    if (from === to) return false;
    await this.#move({ from, to });
    return true;
  }

  /** Resolves when what was noted is stored. */
  async settled(): Promise<void> {
    await Promise.all(this.#underWay);
  }

  #begin(work: Promise<void>, fault: string): void {
    const running = work
      .catch((error: unknown) => this.#options.log.error({ error }, fault))
      .finally(() => this.#underWay.delete(running));
    this.#underWay.add(running);
  }

  async #move({ from, to }: ChatMove): Promise<void> {
    await this.#options.generations.movePlace({
      from: placeIdOf(from),
      to: placeIdOf(to),
      readdress: (address) =>
        goesToChat(address, from) ? movedAddress(parseTelegramAddress(address), to) : undefined,
    });
    this.#options.log.info(
      { from, to },
      'a group has become a supergroup, and all that is stored of it follows',
    );
  }

  async #lose(chatId: number): Promise<void> {
    const { generations, log } = this.#options;
    const count = await generations.abandonAt((address) => goesToChat(address, chatId));
    if (count > 0) log.info({ count }, 'ended what waited for a chat that the bot is shut out from');
  }
}

/** In a private chat `kicked` means that the person has blocked the bot: https://core.telegram.org/bots/api#update */
function isShutOut(member: ChatMemberUpdated['new_chat_member']): boolean {
  if (member.status === 'restricted') return !member.is_member;
  return member.status === 'left' || member.status === 'kicked';
}
