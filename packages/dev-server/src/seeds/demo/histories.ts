import type { Row } from "../../store/row.js";
import { userId } from "../basics/users.js";
import { addStatusHistory, type WorkStatus } from "../history.js";
import { artists } from "./plan.js";
import { demoId, type Studio } from "./studio.js";

/** Days before (negative) the seed was planted, when work began and when it came to where it is. */
export interface Worked {
  readonly from: number;
  readonly to: number;
}

/** How a task came to its status, about when it was planned; what is open was touched in the last days. */
export function addTaskHistory(
  studio: Studio,
  task: Row,
  status: WorkStatus,
  plan: { readonly start: number; readonly end: number },
  artist: string,
): Worked {
  const { history } = studio;
  const recent = -0.1 - 4 * history.next();
  const finished = plan.end + 3 * history.next() - 1;
  const to = status === "approved" && finished < -1 ? finished : recent;
  const worked = { from: Math.min(plan.start, to - 2), to };
  addWork(studio, task, status, worked, artist);
  return worked;
}

/** A shot or build goes with its tasks: it begins with the first, and is done with the last. */
export function addUnitHistory(
  studio: Studio,
  unit: Row,
  status: WorkStatus,
  tasks: readonly Worked[],
): void {
  const [first] = tasks;
  if (!first) return;
  const last = Math.max(...tasks.map(({ to }) => to));
  addWork(studio, unit, status, { from: first.from, to: status === "approved" ? last : first.from }, null);
}

function addWork(
  { seed, history }: Studio,
  row: Row,
  status: WorkStatus,
  worked: Worked,
  artist: string | null,
): void {
  const supervisor = history.pick(supervisors);
  const id = (index: number) => demoId("status-change", String(row.id), index);
  addStatusHistory(seed, { row, status, ...worked, artist: artist ?? supervisor, supervisor, id });
}

const supervisors = artists
  .filter(({ group }) => group === "Production")
  .map(({ username }) => userId(username));
