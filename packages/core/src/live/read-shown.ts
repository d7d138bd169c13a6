import type { PendingEntity } from "./live-host.js";
import { readRow } from "./read-row.js";

/** The scalar at the end of a path as it was before the session changed it; `undefined` when it is not known. */
export function readShown({ shown = [] }: PendingEntity, path: readonly string[]): unknown {
  for (const row of shown) {
    const value = readRow(row, path);
    if (value !== undefined) return value;
  }
  return undefined;
}

/** The plain value at the end of a path as it is now: what was not changed here is fresher in rows. */
export function readNow(entity: PendingEntity, path: readonly string[]): unknown {
  const shown = entity.changed.has(path[0] ?? "") ? undefined : readShown(entity, path);
  return shown === undefined ? entity.read(path) : shown;
}
