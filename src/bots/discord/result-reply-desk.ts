import type { GatewayMessageCreateDispatchData } from 'discord.js';
import type { CommandServices } from '../../commands/command.ts';
import { joinText } from '../../commands/join-text.ts';
import { isResult, paintFromReply } from '../../commands/paint-from-reply.ts';
import type { Reply } from '../../commands/reply.ts';
import type { Wording } from '../../commands/wording.ts';
import type { Painting } from '../../core/gallery.ts';
import type { CommandRates, TooFast } from '../../core/limits/command-rates.ts';
import type { Log } from '../../core/log.ts';
import type { ReferenceSource } from '../../core/reference-source.ts';
import { refuseAttachments, toReferenceSource } from './attachment-hints.ts';
import type { DiscordApi } from './discord-api.ts';
import { MessageAnswer } from './message-answer.ts';
import type { MessagePlace } from './message-place.ts';
import type { ResultReply } from './read-result-reply.ts';
import { readResultReply } from './read-result-reply.ts';
import type { TakenReply } from './reply-invocation.ts';
import { personIdOfReply, replyInvocation } from './reply-invocation.ts';

export interface ResultReplyDeskOptions {
  readonly api: DiscordApi;
  readonly rates: CommandRates;
  readonly services: CommandServices;
  readonly wording: Wording;
  readonly log: Log;
}

/** Takes words that reply to a result, or to a draft: they say what to make of it. Every other message is passed over in silence. */
export class ResultReplyDesk {
  readonly #options: ResultReplyDeskOptions;

  constructor(options: ResultReplyDeskOptions) {
    this.#options = options;
  }

  /** Never rejects: what cannot be answered is for the log. */
  async handle(message: GatewayMessageCreateDispatchData, place: MessagePlace): Promise<void> {
    const { log } = this.#options;
    try {
      const reply = readResultReply(message, place.botUserId);
      if (reply === undefined) return;
      const verdict = await this.#options.rates.take({
        kind: 'command',
        ...whoAndWhere(reply),
        isPrivateChat: reply.guildId === undefined,
        sentAtMs: Date.parse(message.timestamp),
      });
      await (verdict.kind === 'taken' ? this.#take(reply, place) : this.#refuse(reply, place, verdict));
    } catch (error) {
      log.error({ messageId: message.id, error }, 'a reply to a result could not be answered');
    }
  }

  async #take(reply: ResultReply, place: MessagePlace): Promise<void> {
    const { api, log, services } = this.#options;
    const painting = await services.gallery.find(reply.generationId);
    const shown = painting && shownTo(reply, painting);
    if (painting === undefined || shown === undefined) return;
    if (!place.maySend) {
      log.info({ channelId: reply.channelId }, 'a reply to a result stands where the bot may not write');
      return;
    }
    const settings = await services.settings.of(personIdOfReply(reply));
    const answer = new MessageAnswer(api, { ...reply, mayReply: place.mayReply });
    const came = await this.#paint({ answer, painting, place, reply, settings }, shown);
    await show(came, answer);
  }

  /** In words for everybody to see, and so only once in a while. */
  async #refuse(reply: ResultReply, place: MessagePlace, tooFast: TooFast): Promise<void> {
    const { api, rates, services, wording } = this.#options;
    if (!place.maySend || !(await rates.isNews(tooFast, whoAndWhere(reply)))) return;
    const { language = place.locale ?? 'en' } = await services.settings.of(personIdOfReply(reply));
    const count = tooFast.retryAfterSeconds;
    const key = tooFast.limit === 'place' ? 'tooFast.place' : 'tooFast.person';
    const words = [wording.text(key, language, { count }), wording.text('tooFast.silence', language)];
    await new MessageAnswer(api, { ...reply, mayReply: place.mayReply }).say(joinText(words, ' '));
  }

  async #paint(taken: TakenReply, shown: readonly ReferenceSource[]): Promise<Reply> {
    const { log, services, wording } = this.#options;
    const { painting, reply } = taken;
    const invocation = replyInvocation(taken, wording);
    const { language } = invocation;
    const refusal = refuseAttachments(reply.attachments, { language, wording });
    if (refusal !== undefined) return { kind: 'refusal', text: refusal };
    return paintFromReply({
      invocation,
      painting,
      shown,
      words: reply.words,
      services,
      wording,
      reportFault: (report) => log.error({ ...report }, 'a reply to a result ran into a fault'),
    });
  }
}

/** The pictures that somebody replies to, as they are kept; a draft as it is shown. Undefined where there are none to be seen. */
function shownTo({ shown }: ResultReply, { generation, results }: Painting) {
  if (isResult(generation)) return results.map(({ key }) => ({ kind: 'kept', key }) as const);
  return shown.length === 0 ? undefined : shown.map(toReferenceSource);
}

async function show(reply: Reply, answer: MessageAnswer): Promise<void> {
  switch (reply.kind) {
    case 'accepted':
      // The courier gives the answer.
      return;
    case 'answer':
    case 'refusal':
    case 'notice':
      return answer.say(reply.text);
    case 'form':
    case 'files':
    case 'documents':
    case 'removal':
    case 'page':
      throw new TypeError(`expected words or pictures to come, got ${reply.kind}`);
    default:
      return reply satisfies never;
  }
}

function whoAndWhere(reply: ResultReply) {
  return { personId: personIdOfReply(reply), placeId: `discord:${reply.guildId ?? reply.channelId}` };
}
