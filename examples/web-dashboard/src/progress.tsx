import type { Status, Task } from "./studio.js";

/** How the tasks of a project are spread over the statuses, as one bar. */
export function Progress({ tasks, statuses }: { tasks: readonly Task[]; statuses: readonly Status[] }) {
  return (
    <section className="progress" aria-label="Progress">
      <div className="bar">
        {statuses.map(({ id, name, color }) => {
          const count = tasks.filter((task) => task.status.id === id).length;
          return <span key={id} title={`${name}: ${count}`} style={{ flexGrow: count, background: color }} />;
        })}
      </div>
      <p>
        <strong>{tasks.length}</strong> tasks
      </p>
    </section>
  );
}
