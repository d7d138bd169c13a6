import { EntityError } from "../errors/entity-error.js";
import type { EntityType } from "../schema/entity-type.js";

/**
 * Refuses what servers keep to themselves.
 *
 * Jobs of every other type belong to services of the server, which would take them for their own.
 *
 * @throws {@link EntityError} `entity_invalid_value`.
 */
export function checkNew(type: EntityType, data: Readonly<Record<string, unknown>>): void {
  if (type.name !== "Job") return;
  const given = data.type ?? "api_job";
  if (given === "api_job") return;
  throw new EntityError("entity_invalid_value", {
    message: `Job.type cannot be "${given}". Clients make jobs of type "api_job" only; leave it out.`,
    details: { entityType: "Job", attribute: "type" },
  });
}
