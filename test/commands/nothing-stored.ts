import type { PersonalData, Privacy } from '../../src/core/privacy.ts';

const nothing: PersonalData = {
  people: ['test:ada'],
  requests: 0,
  underWay: 0,
  pictures: 0,
  pictureBytes: 0,
  favourites: 0,
  searches: 0,
  passing: 0,
  hasSettings: false,
  beingErased: 0,
  picturesKeptMs: undefined,
  atMs: 0,
};

/** Nothing is stored about anybody. */
export const nothingStored: Privacy = {
  of: async () => nothing,
  copy: async () => [],
  erase: async () => ({ kind: 'erased', before: nothing }),
};
