import {
  Area,
  CartesianGrid,
  ComposedChart,
  Legend,
  Line,
  ReferenceLine,
  ResponsiveContainer,
  Tooltip,
  XAxis,
  YAxis,
} from "recharts";
import { formatDay } from "../studio.js";

/** Tasks of a status that are due on one day. */
export interface DueTasks {
  readonly end_date: string | null;
  readonly status_id: string;
  readonly count_id: number;
}

const tooltip = { background: "var(--raised)", borderColor: "var(--line)" };

interface Point {
  readonly at: number;
  /** Tasks left when everything due until then is done. */
  readonly planned: number;
  /** Tasks left when only what is done already counts. */
  readonly open: number | undefined;
}

/** What is left to do against what the plan says, by the day tasks are due. */
export function BurnDown({
  days,
  done,
}: {
  readonly days: readonly DueTasks[];
  readonly done: ReadonlySet<string>;
}) {
  const points = pointsOf(days, done, Date.now());
  const now = points.filter(({ open }) => open !== undefined).at(-1);
  const summary = now
    ? `${(now.open ?? 0) - now.planned} of the tasks that were due by ${formatDay(now.at)} are still open.`
    : "Nothing is due yet.";
  return (
    <figure>
      <figcaption>
        <h3>Burn-down</h3>
        <p>{points.length === 0 ? "No task of this project has a due date yet." : summary}</p>
      </figcaption>
      {points.length > 0 && (
        <div className="chart" aria-hidden="true">
          <ResponsiveContainer width="100%" height="100%">
            <ComposedChart data={[...points]} margin={{ right: 16 }} accessibilityLayer={false}>
              <CartesianGrid stroke="var(--line)" vertical={false} />
              <XAxis
                dataKey="at"
                type="number"
                domain={["dataMin", "dataMax"]}
                tickFormatter={formatDay}
                minTickGap={40}
              />
              <YAxis width={40} axisLine={false} tickLine={false} />
              <Tooltip labelFormatter={(at) => formatDay(Number(at))} contentStyle={tooltip} />
              <Legend formatter={(name) => <span className="legend">{name}</span>} />
              <ReferenceLine x={Date.now()} stroke="var(--quiet)" strokeDasharray="4 4" />
              <Line
                name="Planned"
                dataKey="planned"
                stroke="var(--quiet)"
                strokeDasharray="6 4"
                dot={false}
                isAnimationActive={false}
              />
              <Area
                name="Open"
                dataKey="open"
                stroke="var(--accent)"
                fill="var(--accent)"
                fillOpacity={0.15}
                isAnimationActive={false}
              />
            </ComposedChart>
          </ResponsiveContainer>
        </div>
      )}
    </figure>
  );
}

function pointsOf(days: readonly DueTasks[], done: ReadonlySet<string>, now: number): readonly Point[] {
  const byDay = new Map<number, { due: number; done: number }>();
  let total = 0;
  for (const { end_date, status_id, count_id } of days) {
    const at = Date.parse(end_date ?? "");
    if (Number.isNaN(at)) continue;
    const known = byDay.get(at) ?? { due: 0, done: 0 };
    byDay.set(at, { due: known.due + count_id, done: known.done + (done.has(status_id) ? count_id : 0) });
    total += count_id;
  }
  let due = 0;
  let closed = 0;
  return [...byDay]
    .sort(([left], [right]) => left - right)
    .map(([at, tasks]) => {
      due += tasks.due;
      closed += tasks.done;
      return { at, planned: total - due, open: at <= now ? total - closed : undefined };
    });
}
