import type { TelegramMessage } from '@gramio/types';
import { concerns, whyTwice } from './answered-twice.ts';
import { type AskedOnTelegram, markersIn } from './asked.ts';
import { buttonKeysIn } from './button-key.ts';
import { cameAfterCancellation } from './called-off.ts';
import type { ChaosWorld } from './chaos-world.ts';
import type { Crowd } from './crowd.ts';
import type { Exchange } from './exchange.ts';
import { judgeDiscord } from './judge-discord.ts';
import { judgeTelegram } from './judge-telegram.ts';
import { type Evidence, type Judged, Paintings } from './judged.ts';
import { repetitionsOf } from './press.ts';
import { Promises } from './promises.ts';
import type { ChaosReport } from './report.ts';

type OutsideView = Pick<
  ChaosReport,
  | 'asked'
  | 'unheard'
  | 'refused'
  | 'accepted'
  | 'answered'
  | 'lost'
  | 'paidTwice'
  | 'cancelled'
  | 'cancelledButShown'
  | 'deleted'
  | 'presses'
  | 'pressesUnheard'
  | 'repeated'
  | 'shownAfterDeletion'
  | 'unexplainedAfterDeletion'
  | 'uninvited'
  | 'draftsPainted'
  | 'answeredTwice'
  | 'answeredTwiceOnDiscord'
  | 'unexplainedTwice'
  | 'leftBehind'
  | 'misplaced'
  | 'leaked'
  | 'violations'
  | 'paidDollars'
  | 'mostAtOnce'
  | 'mostOfOnePerson'
>;

/** What became of every request, from what people saw and what the service charged: nothing of Easel itself is asked. */
export async function lookFromOutside(world: ChaosWorld, crowd: Crowd): Promise<OutsideView> {
  const { discord, telegram, runware, wires } = world;
  const exchanges = Object.values(wires)
    .flatMap((wire) => wire.exchanges)
    .toSorted((one, other) => one.atMs - other.atMs);
  const paintings = new Paintings(runware);
  const promises = new Promises(exchanges, runware.ledger.entries);
  const evidence = { crowd, paintings, promises };
  const judged = [...(await judgeDiscord(world, evidence)), ...(await judgeTelegram(world, evidence))];
  const tell = (one: Judged) => describe(one, exchanges);
  const accepted = judged.filter(({ isAccepted }) => isAccepted);
  const kept = accepted.filter(({ isDeleted }) => !isDeleted);
  const twice = kept.filter(({ finals }) => finals > 1);
  const reasons = twice.map((one) => whyTwice(one, exchanges));
  const shownAfterAll = accepted.filter(({ isDeleted, shown }) => isDeleted && shown > 0);
  const whyShown = shownAfterAll.map((one) => whyTwice(one, exchanges));
  const isShownAfterCancellation = (one: Judged) => {
    const isOnlyOne = promises.of(one.asked.number).length === 1;
    return (one.isCancelled && one.shown > 0) || cameAfterCancellation(one, { exchanges, isOnlyOne });
  };
  const presses = crowd.presses.made;
  return {
    asked: crowd.asked.length,
    repeated: judged.filter(({ isRepetition }) => isRepetition).length,
    presses: countOf(presses.map(({ action }) => action)),
    pressesUnheard: presses.filter(({ isHeard }) => !isHeard()).length,
    unheard: judged.filter(({ isAccepted, isRefused }) => !isAccepted && !isRefused).length,
    refused: judged.filter(({ isRefused }) => isRefused).length,
    accepted: accepted.length,
    answered: accepted.filter(({ finals, isDeleted }) => finals > 0 || isDeleted).length,
    lost: kept.filter(({ finals }) => finals === 0).map(tell),
    cancelled: accepted.filter(({ isCancelled }) => isCancelled).length,
    cancelledButShown: accepted.filter(isShownAfterCancellation).map(tell),
    deleted: accepted.filter(({ isDeleted }) => isDeleted).length,
    shownAfterDeletion: countOf(whyShown),
    unexplainedAfterDeletion: shownAfterAll
      .filter((_, place) => whyShown[place]?.includes('unexplained'))
      .map(tell),
    uninvited: crowd.asked.flatMap(({ number }) => uninvited(number, evidence)),
    draftsPainted: paintings.drafts.length,
    paidTwice: paintings.paidTwice,
    answeredTwice: countOf(reasons),
    answeredTwiceOnDiscord: twice.filter(({ asked }) => asked.platform === 'discord').length,
    unexplainedTwice: twice.filter((_, place) => reasons[place]?.includes('unexplained')).map(tell),
    leftBehind: judged.filter(({ leftBehind }) => leftBehind > 0).map(tell),
    misplaced: judged.flatMap(({ misplaced }) => misplaced),
    leaked: judged.flatMap(({ leaked }) => leaked),
    violations: [
      ...discord.violations.filter((text) => !isOfChaos(text)),
      ...telegram.violations.map(({ method, description }) => `${method}: ${description}`),
      ...runware.violations,
    ],
    paidDollars: runware.ledger.totalDollars,
    mostAtOnce: runware.running.max,
    mostOfOnePerson: Math.max(0, ...runware.running.maxPerPerson.values()),
  };
}

