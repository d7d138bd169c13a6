import type { Row } from "../store/row.js";
import type { LoadedState, SavedState, StoredChange } from "./persistence.js";

const rowsPerRecord = 500;

export type StateRecord =
  | { readonly secret: string; readonly keys: SavedState["keys"] }
  | { readonly family: string; readonly rows: readonly Row[] };

export type JournalRecord =
  | { readonly changes: readonly StoredChange[] }
  | { readonly key: readonly [userId: string, key: string] };

/** A state in pieces, so that a large one never becomes one text. */
export function* stateRecords({ rows, keys, secret }: SavedState): Generator<StateRecord> {
  yield { secret, keys };
  for (const [family, all] of Object.entries(rows)) {
    for (let start = 0; start < all.length; start += rowsPerRecord) {
      yield { family, rows: all.slice(start, start + rowsPerRecord) };
    }
  }
}

/** The state these records hold, with what the journal says happened since. */
export function loadState(
  state: readonly StateRecord[],
  journal: readonly JournalRecord[],
): LoadedState | undefined {
  const [head] = state;
  if (!head || !("secret" in head)) return undefined;
  const rows: Record<string, Row[]> = {};
  for (const record of state) {
    if (!("rows" in record)) continue;
    const family = rows[record.family] ?? [];
    rows[record.family] = family;
    family.push(...record.rows);
  }
  return {
    rows,
    secret: head.secret,
    keys: [...head.keys, ...journal.flatMap((record) => ("key" in record ? [record.key] : []))],
    later: journal.flatMap((record) => ("changes" in record ? record.changes : [])),
  };
}
