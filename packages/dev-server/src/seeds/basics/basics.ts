import type { SeedWriter } from "../seed-writer.js";
import { addCustomAttributes } from "./custom-attributes.js";
import { addOrganisation } from "./organisation.js";
import { addProjectSchemas } from "./project-schemas.js";
import { addStatuses } from "./statuses.js";
import { addTypes } from "./types.js";

/** What every server has before anybody uses it (wire protocol 4.7 and 9.1). */
export function addBasics(seed: SeedWriter): void {
  addTypes(seed);
  addStatuses(seed);
  addOrganisation(seed);
  addProjectSchemas(seed);
  addCustomAttributes(seed);
}
