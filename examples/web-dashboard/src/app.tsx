import { ql } from "@ftrack-kit/browser";
import { lazy, Suspense } from "react";
import { ActivityFeed } from "./activity.js";
import { Board } from "./board/board.js";
import { Header } from "./header.js";
import { NoticeProvider } from "./notice.js";
import { Review } from "./review.js";
import { activeProjects, statusesOf, useQuery, workflowOfProject } from "./studio.js";
import { Timeline } from "./timeline.js";
import { useConnection } from "./use-connection.js";
import { useRoute } from "./use-route.js";

/** The library behind the charts is loaded when they are looked at. */
const Charts = lazy(async () => ({ default: (await import("./charts/charts.js")).Charts }));

export function App() {
  const route = useRoute();
  const { rows: projects, status, error } = useQuery(activeProjects);
  const project = projects.find(({ id }) => id === route.project) ?? projects[0];
  const connection = useConnection();

  return (
    <NoticeProvider>
      <div className="app" data-state={project ? "ready" : status}>
        <Header projects={projects} project={project?.id} view={route.view} connection={connection} />
        {connection === "lost" && (
          <p className="offline" role="status">
            You are offline. What you see may be out of date; it catches up by itself.
          </p>
        )}
        <div className="body">
          <main id="main" tabIndex={-1}>
            {status === "failed" && <Problem error={error} />}
            {status === "loading" && <p className="empty">Loading the studio…</p>}
            {project && <ProjectView key={project.id} project={project.id} view={route.view} />}
          </main>
          {project && <ActivityFeed key={project.id} project={project.id} />}
        </div>
      </div>
    </NoticeProvider>
  );
}

function ProjectView({ project, view }: { readonly project: string; readonly view: string }) {
  const { rows, status, error } = useQuery(ql.bind(workflowOfProject, { project }));
  if (status === "failed") return <Problem error={error} />;
  const statuses = statusesOf(rows[0]);
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
