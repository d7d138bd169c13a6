import { ql } from "@ftrack-kit/browser";
import { countsOfProject, doneChanges, openByDay, type Status, useLive, useQuery } from "../studio.js";
import { BurnDown } from "./burn-down.js";
import { StatusChart } from "./status-chart.js";

/** Where a project stands, kept current. */
export function Charts({
  project,
  statuses,
}: {
  readonly project: string;
  readonly statuses: readonly Status[];
}) {
  const counts = useLive(ql.bind(countsOfProject, { project }));
  const days = useLive(ql.bind(openByDay, { project }));
  const doneStatuses = statuses.filter(({ isDone }) => isDone).map(({ id }) => id);
  const changes = useQuery(ql.bind(doneChanges, { project, done: doneStatuses }));
  if ([counts, days, changes].some(({ status }) => status === "loading"))
    return <p className="empty">Counting the tasks…</p>;
  const done = new Set(doneStatuses);
  const bars = statuses.map(({ id, name, color }) => ({
    name,
    color,
    tasks: counts.rows.find(({ status_id }) => status_id === id)?.count_id ?? 0,
  }));
  const tasks = bars.reduce((sum, bar) => sum + bar.tasks, 0);
  const doneTasks = counts.rows.reduce((sum, row) => (done.has(row.status_id) ? sum + row.count_id : sum), 0);

  return (
    <>
      <h2 className="unseen">Charts</h2>
      <div className="charts">
        <dl className="figures">
          <Figure name="Tasks" value={tasks} />
          <Figure name="Done" value={doneTasks} />
          <Figure name="Open" value={tasks - doneTasks} />
          <Figure name="Progress" value={`${tasks === 0 ? 0 : Math.round((doneTasks / tasks) * 100)} %`} />
        </dl>
        <StatusChart bars={bars} />
        <BurnDown due={days.rows} changes={changes.rows} done={done} open={tasks - doneTasks} />
      </div>
    </>
  );
}

const Figure = ({ name, value }: { readonly name: string; readonly value: string | number }) => (
  <div>
    <dt>{name}</dt>
    <dd>{value}</dd>
  </div>
);
