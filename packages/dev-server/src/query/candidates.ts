import type { Row } from "../store/row.js";

/** Rows among which the answer is. */
export interface Candidates {
  readonly rows: readonly Row[];
  /** Whether they are in primary key order, each once. */
  readonly ordered: boolean;
}

type Find = (limit: number) => Candidates | undefined;

/** The smallest of several sets that each hold the whole answer. */
export function narrowest(finds: readonly Find[], limit: number): Candidates | undefined {
  let best: Candidates | undefined;
  for (const find of finds) {
    const found = find(best ? best.rows.length : limit);
    if (found && (!best || found.rows.length < best.rows.length)) best = found;
    if (best?.rows.length === 0) break;
  }
  return best;
}

/** All of several sets, of which each holds a part of the answer. */
export function union(finds: readonly Find[], limit: number): Candidates | undefined {
  const rows = new Set<Row>();
  for (const find of finds) {
    const found = find(limit - rows.size);
    if (!found) return undefined;
    for (const row of found.rows) rows.add(row);
  }
  return { rows: [...rows], ordered: false };
}
