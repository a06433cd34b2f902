import type { ChatMemberUpdated, Message } from 'grammy/types';
import type { GenerationService } from '../../core/generation-service.ts';
import type { Log } from '../../core/log.ts';
import { goesToChat, movedAddress, parseTelegramAddress } from './telegram-address.ts';

export interface PlaceChangesOptions {
  readonly generations: Pick<GenerationService, 'abandonAt' | 'readdress'>;
  readonly log: Log;
}

/** Keeps what waits in step with what becomes of its chats. */
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
    const losing = this.#lose(chatId)
      .catch((error: unknown) =>
        this.#options.log.error({ error }, 'what waits for a lost chat could not be ended'),
      )
      .finally(() => this.#underWay.delete(losing));
    this.#underWay.add(losing);
  }

  /** Follows a group that becomes a supergroup, which has an id of its own. */
  async takeMove({ chat, migrate_to_chat_id: movedTo }: Message): Promise<void> {
    if (movedTo === undefined) return;
    await this.#options.generations.readdress((address) =>
      goesToChat(address, chat.id) ? movedAddress(parseTelegramAddress(address), movedTo) : undefined,
    );
  }

  /** Resolves when what was noted is stored. */
  async settled(): Promise<void> {
    await Promise.all(this.#underWay);
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
