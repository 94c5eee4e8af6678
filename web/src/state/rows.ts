// Where the rows of a long list stand when each has its own height: only the rows in view exist, the others count
// with their last measured height or with an estimate.

export const ESTIMATED_HEIGHT = 60;

/** Distances of the rows from the top in pixels, and behind them the height of all together. */
export function rowTops(ids: readonly string[], heights: ReadonlyMap<string, number>): number[] {
  const tops = [0];
  for (const id of ids) tops.push((tops.at(-1) ?? 0) + (heights.get(id) ?? ESTIMATED_HEIGHT));
  return tops;
}

/** The number of the row that holds a distance from the top; the last row for anything below it. */
export function rowAt(tops: readonly number[], distance: number): number {
  let [low, high] = [0, Math.max(0, tops.length - 2)];
  while (low < high) {
    const middle = Math.ceil((low + high) / 2);
    if ((tops[middle] ?? 0) <= distance) low = middle;
    else high = middle - 1;
  }
  return low;
}
