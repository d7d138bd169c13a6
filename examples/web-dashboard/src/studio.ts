import { ql, Session } from "@ftrack-kit/browser";

export interface Project {
  readonly id: string;
  readonly full_name: string;
}

export interface Status {
  readonly id: string;
  readonly name: string;
  readonly color: string;
  readonly sort: number;
}

export interface Task {
  readonly id: string;
  readonly name: string;
  readonly end_date: string | null;
  readonly status: { readonly id: string };
  readonly type: { readonly name: string; readonly color: string } | null;
  readonly parent: { readonly name: string } | null;
  readonly assignments: readonly {
    readonly resource: {
      readonly first_name?: string | null | undefined;
      readonly last_name?: string | null | undefined;
    } | null;
  }[];
}

/** One change somebody made, in words. */
export interface Activity {
  readonly id: string;
  readonly who: string;
  readonly what: string;
  readonly at: Date;
}

/** Opens a session with the credentials that the page's own server hands out. */
export async function openStudio(): Promise<Session> {
  const response = await fetch("../connection.json");
  if (!response.ok) throw new Error(`No connection settings (${response.status}).`);
  return Session.open({ ...(await response.json()), autoConnectEventHub: true });
}

export const readProjects = async (session: Session): Promise<readonly Project[]> =>
  session.query("select id, full_name from Project where status is active order by full_name").plain();

/** Every status, in the order of a workflow: what is not started first. */
export async function readStatuses(session: Session): Promise<readonly Status[]> {
  const rows: readonly Status[] = await session
    .query("select id, name, color, sort from Status where is_active is true")
    .plain();
  return [...rows].sort((left, right) => right.sort - left.sort);
}

/** The text of the query types the rows; the project's id is escaped into it. */
const tasksOfProject = `
  select id, name, end_date, status.id, type.name, type.color, parent.name,
    assignments.resource.first_name, assignments.resource.last_name
  from Task where project_id is {projectId} order by parent.name, name`;

export const readTasks = async (session: Session, projectId: string): Promise<readonly Task[]> =>
  session.query(ql.bind(tasksOfProject, { projectId })).plain();
