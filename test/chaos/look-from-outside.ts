import { concerns, whyTwice } from './answered-twice.ts';
import type { ChaosWorld } from './chaos-world.ts';
import type { Crowd } from './crowd.ts';
import type { Exchange } from './exchange.ts';
import { judgeDiscord } from './judge-discord.ts';
import { judgeTelegram } from './judge-telegram.ts';
import { type Judged, Paintings } from './judged.ts';
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
  const paintings = new Paintings(runware);
  const judged = [
    ...(await judgeDiscord(world, { crowd, paintings })),
    ...(await judgeTelegram(world, { crowd, paintings })),
  ];
  const exchanges = Object.values(wires)
    .flatMap((wire) => wire.exchanges)
    .toSorted((one, other) => one.atMs - other.atMs);
  const tell = (one: Judged) => describe(one, { exchanges, paintings });
  const accepted = judged.filter(({ isAccepted }) => isAccepted);
  const twice = accepted.filter(({ finals }) => finals > 1);
  const reasons = twice.map((one) => whyTwice(one, { exchanges, paintings }));
  return {
    asked: judged.length,
    unheard: judged.filter(({ isAccepted, isRefused }) => !isAccepted && !isRefused).length,
    refused: judged.filter(({ isRefused }) => isRefused).length,
    accepted: accepted.length,
    answered: accepted.filter(({ finals }) => finals > 0).length,
    lost: accepted.filter(({ finals }) => finals === 0).map(tell),
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

/** A request with everything that was called for it, for people who look for what went wrong. */
function describe(
  { asked, finals }: Judged,
  { exchanges, paintings }: { exchanges: readonly Exchange[]; paintings: Paintings },
): string {
  const calls = exchanges
    .filter((exchange) => concerns(exchange, asked.number, paintings))
    .map(({ atMs, call, life, fate, trouble = '', status = '' }) =>
      `${atMs - asked.atMs} ms, life ${life}: ${call} ${fate} ${status} ${trouble}`.trim(),
    );
  const kind = `${asked.platform}${asked.isPrivate ? ', private' : ''}, ${asked.count} pictures`;
  return [`wish ${asked.number} (${kind}), ${finals} final answers`, ...calls].join('\n      ');
}

function countOf(reasons: readonly string[]): ReadonlyMap<string, number> {
  const counts = new Map<string, number>();
  for (const reason of reasons) counts.set(reason, (counts.get(reason) ?? 0) + 1);
  return counts;
}
