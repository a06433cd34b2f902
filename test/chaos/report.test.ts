import { expect, test } from 'vitest';
import { type ChaosReport, faultsOf } from './report.ts';

const none = new Map<string, number>();
const spotless: ChaosReport = {
  seed: 1,
  seconds: 1,
  asked: 1,
  repeated: 0,
  presses: none,
  pressesUnheard: 0,
  unheard: 0,
  accepted: 1,
  answered: 1,
  refused: 0,
  cancelled: 0,
  deleted: 0,
  lost: [],
  described: { asked: 0, accepted: 0, answered: 0, silent: [] },
  links: 1,
  draftsPainted: 1,
  cancelledButShown: [],
  shownAfterDeletion: none,
  unexplainedAfterDeletion: [],
  uninvited: [],
  paidTwice: [],
  answeredTwice: none,
  answeredTwiceOnDiscord: 0,
  unexplainedTwice: [],
  leftBehind: [],
  misplaced: [],
  leaked: [],
  kills: 200,
  restarts: 200,
  killsByStep: none,
  neverMet: [],
  troubles: none,
  endedByItself: [],
  violations: [],
  errors: none,
  paidDollars: 0,
  mostAtOnce: 1,
  mostOfOnePerson: 1,
  stopped: true,
  books: {
    reservedMicros: 0,
    unfinished: [],
    waiting: 0,
    onceMore: [],
    unanswered: [],
    fates: new Map(),
    spentDollars: 0,
  },
};

test('a long run in which nobody is linked, or no draft is painted, has not tried what it should', () => {
  expect(faultsOf(spotless)).toEqual([]);
  expect(faultsOf({ ...spotless, links: 0 })).toEqual(['nobody was ever linked']);
  expect(faultsOf({ ...spotless, draftsPainted: 0 })).toEqual(['no draft was ever painted']);
  expect(faultsOf({ ...spotless, links: 0, draftsPainted: 0, kills: 99 })).toEqual([]);
});
