import type { Books } from './books.ts';
import type { DescribedReport } from './describers.ts';

/** What a run of the chaos suite found. */
export interface ChaosReport {
  readonly seed: number;
  readonly seconds: number;
  /** In words: by a command, a form or a reply. */
  readonly asked: number;
  /** Generations that `Again` and its like made of those. */
  readonly repeated: number;
  /** What was pressed, and how often. */
  readonly presses: ReadonlyMap<string, number>;
  readonly pressesUnheard: number;
  /** Never seen or never confirmed: the process was not there to hear it. */
  readonly unheard: number;
  readonly accepted: number;
  readonly answered: number;
  readonly refused: number;
  readonly cancelled: number;
  readonly deleted: number;
  readonly lost: readonly string[];
  readonly described: DescribedReport;
  /** How often two accounts became one. */
  readonly links: number;
  /** By the service's account. */
  readonly draftsPainted: number;
  /** Called off, and its pictures came all the same. */
  readonly cancelledButShown: readonly string[];
  /** Why pictures are still there that their person deleted. */
  readonly shownAfterDeletion: ReadonlyMap<string, number>;
  readonly unexplainedAfterDeletion: readonly string[];
  /** Begun more often than anybody asked. */
  readonly uninvited: readonly string[];
  readonly paidTwice: readonly string[];
  readonly answeredTwice: ReadonlyMap<string, number>;
  readonly answeredTwiceOnDiscord: number;
  readonly unexplainedTwice: readonly string[];
  readonly leftBehind: readonly string[];
  readonly misplaced: readonly string[];
  readonly leaked: readonly string[];
  readonly kills: number;
  readonly restarts: number;
  readonly killsByStep: ReadonlyMap<string, number>;
  readonly neverMet: readonly string[];
  readonly troubles: ReadonlyMap<string, number>;
  readonly endedByItself: readonly string[];
  readonly violations: readonly string[];
  readonly errors: ReadonlyMap<string, number>;
  readonly paidDollars: number;
  readonly mostAtOnce: number;
  readonly mostOfOnePerson: number;
  readonly stopped: boolean;
  readonly books: Books;
}

/** Below what any picture costs; sums of dollars are not exact. */
const leastDollars = 0.000_5;
/** In so long a run two people who keep trying come to be linked. */
const killsWithLinks = 100;
/** And every request passes these steps, so that it dies at each of them; some have a draft. */
const killsEverywhere = 200;
const essential = ['accepted', 'running', 'sent', 'made', 'delivered'].flatMap((state) => [
  `before commit: ${state}`,
  `after commit: ${state}`,
]);

/** The faults of a report, in words; none when everything held. */
export function faultsOf(report: ChaosReport): readonly string[] {
  const { books } = report;
  return [
    ...report.lost.map((one) => `lost: ${one}\n      ${fateOf(one, books)}`),
    ...report.described.silent.map((one) => `lost: ${one}`),
    ...report.paidTwice.map((one) => `paid twice: ${one}`),
    ...report.uninvited.map((one) => `uninvited: ${one}`),
    ...report.cancelledButShown.map((one) => `cancelled, but its pictures came: ${one}`),
    ...report.unexplainedAfterDeletion.map((one) => `deleted, but still shown: ${one}`),
    ...books.onceMore.map((one) => `one button began two at once: ${one}`),
    ...report.misplaced.map((one) => `wrong place: ${one}`),
    ...report.leaked.map((one) => `private made public: ${one}`),
    ...report.unexplainedTwice.map((one) => `answered twice: ${one}`),
    ...(report.answeredTwiceOnDiscord > 0
      ? [`${report.answeredTwiceOnDiscord} answered twice on Discord`]
      : []),
    ...(books.reservedMicros === 0 ? [] : [`${books.reservedMicros} micro-dollars are still reserved`]),
    // They may hold more: what cannot be found out counts as paid, so that budgets end early rather than late.
    ...(books.spentDollars >= report.paidDollars - leastDollars
      ? []
      : [`the books know of ${books.spentDollars} of the ${report.paidDollars} dollars that were charged`]),
    ...(books.waiting === 0 ? [] : [`the database counts ${books.waiting} as waiting`]),
    ...books.unfinished.map((one) => `unfinished: ${one}`),
    ...books.unanswered.map((one) => `unanswered: ${one}`),
    ...report.endedByItself.map((one) => `ended by itself: ${one}`),
    ...report.violations.map((one) => `broke a platform's rule: ${one}`),
    ...(report.links > 0 || report.kills < killsWithLinks ? [] : ['nobody was ever linked']),
    ...(report.draftsPainted > 0 || report.kills < killsEverywhere ? [] : ['no draft was ever painted']),
    ...(report.kills < killsEverywhere
      ? []
      : report.neverMet.filter((step) => essential.includes(step)).map((step) => `it never died ${step}`)),
    ...(report.stopped ? [] : ['it did not stop with 0 when asked to']),
    ...(report.mostOfOnePerson > 2 ? [`${report.mostOfOnePerson} of one person ran at once`] : []),
    ...(report.mostAtOnce > 4 ? [`${report.mostAtOnce} ran at once`] : []),
  ];
}

