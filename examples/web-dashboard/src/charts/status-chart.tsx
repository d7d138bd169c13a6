import { Bar, BarChart, Cell, LabelList, ResponsiveContainer, XAxis, YAxis } from "recharts";

export interface StatusBar {
  readonly name: string;
  readonly color: string;
  readonly tasks: number;
}

/** How the tasks are spread over the statuses. */
export function StatusChart({ bars }: { readonly bars: readonly StatusBar[] }) {
  return (
    <figure>
      <figcaption>
        <h3>Tasks by status</h3>
      </figcaption>
      <div className="chart" aria-hidden="true">
        <ResponsiveContainer width="100%" height="100%">
          <BarChart
            data={[...bars]}
            layout="vertical"
            margin={{ left: 8, right: 40 }}
            accessibilityLayer={false}
          >
            <XAxis type="number" hide />
            <YAxis type="category" dataKey="name" width={110} axisLine={false} tickLine={false} />
            <Bar dataKey="tasks" radius={4} isAnimationActive={false}>
              {bars.map(({ name, color }) => (
                <Cell key={name} fill={color} stroke="var(--line)" />
              ))}
              <LabelList dataKey="tasks" position="right" />
            </Bar>
          </BarChart>
        </ResponsiveContainer>
      </div>
      <table className="unseen">
        <caption>Tasks by status</caption>
        <thead>
          <tr>
            <th scope="col">Status</th>
            <th scope="col">Tasks</th>
          </tr>
        </thead>
        <tbody>
          {bars.map(({ name, tasks }) => (
            <tr key={name}>
              <th scope="row">{name}</th>
              <td>{tasks}</td>
            </tr>
          ))}
        </tbody>
      </table>
    </figure>
  );
}
