/** Reads an amount as in `2.50`, in micro-dollars; undefined for what is none, or more than so many dollars. */
export function readDollars(typed: string, mostDollars: number): number | undefined {
  const match = /^\$?\s*(\d{1,6}(?:[.,]\d{1,6})?)$/.exec(typed.trim());
  const dollars = Number(match?.[1]?.replace(',', '.'));
  return dollars <= mostDollars ? Math.round(dollars * 1_000_000) : undefined;
}
