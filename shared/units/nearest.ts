/** The known word that somebody probably meant: edit distance with transpositions (Damerau, restricted), case counting half. */

/** Words longer than this are not compared; bounds the work per candidate. */
const MAX_LENGTH = 60;

/** Steps from a to b: one for an inserted, dropped, replaced or swapped letter, a half for a letter of the other case. */
export function editDistance(a: string, b: string): number {
  let beforeLast: number[] = [];
  let last = Array.from({ length: b.length + 1 }, (_, column) => column);
  for (let row = 1; row <= a.length; row += 1) {
    const current = [row];
    for (let column = 1; column <= b.length; column += 1) {
      const x = a[row - 1] ?? "";
      const y = b[column - 1] ?? "";
      const replace = x === y ? 0 : x.toLowerCase() === y.toLowerCase() ? 0.5 : 1;
      let best = Math.min((last[column] ?? 0) + 1, (current[column - 1] ?? 0) + 1, (last[column - 1] ?? 0) + replace);
      if (row > 1 && column > 1 && x === b[column - 2] && y === a[row - 2]) best = Math.min(best, (beforeLast[column - 2] ?? 0) + 1);
      current.push(best);
    }
    beforeLast = last;
    last = current;
  }
  return last[b.length] ?? 0;
}

/** The candidate fewest steps away, if it is near enough to be a slip: a third of the word's length, at least one step. */
export function nearest(word: string, candidates: Iterable<string>): string | undefined {
  const allowed = Math.max(1, word.length / 3);
  let best: string | undefined;
  let bestDistance = Infinity;
  if (word.length > MAX_LENGTH) return undefined;
  for (const candidate of candidates) {
    if (Math.abs(candidate.length - word.length) > allowed || candidate.length > MAX_LENGTH) continue;
    const distance = editDistance(word, candidate);
    if (distance < bestDistance) [best, bestDistance] = [candidate, distance];
  }
  return bestDistance <= allowed && bestDistance < word.length ? best : undefined;
}
