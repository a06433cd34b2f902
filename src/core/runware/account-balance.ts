import { z } from 'zod';

/** Both generations of the answer: a number, and an amount with free credit beside it. */
const account = z.object({
  balance: z.union([
    z.number(),
    z.object({ amount: z.number(), freeBalance: z.number().nullish().catch(undefined) }),
  ]),
});

/** What an `accountManagement` item tells of the balance, in US dollars; undefined when it tells nothing readable. */
export function readBalance(item: unknown): number | undefined {
  const parsed = account.safeParse(item);
  if (!parsed.success) return undefined;
  const { balance } = parsed.data;
  return typeof balance === 'number' ? balance : balance.amount + (balance.freeBalance ?? 0);
}
