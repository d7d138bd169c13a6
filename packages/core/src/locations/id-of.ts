import type { EntityReference } from "./location-host.js";

export const idOf = (reference: EntityReference): string =>
  typeof reference === "string" ? reference : reference.id;
