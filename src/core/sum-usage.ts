import type { Usage } from './storage/storage.ts';

/** What people used together. */
export async function sumUsage(
  people: readonly string[],
  usageOf: (personId: string) => Promise<Usage>,
): Promise<Usage> {
  let sum: Usage = { reservedMicros: 0, spentMicros: 0, chargedMicros: 0, pictures: 0 };
  for (const personId of people) {
    const usage = await usageOf(personId);
    sum = {
      reservedMicros: sum.reservedMicros + usage.reservedMicros,
      spentMicros: sum.spentMicros + usage.spentMicros,
      chargedMicros: sum.chargedMicros + usage.chargedMicros,
      pictures: sum.pictures + usage.pictures,
    };
  }
  return sum;
}