/** Refusals that a lost answer or a death brings about: asking whether something arrived is not wrong. */
function isOfChaos(violation: string): boolean {
  return /\b(40060|10062|10015|10008)\b/.test(violation);
}

/** More generations, or more paintings, of one request than its person and its buttons asked for. */
function uninvited(
  number: number,
  { crowd, paintings, promises }: Evidence & { readonly crowd: Crowd },
): readonly string[] {
  const most = 1 + repetitionsOf(crowd.presses.made, number);
  const begun = Math.max(
    promises.of(number).length,
    paintings.tasksOf(number),
    paintings.draftsOf(number).length,
  );
  return begun > most ? [`wish ${number} was begun ${begun} times and asked for ${most} times`] : [];
}

/** A request with everything that was called for it, for people who look for what went wrong. */
function describe(judged: Judged, exchanges: readonly Exchange[]): string {
  const { asked, finals, generationId, isCancelled, isDeleted, isRepetition, shown } = judged;
  const calls = exchanges
    .filter((exchange) => concerns(exchange, judged))
    .map(({ atMs, call, life, fate, trouble = '', status = '' }) =>
      `${atMs - asked.atMs} ms, life ${life}: ${call} ${fate} ${status} ${trouble}`.trim(),
    );
  const kinds = [
    asked.platform,
    `${asked.count} pictures`,
    ...(asked.isPrivate ? ['private'] : []),
    ...(isRepetition ? ['by a button'] : []),
    ...(isCancelled ? ['cancelled'] : []),
    ...(isDeleted ? ['deleted'] : []),
  ];
  const title = `wish ${asked.number} ${generationId} (${kinds.join(', ')})`;
  const said = finals === 0 && asked.platform === 'telegram' ? saidAfter(asked) : [];
  return [`${title}, ${finals} final answers, ${shown} with pictures`, ...calls, ...said].join('\n      ');
}

/** The request itself, and all that the bot ever said of it. */
function saidAfter({ chat, message, number, prompt }: AskedOnTelegram): readonly string[] {
  const place = `in ${chat.id}, message ${message.message_id} in reply to ${message.reply_to_message?.message_id}`;
  const later = chat
    .botMessages()
    .filter((one) => chat.versions(one).some((version) => markersIn(wordsOf(version)).includes(number)))
    .map((one) => {
      const versions = chat.versions(one).map((version) => {
        const [key] = buttonKeysIn(JSON.stringify(version.reply_markup ?? {}));
        return `(${key?.generationId.slice(0, 8) ?? 'no buttons'}) ${wordsOf(version).slice(0, 160).replaceAll('\n', ' ')}`;
      });
      return `bot, ${one.message_id} in reply to ${one.reply_to_message?.message_id}: ${versions.join(' -> ')}`;
    });
  return [`${place}: ${prompt}`, `${message.reply_to_message?.text?.slice(0, 200)}`, ...later];
}

function wordsOf({ caption, text = caption ?? '' }: TelegramMessage): string {
  return text;
}

function countOf(reasons: readonly string[]): ReadonlyMap<string, number> {
  const counts = new Map<string, number>();
  for (const reason of reasons) counts.set(reason, (counts.get(reason) ?? 0) + 1);
  return counts;
}
