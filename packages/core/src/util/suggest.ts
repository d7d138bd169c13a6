/** Finds the name a misspelt one was probably meant to be. */
export function suggest(given: string, names: Iterable<string>): string | undefined {
  const wanted = given.toLowerCase();
  let best: string | undefined;
  let bestDistance = Number.POSITIVE_INFINITY;
  for (const name of names) {
    const candidate = name.toLowerCase();
    if (candidate === wanted) return name;
    const farthest = Math.max(2, Math.ceil(Math.max(wanted.length, candidate.length) / 2));
    const distance = editDistance(wanted, candidate, Math.min(farthest, bestDistance));
    if (distance < Math.min(farthest, bestDistance)) {
      best = name;
      bestDistance = distance;
    }
  }
  return best;
}

/** Ends a message with `Did you mean "…"?` where there is something near. */
export function didYouMean(given: string, names: Iterable<string>): string {
  // Plain JavaScript passes anything as a name.
  const name = suggest(String(given), names);
  return name === undefined ? "" : ` Did you mean "${name}"?`;
}

/** Letters added, left out, replaced or swapped with their neighbour; at most `limit`. */
function editDistance(left: string, right: string, limit: number): number {
  if (Math.abs(left.length - right.length) > limit) return limit;
  let beforePrevious: number[] = [];
  let previous = Array.from({ length: right.length + 1 }, (_, index) => index);
  for (let row = 1; row <= left.length; row++) {
    const current = [row];
    for (let column = 1; column <= right.length; column++) {
      const change = left[row - 1] === right[column - 1] ? 0 : 1;
      const swapped = left[row - 1] === right[column - 2] && left[row - 2] === right[column - 1];
      current[column] = Math.min(
        (previous[column] as number) + 1,
        (current[column - 1] as number) + 1,
        (previous[column - 1] as number) + change,
        swapped && row > 1 && column > 1 ? (beforePrevious[column - 2] as number) + 1 : limit,
      );
    }
    beforePrevious = previous;
    previous = current;
  }
  return previous[right.length] as number;
}
