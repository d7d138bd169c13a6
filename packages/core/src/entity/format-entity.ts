import { EntityError } from "../errors/entity-error.js";
import type { Attribute } from "../schema/entity-type.js";
import { isLoaded, readAttribute } from "./attribute-values.js";
import { EntityCollection } from "./collection.js";
import type { Entity } from "./entity.js";
import { isEntity, recordOf } from "./entity-face.js";
import { MappedValues } from "./mapped-collection.js";

/** How {@link formatEntity} writes. */
export interface FormatEntityOptions {
  /** Decorates the names of types, such as with colours. Defaults to the name itself. */
  readonly header?: ((entityType: string) => string) | undefined;
  /** Decorates the names of attributes. Defaults to the name itself. */
  readonly label?: ((attribute: string) => string) | undefined;
  /** Which attributes to show. Defaults to those that are loaded. */
  readonly filter?: ((entity: object, attribute: string, value: unknown) => boolean) | undefined;
  /** Whether the members of collections are written out too. Defaults to `false`. */
  readonly recursive?: boolean | undefined;
  /** Blanks before every line. Defaults to 0. */
  readonly indent?: number | undefined;
}

type Style = Required<{ [Name in keyof FormatEntityOptions]: NonNullable<FormatEntityOptions[Name]> }>;

/**
 * An entity as text of several lines: its type, then one attribute a line, by name, with the entities it refers to.
 *
 * Never fetches. An entity within itself is not written out again.
 *
 * @throws {@link EntityError} `entity_invalid_value` for what is no entity.
 * @example
 * console.log(formatEntity(task, { filter: (_, name) => name !== "metadata" }));
 */
export function formatEntity(entity: object, options: FormatEntityOptions = {}): string {
  if (!isEntity(entity)) {
    throw new EntityError("entity_invalid_value", { message: "An entity of a session was expected." });
  }
  const { header = itself, label = itself, filter = isValue, recursive = false, indent = 0 } = options;
  const lines = linesOf(entity, { header, label, filter, recursive, indent }, new Set());
  return lines.map((line) => " ".repeat(indent) + line).join("\n");
}

const itself = (name: string): string => name;
const isValue = (_entity: object, _attribute: string, value: unknown): boolean => value !== undefined;

function linesOf(entity: Entity, style: Style, path: ReadonlySet<Entity>): string[] {
  const header = style.header(entity.$type);
  if (path.has(entity)) return [`${header} {...}`];
  const within = new Set(path).add(entity);
  const record = recordOf(entity);
  const names = [...record.model.type.attributes.values()].filter(({ restricted }) => !restricted);
  names.sort((left, right) => (left.name < right.name ? -1 : 1));
  return [
    header,
    ...names.flatMap((attribute) => {
      const value = loadedValue(entity, attribute);
      if (!style.filter(entity, attribute.name, value)) return [];
      const [first = "", ...others] = valueLines(value, style, within);
      const margin = " ".repeat(attribute.name.length + 3);
      return [
        ` ${style.label(attribute.name)}: ${first}`,
        ...others.map((line) => (line === "" ? line : margin + line)),
      ];
    }),
  ];
}

function loadedValue(entity: Entity, attribute: Attribute): unknown {
  const record = recordOf(entity);
  return isLoaded(record, attribute) ? readAttribute(record, attribute) : undefined;
}

function valueLines(value: unknown, style: Style, path: ReadonlySet<Entity>): string[] {
  if (isEntity(value)) return linesOf(value, style, path);
  if (value instanceof EntityCollection) {
    if (!style.recursive) return [`[${value.toArray().join(", ")}]`];
    return value.toArray().flatMap((member) => linesOf(member, style, path));
  }
  if (value instanceof MappedValues) return [JSON.stringify(value.toObject())];
  return textOf(value).split("\n");
}

function textOf(value: unknown): string {
  if (value === undefined) return "(not loaded)";
  if (typeof value === "string") return value;
  if (value instanceof Date) return value.toISOString();
  return JSON.stringify(value) ?? String(value);
}
