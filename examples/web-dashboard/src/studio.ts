import { type LiveQuery, type PlainRowOf, type QueryRow, ql, Session } from "@ftrack-kit/browser";
import type { StudioEntityMap } from "./entity-map.js";

/** A session that knows the studio's own entity types; `ftrack-kit generate` wrote them. */
export type StudioSession = Session<StudioEntityMap>;

type Plain<Query extends string> = PlainRowOf<QueryRow<StudioEntityMap, Query>>;

const activeProjects = "select id, full_name from Project where status is active order by full_name";
const activeStatuses = "select id, name, color, sort from Status where is_active is true";
/** The text of the query types the rows; the project's id is escaped into it. */
const tasksOfProject = `
  select id, name, end_date, status.id, type.name, type.color, parent.name,
    assignments.resource.first_name, assignments.resource.last_name
  from Task where project_id is {projectId} order by parent.name, name`;

export type Project = Plain<typeof activeProjects>;
export type Status = Plain<typeof activeStatuses>;
export type Task = Plain<typeof tasksOfProject>;

/** One change somebody made, in words. */
export interface Activity {
  readonly id: string;
  readonly who: string;
  readonly what: string;
  readonly at: Date;
}

/** Opens a session with the credentials that the page's own server hands out. */
export async function openStudio(): Promise<StudioSession> {
  const response = await fetch("../connection.json");
  if (!response.ok) throw new Error(`No connection settings (${response.status}).`);
  return Session.open<StudioEntityMap>({ ...(await response.json()), autoConnectEventHub: true });
}

export const readProjects = async (session: StudioSession): Promise<readonly Project[]> =>
  session.query(activeProjects).plain();

/** Every status, in the order of a workflow: what is not started first. */
export async function readStatuses(session: StudioSession): Promise<readonly Status[]> {
  const rows = await session.query(activeStatuses).plain();
  return rows.sort((left, right) => (right.sort ?? 0) - (left.sort ?? 0));
}

/** The tasks of a project, kept current; close it when they are no longer shown. */
export const followTasks = (session: StudioSession, projectId: string): LiveQuery<Task> =>
  session.live(ql.bind(tasksOfProject, { projectId }));
