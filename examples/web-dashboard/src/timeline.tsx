import { ql } from "@ftrack-kit/browser";
import { useVirtualizer } from "@tanstack/react-virtual";
import { type CSSProperties, useEffect, useRef } from "react";
import { formatDay, type PlannedTask, plannedTasks, type Status, useLive } from "./studio.js";

const day = 86_400_000;
const rowHeight = 34;
/** Pixels of a day. */
const dayWidth = 9;

interface TimelineProps {
  readonly project: string;
  readonly statuses: readonly Status[];
}

/** Tasks from when they start to when they are due, on weeks. */
export function Timeline({ project, statuses }: TimelineProps) {
  const { rows, status } = useLive(ql.bind(plannedTasks, { project }));
  if (status === "loading") return <p className="empty">Loading the plan…</p>;
  if (rows.length === 0) return <p className="empty">No task of this project has dates yet.</p>;
  return <Plan rows={rows} statuses={statuses} />;
}

function Plan({
  rows,
  statuses,
}: {
  readonly rows: readonly PlannedTask[];
  readonly statuses: readonly Status[];
}) {
  const scroller = useRef<HTMLDivElement>(null);
  const { first, weeks } = spanOf(rows);
  const left = (time: number) => ((time - first) / day) * dayWidth;
  const virtual = useVirtualizer({
    count: rows.length,
    getScrollElement: () => scroller.current,
    estimateSize: () => rowHeight,
    overscan: 12,
  });
  // What goes on now comes into view first.
  // biome-ignore lint/correctness/useExhaustiveDependencies: only when it opens, not when rows change.
  useEffect(() => {
    const current = rows.findIndex(({ end_date }) => Date.parse(end_date ?? "") >= Date.now());
    const start = Date.parse(rows[current]?.start_date ?? "");
    if (!Number.isNaN(start)) scroller.current?.scrollTo(left(start) - 7 * dayWidth, current * rowHeight);
  }, []);
  const colors = new Map(statuses.map(({ id, color }) => [id, color]));
  return (
    <>
      <h2 className="unseen">Timeline</h2>
      {/* biome-ignore lint/a11y/noNoninteractiveTabindex: what scrolls has to be reachable by keyboard. */}
      <section className="timeline" ref={scroller} tabIndex={0} aria-label="Planned tasks">
        <div className="weeks" aria-hidden="true" style={{ width: weeks.length * 7 * dayWidth }}>
          {weeks.map((week) => (
            <span key={week} className="week" style={{ left: left(week) }}>
              {formatDay(week)}
            </span>
          ))}
        </div>
        <ul style={{ height: virtual.getTotalSize(), width: weeks.length * 7 * dayWidth }}>
          <li className="today" aria-hidden="true" style={{ left: left(Date.now()) }} />
          {virtual.getVirtualItems().map(({ index, start }) => {
            const task = rows[index];
            return (
              task && (
                <Bar key={task.id} task={task} top={start} left={left} color={colors.get(task.status_id)} />
              )
            );
          })}
        </ul>
      </section>
    </>
  );
}

interface BarProps {
  readonly task: PlannedTask;
  readonly top: number;
  readonly left: (time: number) => number;
  readonly color: string | undefined;
}

function Bar({ task: { name, parent, start_date, end_date }, top, left, color }: BarProps) {
  if (!start_date || !end_date) return null;
  const start = left(Date.parse(start_date));
  const width = Math.max(left(Date.parse(end_date)) - start, dayWidth);
  return (
    <li
      style={
        {
          transform: `translate(${start}px, ${top}px)`,
          "--status": color,
          "--width": `${width}px`,
        } as CSSProperties
      }
    >
      <i aria-hidden="true" />
      <span>
        {parent?.name} · {name}
        <time>
          {formatDay(start_date)} – {formatDay(end_date)}
        </time>
      </span>
    </li>
  );
}

/** Whole weeks around every task, and room for the names of the last. */
function spanOf(rows: readonly PlannedTask[]): { readonly first: number; readonly weeks: readonly number[] } {
  const times = rows.flatMap(({ start_date, end_date }) => [
    Date.parse(start_date ?? ""),
    Date.parse(end_date ?? ""),
  ]);
  const known = times.filter((time) => !Number.isNaN(time));
  const earliest = known.reduce((least, time) => Math.min(least, time));
  const latest = known.reduce((most, time) => Math.max(most, time));
  // Weeks begin on Mondays; 1970 began on a Thursday.
  const first = Math.floor((earliest / day + 3) / 7) * 7 * day - 3 * day;
  const count = Math.ceil((latest - first) / (7 * day)) + 5;
  return { first, weeks: Array.from({ length: count }, (_, index) => first + index * 7 * day) };
}
