import { LocationError } from "../errors/location-error.js";
import { idOf } from "./id-of.js";
import { JobHandle } from "./job-handle.js";
import type { CallOptions, EntityReference, LocationHost } from "./location-host.js";

export type WidgetName = "info" | "tasks" | "tasks_browser" | (string & {});

export interface WidgetOptions extends CallOptions {
  /** What the widget is about. */
  readonly entity?: { readonly $type: string; readonly id: string } | undefined;
  readonly theme?: "light" | "dark" | undefined;
}

/** Address of a page of the server to show in a frame; good for about 6 minutes. Treat it as a secret. */
export async function getWidgetUrl(
  host: LocationHost,
  name: WidgetName,
  options: WidgetOptions = {},
): Promise<string> {
  const { entity, theme, ...call } = options;
  const about = entity && { entity_type: entity.$type, entity_key: [entity.id] };
  const operation = { action: "get_widget_url", name, theme: theme ?? null, ...about };
  const [answer] = await host.call([operation], { kind: "read", ...call });
  const url = (answer as { readonly widget_url?: unknown } | undefined)?.widget_url;
  if (typeof url === "string") return url;
  throw new LocationError("location_unsupported", {
    message: `The server gave no address for the widget "${name}".`,
  });
}

/** Invites users by mail, all in one request. */
export async function sendUserInvites(
  host: LocationHost,
  users: readonly EntityReference[],
  options?: CallOptions,
): Promise<void> {
  const operations = users.map((user) => ({ action: "send_user_invite", user_id: idOf(user) }));
  if (operations.length > 0) await host.call(operations, options);
}

/** Invites reviewers by mail, all in one request. Invitees have to be committed. */
export async function sendReviewSessionInvites(
  host: LocationHost,
  invitees: readonly EntityReference[],
  options?: CallOptions,
): Promise<void> {
  const operations = invitees.map((invitee) => ({
    action: "send_review_session_invite",
    review_session_invitee_id: idOf(invitee),
  }));
  if (operations.length > 0) await host.call(operations, options);
}

/** Has the server make something anew, such as `"api_key"` of a user; gives what it made. */
export async function resetRemote(
  host: LocationHost,
  resetType: string,
  entity?: { readonly $type: string; readonly id: string } | undefined,
  options?: CallOptions,
): Promise<Readonly<Record<string, unknown>>> {
  const about = entity && { entity_type: entity.$type, entity_key: entity.id };
  const [answer] = await host.call([{ action: "reset_remote", reset_type: resetType, ...about }], options);
  return (answer as { readonly data?: Readonly<Record<string, unknown>> }).data ?? {};
}

/** Starts a job of the server, such as `"SYNC_USERS_LDAP"`. */
export async function startDelayedJob(
  host: LocationHost,
  jobType: string,
  data?: unknown,
  options?: CallOptions,
): Promise<JobHandle> {
  const operation = { action: "delayed_job", job_type: jobType, ...(data === undefined ? {} : { data }) };
  const [answer] = await host.call([operation], options);
  const job = (answer as { readonly data?: { readonly id?: unknown } } | undefined)?.data;
  if (typeof job?.id === "string") return new JobHandle(host, job.id, (found) => found);
  throw new LocationError("location_unsupported", {
    message: `The server started no job of type "${jobType}".`,
  });
}
