/**
 * Finds the known name that was most likely meant by a misspelt one: the closest within two slips (a letter missing,
 * extra, wrong or swapped with its neighbour), and one that at least half of the letters agree with.
 */
export function nearestName(typed: string, known: readonly string[]): string | undefined {
  const wanted = typed.toLowerCase();
  let nearest: { name: string; slips: number } | undefined;
  for (const name of known) {
    const slips = wanted.length > 64 ? Number.POSITIVE_INFINITY : countSlips(wanted, name.toLowerCase());
    const isClose = slips <= 2 && slips * 2 <= Math.min(wanted.length, name.length);
    if (isClose && (nearest === undefined || slips < nearest.slips)) nearest = { name, slips };
  }
  return nearest?.name;
}

/** The optimal string alignment distance, https://en.wikipedia.org/wiki/Damerau–Levenshtein_distance */
function countSlips(left: string, right: string): number {
  let beforeLast: number[] = [];
  let last = Array.from({ length: right.length + 1 }, (_, column) => column);
  for (let row = 1; row <= left.length; row += 1) {
    const current = [row];
    for (let column = 1; column <= right.length; column += 1) {
      const isSame = left[row - 1] === right[column - 1];
      const isSwapped = left[row - 1] === right[column - 2] && left[row - 2] === right[column - 1];
      const options = [
        at(last, column) + 1,
        at(current, column - 1) + 1,
        at(last, column - 1) + (isSame ? 0 : 1),
        isSwapped && row > 1 && column > 1 ? at(beforeLast, column - 2) + 1 : Number.POSITIVE_INFINITY,
      ];
      current.push(Math.min(...options));
    }
    beforeLast = last;
    last = current;
  }
  return at(last, right.length);
}

function at(row: readonly number[], column: number): number {
  return row[column] ?? Number.POSITIVE_INFINITY;
}
