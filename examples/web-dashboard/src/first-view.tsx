import { ql } from "@ftrack-kit/browser";
import { dehydrate, type InitialResults } from "@ftrack-kit/react/server";
import { renderToString } from "react-dom/server";
import { App } from "./app.js";
import {
  activeProjects,
  countsOfProject,
  SessionProvider,
  type StudioSession,
  statusesOf,
  tasksOfColumn,
} from "./studio.js";

/** The first view as a server renders it, and the rows that travel with it; see `dehydrate` for what does not. */
export async function renderFirstView(
  session: StudioSession,
): Promise<{ readonly html: string; readonly initial: InitialResults }> {
  const [project] = await session.query(activeProjects).plain().all();
  const place = { project: project?.id ?? "" };
  const initial = await dehydrate(session, [
    activeProjects,
    ql.bind(countsOfProject, place),
    ...statusesOf(project).map(({ id }) => ql.bind(tasksOfColumn, { ...place, status: id, limit: 50 })),
  ]);
  const html = renderToString(
    <SessionProvider session={session} initial={initial}>
      <App />
    </SessionProvider>,
  );
  return { html, initial };
}
