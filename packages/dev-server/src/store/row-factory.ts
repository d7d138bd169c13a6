import type { Attribute, EntityType, SchemaRegistry } from "@ftrack-kit/core";
import { hiddenColumns } from "../schema/families.js";
import type { Row } from "./row.js";

/** Attributes that are worked out on reading, whatever their schema says. */
const workedOut: ReadonlySet<string> = new Set(["link", "_link", "is_latest_version"]);

/** Whether rows hold the attribute; relations are held by their keys. */
export const isStored = (attribute: Attribute): boolean =>
  attribute.kind === "scalar" && !attribute.computed && !workedOut.has(attribute.name);

/** Makes rows that have every column of their type, so that all rows of a type look alike. */
export class RowFactory {
  readonly #registry: SchemaRegistry;
  readonly #templates = new Map<string, Row>();

  constructor(registry: SchemaRegistry) {
    this.#registry = registry;
  }

  /** A row with the literal defaults of its schema; columns without one are `null`. */
  make(typeName: string, values: Readonly<Record<string, unknown>>): Row {
    return { ...this.#template(typeName), ...values };
  }

  #template(typeName: string): Row {
    const known = this.#templates.get(typeName);
    if (known) return known;
    const template = createTemplate(this.#registry.get(typeName));
    this.#templates.set(typeName, template);
    return template;
  }
}

function createTemplate(type: EntityType): Row {
  const columns: Record<string, unknown> = {};
  for (const attribute of type.attributes.values()) {
    if (!isStored(attribute)) continue;
    columns[attribute.name] =
      attribute.default === undefined || attribute.default === "{uid}" ? null : attribute.default;
  }
  for (const column of Object.keys(hiddenColumns[type.name] ?? {})) columns[column] = null;
  return { __entity_type__: type.name, ...columns };
}
