import type { Schema } from "@ftrack-kit/core";
import { createSchema } from "./declaration.js";
import { builtInObjectTypes } from "./object-types.js";
import { assetTypes } from "./types/assets.js";
import { communicationTypes } from "./types/communication.js";
import { contextTypes, createTypedContextSchema, type ObjectTypeTraits } from "./types/contexts.js";
import { customisationTypes } from "./types/customisation.js";
import { organisationTypes } from "./types/organisation.js";
import { peopleTypes } from "./types/people.js";
import { workflowTypes } from "./types/workflow.js";

const declarations = [
  ...contextTypes,
  ...assetTypes,
  ...peopleTypes,
  ...workflowTypes,
  ...communicationTypes,
  ...customisationTypes,
  ...organisationTypes,
];

export interface CreateSchemasOptions {
  /** Object types of the workspace; each makes an entity type. Defaults to those of a fresh server. */
  readonly objectTypes?: Iterable<ObjectTypeTraits> | undefined;
}

/**
 * The schemas of a workspace, as `query_schemas` answers them.
 *
 * An object type whose name is taken by another entity type makes none, as clients could not tell the two apart.
 */
export function createSchemas({ objectTypes = builtInObjectTypes }: CreateSchemasOptions = {}): Schema[] {
  const schemas = new Map<string, Schema>();
  for (const declaration of declarations) schemas.set(declaration.id, createSchema(declaration));
  for (const objectType of objectTypes) {
    const schema = createTypedContextSchema(objectType);
    if (schema.id !== "" && !schemas.has(schema.id)) schemas.set(schema.id, schema);
  }
  return [...schemas.values()];
}
