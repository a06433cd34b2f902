import type { Books } from '../chaos/books.ts';

/** What a run of the fuzz suite found. */
export interface FuzzReport {
  readonly seed: number;
  readonly seconds: number;
  readonly actions: number;
  /** By their kind. */
  readonly counts: ReadonlyMap<string, number>;
  /** What the clients themselves did not let people do; not among the actions. */
  readonly impossible: ReadonlyMap<string, number>;
  readonly unanswered: readonly string[];
  /** Rules, budgets, bans, links and the like that are different. */
  readonly gained: readonly string[];
  /** What is different about those who did nothing. */
  readonly touched: readonly string[];
  readonly errors: readonly string[];
  /** Errors in the log about calls that did not succeed. */
  readonly errorsOfCalls: readonly string[];
  /** Calls that took longer than Easel waits for them: the machine was too busy. */
  readonly tooLate: number;
  readonly stderr: string;
  /** All that it logged. */
  readonly log: string;
  readonly endedByItself: boolean;
  readonly stopped: boolean;
  readonly violations: readonly string[];
  readonly books: Books;
  readonly paidDollars: number;
  readonly paidTwice: readonly string[];
  readonly chargedUnpaid: readonly string[];
  /** What the service was asked to do and charged for. */
  readonly generations: number;
}

/** Below what anything costs; sums of dollars are not exact. */
const leastDollars = 0.000_5;

/** The faults of a report, in words; none when everything held. */
export function faultsOf(report: FuzzReport): readonly string[] {
  const { books } = report;
  return [
    ...(isExcused(report) ? [] : [...unexplained(report), ...report.errorsOfCalls]).map(
      (one) => `unanswered: ${one}`,
    ),
    ...report.gained.map((one) => `a right gained: ${one}`),
    ...report.touched.map((one) => `somebody else's: ${one}`),
    ...report.errors.map((one) => `an error in the log: ${one}`),
    ...(report.stderr === '' ? [] : [`said on stderr: ${report.stderr.slice(0, 500)}`]),
    ...(report.endedByItself ? ['it ended by itself'] : []),
    ...(report.stopped ? [] : ['it did not stop with 0 when asked to']),
    ...report.violations
      .filter((one) => report.tooLate === 0 || !isOfLateCall(one))
      .map((one) => `broke a platform's rule: ${one}`),
    ...report.paidTwice.map((one) => `paid twice: ${one}`),
    ...report.chargedUnpaid.map((one) => `charged for what was not paid: ${one}`),
    ...(books.reservedMicros === 0 ? [] : [`${books.reservedMicros} micro-dollars are still reserved`]),
    ...(books.spentDollars >= report.paidDollars - leastDollars
      ? []
      : [`the books know of ${books.spentDollars} of the ${report.paidDollars} dollars that were charged`]),
    ...(books.waiting === 0 ? [] : [`the database counts ${books.waiting} as waiting`]),
    ...books.onceMore.map((one) => `one button began two at once: ${one}`),
    ...books.unfinished.map((one) => `unfinished: ${one}`),
    ...books.unanswered.map((one) => `words owed: ${one}`),
  ];
}

/** An answer that did not arrive is nobody's fault where at least as many calls took too long. */
function isExcused(report: FuzzReport): boolean {
  const { errorsOfCalls, tooLate } = report;
  return unexplained(report).length + errorsOfCalls.length <= 2 * tooLate;
}

/** Those whom Easel did not answer too late either, as far as the platform can tell. */
function unexplained({ unanswered, violations }: FuzzReport): readonly string[] {
  const late = violations.filter((one) => isOfLateCall(one));
  const isAnsweredLate = (deed: string) =>
    (deed.match(/\b\d{17,20}\b/g) ?? []).some((id) => late.some((one) => one.includes(id)));
  return unanswered.filter((deed) => !isAnsweredLate(deed));
}

/**
 * What is left of a call that was given up and carried out all the same, after the one that came later; or a first answer
 * on Discord after its three seconds.
 */
function isOfLateCall(violation: string): boolean {
  return /attachments that no component shows|attachment \S+-draft\.\w+ not found|10015 Unknown Webhook|10062 Unknown interaction/.test(
    violation,
  );
}

/** The report as people read it. */
export function tableOf(report: FuzzReport): string {
  const { books } = report;
  const rows: (readonly [string, string | number])[] = [
    ['seed', report.seed],
    ['seconds', Math.round(report.seconds)],
    ['actions', report.actions],
    ['unanswered', report.unanswered.length],
    ['of these answered too late', report.unanswered.length - unexplained(report).length],
    ['calls that took too long', report.tooLate],
    ['errors about calls', report.errorsOfCalls.length],
    ['rights gained', report.gained.length],
    ["changed of others'", report.touched.length],
    ['errors in the log', report.errors.length],
    ["platforms' rules broken", report.violations.length],
    ['paid calls', report.generations],
    ['paid twice', report.paidTwice.length],
    ['charged for what was not paid', report.chargedUnpaid.length],
    ['charged by the service, dollars', report.paidDollars.toFixed(3)],
    ['spent by the books, dollars', books.spentDollars.toFixed(3)],
    ['reserved at rest, micro-dollars', books.reservedMicros],
    ['unfinished at rest', books.unfinished.length],
    ['words owed at rest', books.unanswered.length],
  ];
  return [
    ...rows.map(([name, value]) => `${name.padEnd(34)} ${value}`),
    '',
    'What was done',
    ...listed(report.counts),
    ...(report.impossible.size > 0 ? ['', 'What no client offered', ...listed(report.impossible)] : []),
    '',
    ...faultsOf(report).map((fault) => `FAULT ${fault}`),
    ...(isExcused(report) ? unexplained(report).map((one) => `EXCUSED unanswered: ${one}`) : []),
  ].join('\n');
}

function listed(counts: ReadonlyMap<string, number>): readonly string[] {
  return [...counts]
    .toSorted(([, one], [, other]) => other - one)
    .map(([name, count]) => `  ${String(count).padStart(5)}  ${name}`);
}
