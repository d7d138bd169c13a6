import { useState } from "react";
import { Board } from "./board.js";
import { Progress } from "./progress.js";
import type { Project, Status, StudioSession } from "./studio.js";
import { useActivity, useStudio, useTasks } from "./use-studio.js";

export function App() {
  const { studio, error } = useStudio();
  if (error)
    return (
      <p className="notice" role="alert">
        {error.message}
      </p>
    );
  if (!studio)
    return (
      <p className="notice" role="status">
        Connecting to the studio…
      </p>
    );
  return <Wall {...studio} />;
}

function Wall({
  session,
  projects,
  statuses,
}: {
  session: StudioSession;
  projects: readonly Project[];
  statuses: readonly Status[];
}) {
  const [projectId, setProjectId] = useState(projects[0]?.id ?? "");
  const { tasks, changed } = useTasks(session, projectId);
  const { activity, online } = useActivity(session);
  const used = statuses.filter(({ id }) => tasks?.some((task) => task.status.id === id));

  return (
    <div className="wall" data-state={tasks ? "ready" : "loading"}>
      <header>
        <h1>Studio wall</h1>
        <nav aria-label="Projects">
          {projects.map(({ id, full_name }) => (
            <button key={id} type="button" aria-pressed={id === projectId} onClick={() => setProjectId(id)}>
              {full_name}
            </button>
          ))}
        </nav>
        <span className="signal" data-online={online}>
          {online ? "live" : "connecting"}
        </span>
      </header>
      {tasks && <Progress tasks={tasks} statuses={used} />}
      {tasks && <Board tasks={tasks} statuses={used} changed={changed} />}
      <footer role="log" aria-label="Activity">
        {activity.length === 0 && <span className="quiet">Changes appear here as they happen.</span>}
        {activity.map(({ id, who, what, at }) => (
          <span key={id}>
            <time>{at.toLocaleTimeString()}</time> {who}: {what}
          </span>
        ))}
      </footer>
    </div>
  );
}
