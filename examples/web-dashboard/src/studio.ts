import type { Session } from "@ftrack-kit/browser";
import { type RowOf, typedHooks } from "@ftrack-kit/react";
import type { StudioEntityMap } from "./entity-map.js";

/** A session that knows the studio's own entity types; `ftrack-kit generate` wrote them. */
export type StudioSession = Session<StudioEntityMap>;

export const { SessionProvider, useLive, useMutation, useQuery, useSession } = typedHooks<StudioEntityMap>();

// The text of a query types its rows; values are escaped into the {places}.

/** Projects with the statuses their tasks can have: one question, so that the board waits for one answer. */
export const activeProjects = `
  select full_name,
    project_schema.task_workflow_schema.statuses.name, project_schema.task_workflow_schema.statuses.color,
    project_schema.task_workflow_schema.statuses.sort, project_schema.task_workflow_schema.statuses.state.short
  from Project where status is active order by full_name`;

export const countsOfProject =
  "select status_id, count(id) from Task where project_id is {project} group by status_id";

export const tasksOfColumn = `
  select name, status_id, end_date, type.name, type.color, parent.name,
    assignments.resource.first_name, assignments.resource.last_name
  from Task where project_id is {project} and status_id is {status} order by end_date, name limit {limit}`;

export const plannedTasks = `
  select name, start_date, end_date, status_id, parent.name
  from Task where project_id is {project} and start_date is_not none and end_date is_not none
  order by start_date, name limit 1000`;

export const openByDay = `
  select end_date, status_id, count(id) from Task
  where project_id is {project} and end_date is_not none group by end_date, status_id`;

/** Tasks that were done, or taken up again, and when. */
export const doneChanges = `
  select date, status_id from TypedContextStatusChange
  where parent.project_id is {project} and parent_type is Task
    and (status_id in ({done}) or from_status_id in ({done}))`;

export const latestChanges = `
  select date, user.first_name, user.last_name, parent.name, parent.parent.name, status.name
  from TypedContextStatusChange where parent.project_id is {project} order by date desc limit 30`;

export const latestVersions = `
  select version, date, thumbnail_url, asset.name, asset.parent.name, status.name, status.color,
    user.first_name, user.last_name
  from AssetVersion where asset.parent.project_id is {project} order by date desc limit {limit}`;

export const nameOfContext = "select name, parent.name from Context where id is {id}";

type Row<Expression extends string> = RowOf<StudioEntityMap, Expression>;
export type Project = Row<typeof activeProjects>;
export type Task = Row<typeof tasksOfColumn>;
export type PlannedTask = Row<typeof plannedTasks>;
export type Version = Row<typeof latestVersions>;

/** A status as the views use it. */
export interface Status {
  readonly id: string;
  readonly name: string;
  readonly color: string;
  readonly isDone: boolean;
}

const stages = ["NOT_STARTED", "IN_PROGRESS", "BLOCKED", "DONE"];

/** Statuses from what is not started to what is done. */
export function statusesOf(project: Project | undefined): readonly Status[] {
  const statuses = project?.project_schema?.task_workflow_schema?.statuses ?? [];
  const stage = ({ state }: (typeof statuses)[number]) => stages.indexOf(state?.short ?? "");
  return [...statuses]
    .sort((left, right) => stage(left) - stage(right) || (right.sort ?? 0) - (left.sort ?? 0))
    .map(({ id, name, color, state }) => ({ id, name, color, isDone: state?.short === "DONE" }));
}

export const fullName = (person: {
  readonly first_name: string | null | undefined;
  readonly last_name: string | null | undefined;
}): string => [person.first_name, person.last_name].filter(Boolean).join(" ");

/** A shot and what is done for it, or whatever else there is between a name and what it is in. */
export const placeName = (
  context: { readonly name: string; readonly parent?: { readonly name: string } | null } | null | undefined,
): string => [context?.parent?.name, context?.name].filter(Boolean).join(" ");

const dayFormat = new Intl.DateTimeFormat("en-GB", { day: "numeric", month: "short", timeZone: "UTC" });
export const formatDay = (date: string | number): string => dayFormat.format(new Date(date));
