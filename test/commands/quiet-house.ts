import type { House } from '../../src/core/rules/house.ts';

const nothingWanted = () => Promise.reject(new Error('nobody decides anything in this test'));

/** Nobody has decided anything, and nobody runs the bot. */
export const quietHouse: House = {
  adminIds: [],
  rules: {
    of: async () => ({ bot: {}, place: {} }),
    current: async () => ({ bot: {}, place: {} }),
    changeBot: nothingWanted,
    changePlace: nothingWanted,
  },
  bans: {
    ban: nothingWanted,

    lift: nothingWanted,
    against: async () => undefined,
    list: async () => [],
  },
  auditLog: { list: async () => [] },
  budgets: { of: nothingWanted, set: nothingWanted, grant: nothingWanted },
  announcements: { draft: nothingWanted, send: nothingWanted },
  usageReports: { of: nothingWanted },
  drawing: { toPng: nothingWanted },
  condition: nothingWanted,
};
