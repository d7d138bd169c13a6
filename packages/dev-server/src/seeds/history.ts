import { type StatusName, statusId } from "./basics/statuses.js";
import type { SeedWriter } from "./seed-writer.js";

/** How work comes to a status. */
const ways = {
  notStarted: [],
  inProgress: ["notStarted"],
  pendingReview: ["notStarted", "inProgress"],
  approved: ["notStarted", "inProgress", "pendingReview"],
  revise: ["notStarted", "inProgress", "pendingReview"],
  onHold: ["notStarted", "inProgress"],
} as const satisfies Partial<Record<StatusName, readonly StatusName[]>>;

export type WorkStatus = keyof typeof ways;

/** Statuses that those who look at the work give it. */
const verdicts: ReadonlySet<StatusName> = new Set(["approved", "revise", "onHold"]);

export interface StatusHistory {
  /** What is worked on. */
  readonly row: Readonly<Record<string, unknown>>;
  readonly status: WorkStatus;
  /** Days before (negative) the seed was planted, of the first change and of the last. */
  readonly from: number;
  readonly to: number;
  /** Ids of who does the work, and of who says what becomes of it. */
  readonly artist: unknown;
  readonly supervisor: unknown;
  /** Id of a change. */
  readonly id: (index: number) => string;
  /** Changes to tell of, from the latest back; all of them by default. */
  readonly last?: number | undefined;
}

/** The changes that led to the status of a task, shot or build, evenly spread, as the server records them. */
export function addStatusHistory(seed: SeedWriter, history: StatusHistory): void {
  const { row, status, from, to, artist, supervisor, id, last } = history;
  const path: readonly StatusName[] = [...ways[status], status];
  const changes = path.length - 1;
  for (let index = Math.max(0, changes - (last ?? changes)); index < changes; index++) {
    const [before, after] = [path[index] as StatusName, path[index + 1] as StatusName];
    const part = changes === 1 ? 1 : index / (changes - 1);
    seed.add("TypedContextStatusChange", {
      id: id(index),
      date: seed.day(from + (to - from) * part),
      parent_id: row.id,
      parent_type: row.__entity_type__,
      from_status_id: statusId(before),
      status_id: statusId(after),
      user_id: verdicts.has(after) ? supervisor : artist,
    });
  }
}
