import type { Change, Row } from "../store/row.js";
import type { StoreSnapshot } from "../store/store.js";

/** Everything that outlives the process, apart from the bytes of files. */
export interface SavedState {
  readonly rows: StoreSnapshot;
  readonly keys: readonly (readonly [userId: string, key: string])[];
  /** Signs addresses of files. */
  readonly secret: string;
}

/** A row as it was left by a transaction; `null` when it was removed. */
export type StoredChange = readonly [family: string, key: string, row: Row | null];

/** A saved state, and what was committed since, in order. */
export interface LoadedState extends SavedState {
  readonly later: readonly StoredChange[];
}

/** Keeps the state of a server. What a call writes survives the process once the call returns. */
export interface Persistence {
  /** What was kept; `undefined` for a new folder. */
  readonly saved: LoadedState | undefined;
  /** Whether so much was appended that it is time to {@link Persistence.replace}. */
  readonly isLarge: boolean;
  /** Writes one transaction down. */
  append(changes: readonly Change[]): void;
  appendKey(userId: string, key: string): void;
  /** Replaces all that is kept. */
  replace(state: SavedState): void;
  /** Writes everything out; safe to call twice. */
  close(): Promise<void>;
}