/** What the database says of the generation that a text names. */
function fateOf(text: string, { fates }: Books): string {
  const [id = ''] = /[\da-f]{8}-[\da-f]{4}-[\da-f]{4}-[\da-f]{4}-[\da-f]{12}/.exec(text) ?? [];
  return `by the books: ${fates.get(id) ?? 'unknown'}`;
}

/** The report as people read it. */
export function tableOf(report: ChaosReport): string {
  const { books } = report;
  const rows: (readonly [string, string | number])[] = [
    ['seed', report.seed],
    ['seconds', Math.round(report.seconds)],
    ['kills', report.kills],
    ['restarts', report.restarts],
    ['troubles on the wire', sum(report.troubles)],
    ['asked', report.asked],
    ['unheard (it was down)', report.unheard],
    ['buttons pressed', sum(report.presses)],
    ['pressed unheard (it was down)', report.pressesUnheard],
    ['asked once more by buttons', report.repeated],
    ['refused in words', report.refused],
    ['accepted', report.accepted],
    ['answered', report.answered],
    ['cancelled, in words', report.cancelled],
    ['deleted', report.deleted],
    ['pictures described, of those accepted', `${report.described.answered} of ${report.described.accepted}`],
    ['accounts linked', report.links],
    ['drafts painted', report.draftsPainted],
    ['lost', report.lost.length + report.described.silent.length],
    ['paid twice', report.paidTwice.length],
    ['answered twice on Discord', report.answeredTwiceOnDiscord],
    ['answered twice on Telegram', sum(report.answeredTwice) - report.answeredTwiceOnDiscord],
    ['begun uninvited, or twice at once', report.uninvited.length + books.onceMore.length],
    ['cancelled, but its pictures came', report.cancelledButShown.length],
    ['deleted, but still shown on Telegram', sum(report.shownAfterDeletion)],
    ['wrong place', report.misplaced.length],
    ['private made public', report.leaked.length],
    ['status left behind on Telegram', report.leftBehind.length],
    ['reserved at rest, micro-dollars', books.reservedMicros],
    ['unfinished at rest', books.unfinished.length],
    ['unanswered at rest', books.unanswered.length],
    ['charged by the service, dollars', report.paidDollars.toFixed(3)],
    ['spent by the books, dollars', books.spentDollars.toFixed(3)],
    ['most at once, of one person', `${report.mostAtOnce}, ${report.mostOfOnePerson}`],
  ];
  const lists: (readonly [string, ReadonlyMap<string, number>])[] = [
    ['Answered twice, and why', report.answeredTwice],
    ['Deleted but still shown, and why', report.shownAfterDeletion],
    ['Buttons pressed', report.presses],
    ['Where the process died', report.killsByStep],
    ['Troubles on the wire', report.troubles],
    ['Errors in the log', report.errors],
  ];
  return [
    ...rows.map(([name, value]) => `${name.padEnd(34)} ${value}`),
    ...lists
      .filter(([, counts]) => counts.size > 0)
      .flatMap(([title, counts]) => ['', title, ...listed(counts)]),
    ...(report.neverMet.length > 0
      ? ['', 'Steps that never came up', `  ${report.neverMet.join(', ')}`]
      : []),
    '',
    ...faultsOf(report).map((fault) => `FAULT ${fault}`),
  ].join('\n');
}

function listed(counts: ReadonlyMap<string, number>): readonly string[] {
  return [...counts]
    .toSorted(([, one], [, other]) => other - one)
    .map(([name, count]) => `  ${String(count).padStart(4)}  ${name}`);
}

function sum(counts: ReadonlyMap<string, number>): number {
  return [...counts.values()].reduce((total, count) => total + count, 0);
}
