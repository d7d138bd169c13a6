import { typeKey } from "../codec/wire-entity.js";
import type { ActionJob } from "../events/action-job.js";
import type { ActionContext } from "../events/action-run.js";
import { createComponent } from "../locations/create-component.js";
import { createOperation } from "../locations/identifier-registry.js";
import type { LocationServices } from "../locations/location-services.js";
import { ql } from "../query/ql.js";
import { createId } from "../util/ids.js";

/**
 * Makes a `Job` that the user who launched sees running.
 *
 * Jobs are written in requests of their own: nothing else that is pending in the session is committed.
 */
export async function createServerJob(
  services: LocationServices,
  description: string,
  user: ActionContext["user"],
): Promise<ActionJob> {
  const { host } = services;
  const id = createId();
  const user_id = await findUserId(services, user);
  const data = JSON.stringify({ description });
  await host.call([createOperation("Job", { id, user_id, status: "running", data })]);
  let shown = description;
  return {
    async update({ status, description: next = shown, trace }) {
      shown = next;
      const entity_data = {
        [typeKey]: "Job",
        data: JSON.stringify({ description: next }),
        ...(status === undefined ? {} : { status }),
      };
      await host.call([{ action: "update", entity_type: "Job", entity_key: [id], entity_data }]);
      if (trace !== undefined) await attach(services, id, trace);
    },
  };
}

/** Events of the web client name the user by id and name, those of other clients often by name alone. */
async function findUserId({ host }: LocationServices, user: ActionContext["user"]): Promise<unknown> {
  if (user.id !== undefined) return user.id;
  const { text } = ql`select id from User where username is ${user.username ?? host.apiUser}`;
  const [found] = await host.query(text);
  return found?.id ?? null;
}

/** A text file beside the job, where the web client offers it for download. */
async function attach(services: LocationServices, jobId: string, text: string): Promise<void> {
  const data = { name: "traceback", file_type: ".txt" };
  const bytes = new TextEncoder().encode(text);
  const { id } = await createComponent(services, bytes, data, { location: "ftrack.server" });
  const entity_data = { [typeKey]: "JobComponent", job_id: jobId, component_id: id };
  await services.host.call([
    { action: "create", entity_type: "JobComponent", entity_key: [id, jobId], entity_data },
  ]);
}
