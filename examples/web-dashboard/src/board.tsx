import type { Status, Task } from "./studio.js";

const day = new Intl.DateTimeFormat(undefined, { day: "numeric", month: "short" });

interface BoardProps {
  readonly tasks: readonly Task[];
  readonly statuses: readonly Status[];
  /** Ids of what just changed. */
  readonly changed: ReadonlySet<string>;
}

/** One column per status, one card per task. */
export function Board({ tasks, statuses, changed }: BoardProps) {
  return (
    <main className="board">
      {statuses.map((status) => {
        const own = tasks.filter((task) => task.status.id === status.id);
        return (
          <section key={status.id} aria-label={status.name}>
            <h2 style={{ "--status": status.color } as React.CSSProperties}>
              {status.name} <span>{own.length}</span>
            </h2>
            <ul>
              {own.map((task) => (
                <Card key={task.id} task={task} fresh={changed.has(task.id)} />
              ))}
            </ul>
          </section>
        );
      })}
    </main>
  );
}

function Card({ task, fresh }: { task: Task; fresh: boolean }) {
  const people = task.assignments.flatMap(({ resource }) =>
    resource?.first_name ? [`${resource.first_name} ${resource.last_name ?? ""}`] : [],
  );
  return (
    <li
      className={fresh ? "card fresh" : "card"}
      style={{ "--type": task.type?.color } as React.CSSProperties}
    >
      <p className="where">{task.parent?.name}</p>
      <h3>{task.name}</h3>
      <div className="facts">
        <span>{task.type?.name}</span>
        {task.end_date && <time dateTime={task.end_date}>{day.format(new Date(task.end_date))}</time>}
        {people.map((name) => (
          <abbr key={name} title={name}>
            {initials(name)}
          </abbr>
        ))}
      </div>
    </li>
  );
}

const initials = (name: string) =>
  name
    .split(" ")
    .map((part) => part[0] ?? "")
    .join("");
