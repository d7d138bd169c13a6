import { lazy, Suspense, useMemo } from "react";
import { ActivityFeed } from "./activity.js";
import { Board } from "./board/board.js";
import { Header } from "./header.js";
import { NoticeProvider } from "./notice.js";
import { Review } from "./review.js";
import { activeProjects, type Status, statusesOf, useQuery } from "./studio.js";
import { Timeline } from "./timeline.js";
import { useConnection } from "./use-connection.js";
import { useRoute, type View } from "./use-route.js";

/** The library behind the charts is loaded when they are looked at. */
const Charts = lazy(async () => ({ default: (await import("./charts/charts.js")).Charts }));

export function App() {
  const route = useRoute();
  const { rows: projects, status, error } = useQuery(activeProjects);
  const project = projects.find(({ id }) => id === route.project) ?? projects[0];
  const statuses = useMemo(() => statusesOf(project), [project]);
  const connection = useConnection();

  return (
    <NoticeProvider>
      <div className="app" data-state={project ? "ready" : status}>
        <Header projects={projects} project={project?.id} view={route.view} connection={connection} />
        {connection === "lost" && (
          <p className="offline" role="status">
            {navigator.onLine ? "The studio cannot be reached." : "You are offline."} What you see may be out
            of date; it catches up by itself.
          </p>
        )}
        <div className="body">
          <main id="main" tabIndex={-1}>
            {status === "failed" && <Problem error={error} />}
            {status === "loading" && <p className="empty">Loading the studio…</p>}
            {project && (
              <ProjectView key={project.id} project={project.id} statuses={statuses} view={route.view} />
            )}
          </main>
          {project && (
            <ActivityFeed
              key={project.id}
              project={project.id}
              statuses={statuses}
              isFollowing={connection !== "connecting"}
            />
          )}
        </div>
      </div>
    </NoticeProvider>
  );
}

interface ProjectViewProps {
  readonly project: string;
  readonly statuses: readonly Status[];
  readonly view: View;
}

function ProjectView({ project, statuses, view }: ProjectViewProps) {
  switch (view) {
    case "timeline":
      return <Timeline project={project} statuses={statuses} />;
    case "charts":
      return (
        <Suspense fallback={<p className="empty">Loading the charts…</p>}>
          <Charts project={project} statuses={statuses} />
        </Suspense>
      );
    case "review":
      return <Review project={project} />;
    default:
      return <Board project={project} statuses={statuses} />;
  }
}

const Problem = ({ error }: { readonly error: unknown }) => (
  <p className="empty" role="alert">
    The studio cannot be reached: {error instanceof Error ? error.message : String(error)}
  </p>
);
