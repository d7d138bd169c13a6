/** Tasks that are due on one day. */
export interface DueTasks {
  readonly end_date: string | null;
  readonly count_id: number;
}

/** A task that was done, or taken up again. */
export interface DoneChange {
  readonly date: string | null;
  readonly status_id: string | null;
}

export interface Point {
  readonly at: number;
  /** Tasks left when everything due until then is done. */
  readonly planned: number;
  /** Tasks that were left; `undefined` in the future. */
  readonly open: number | undefined;
}

export interface BurnDownData {
  readonly due: readonly DueTasks[];
  readonly changes: readonly DoneChange[];
  /** Statuses that mean done. */
  readonly done: ReadonlySet<string>;
  /** Tasks that are left now. */
  readonly open: number;
}

const day = 86_400_000;
const startOfDay = (at: number) => Math.floor(at / day) * day;

/** What was left on each day, told back from what is left now, beside what the plan leaves. */
export function pointsOf({ due, changes, done, open }: BurnDownData, now: number): readonly Point[] {
  const dueBy = new Map<number, number>();
  for (const { end_date, count_id } of due) count(dueBy, end_date, count_id);
  const doneBy = new Map<number, number>();
  for (const { date, status_id } of changes) count(doneBy, date, done.has(status_id ?? "") ? 1 : -1);
  const today = startOfDay(now);
  const days = [...dueBy.keys(), ...doneBy.keys()].sort((left, right) => left - right);
  const [first, last] = [days[0], days.at(-1)];
  if (first === undefined || last === undefined) return [];
  const sum = (counts: ReadonlyMap<number, number>) =>
    [...counts.values()].reduce((all, one) => all + one, 0);
  let planned = sum(dueBy);
  let left = open + sum(doneBy);
  return Array.from({ length: Math.round((Math.max(last, today) - first) / day) + 1 }, (_, index) => {
    const at = first + index * day;
    planned -= dueBy.get(at) ?? 0;
    left -= doneBy.get(at) ?? 0;
    return { at, planned, open: at <= today ? left : undefined };
  });
}

function count(counts: Map<number, number>, date: string | null, more: number): void {
  const at = startOfDay(Date.parse(date ?? ""));
  if (!Number.isNaN(at)) counts.set(at, (counts.get(at) ?? 0) + more);
}
