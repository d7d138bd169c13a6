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
import { type BurnDownData, type Point, pointsOf } from "./burn-down-points.js";

const tooltip = { background: "var(--raised)", borderColor: "var(--line)" };

/** What was left to do from day to day, against what the plan says. */
export function BurnDown(data: BurnDownData) {
  const points = pointsOf(data, Date.now());
  const now = points.filter(({ open }) => open !== undefined).at(-1);
  return (
    <figure>
      <figcaption>
        <h3>Burn-down</h3>
        <p>{now ? wordsFor(now) : "No task of this project has a due date yet."}</p>
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

function wordsFor({ open = 0, planned }: Point): string {
  const late = open - planned;
  if (late === 0) return `${open} tasks are open, as planned.`;
  return `${open} tasks are open, ${Math.abs(late)} ${late > 0 ? "more" : "fewer"} than planned.`;
}
