import { EntityError } from "../errors/entity-error.js";
import { didYouMean } from "../util/suggest.js";
import { knownForeignKeys } from "./relations.js";
import type { Schema, SchemaProperty } from "./wire.js";

/** How an attribute holds its value. */
export type AttributeKind = "scalar" | "reference" | "collection" | "mapped";
/** Types of plain values. */
export type ScalarType =
  | "string"
  | "boolean"
  | "integer"
  | "number"
  | "datetime"
  | "variable"
  | "object"
  | "unknown";

/** One attribute of an entity type. */
export interface Attribute {
  readonly name: string;
  readonly kind: AttributeKind;
  /** The kind of value a scalar holds; `unknown` on relations and where the server does not say. */
  readonly scalar: ScalarType;
  /** Entity type a relation leads to. */
  readonly target: string | undefined;
  /** Attribute of the same type that holds a reference's id. */
  readonly foreignKey: string | undefined;
  /** Attributes of a mapped collection's elements that hold key and value. */
  readonly keyValue: { readonly key: string; readonly value: string } | undefined;
  readonly mutable: boolean;
  readonly computed: boolean;
  /** Can be filtered on, never selected or read. */
  readonly restricted: boolean;
  readonly required: boolean;
  /** Literal default; `{uid}` asks for a fresh id. `undefined` when there is none. */
  readonly default: unknown;
  /** Backend column, as `ftrack.update` events name it. */
  readonly alias: string | undefined;
  readonly enum: readonly string[] | undefined;
}

const scalars: Readonly<Record<string, ScalarType>> = {
  string: "string",
  boolean: "boolean",
  integer: "integer",
  number: "number",
  variable: "variable",
  object: "object",
};

/** An entity type of one server: its schema, indexed. */
export class EntityType {
  readonly name: string;
  readonly schema: Schema;
  /** Every attribute in the server's order, restricted ones included. */
  readonly attributes: ReadonlyMap<string, Attribute>;
  readonly primaryKey: readonly string[];
  readonly defaultProjections: readonly string[];
  /** Base type, where there is one. */
  readonly base: string | undefined;
  /** References by the foreign key that holds their id. */
  readonly referenceOf: ReadonlyMap<string, Attribute>;
  /** Lower-cased backend name, as `ftrack.update` events spell `entityType`. */
  readonly eventName: string;

  constructor(schema: Schema, base: string | undefined) {
    this.name = schema.id;
    this.schema = schema;
    this.base = base;
    this.primaryKey = schema.primary_key;
    this.attributes = new Map(
      Object.entries(schema.properties).map(([name, property]) => [
        name,
        createAttribute(schema, name, property),
      ]),
    );
    this.defaultProjections = (schema.default_projections ?? []).filter((name) => this.attributes.has(name));
    const references = new Map<string, Attribute>();
    for (const attribute of this.attributes.values()) {
      const key = attribute.foreignKey;
      if (key !== undefined && !references.has(key)) references.set(key, attribute);
    }
    this.referenceOf = references;
    const alias = schema.alias_for;
    this.eventName = (typeof alias === "string" ? alias : (alias?.id ?? schema.id)).toLowerCase();
  }

  /** An attribute by its name. @throws {@link EntityError} `entity_unknown_attribute`, with the nearest name. */
  attribute(name: string): Attribute {
    const found = this.attributes.get(name);
    if (found) return found;
    throw new EntityError("entity_unknown_attribute", {
      message: `${this.name} has no attribute "${name}".${didYouMean(name, this.attributes.keys())}`,
      details: { entityType: this.name, attribute: name },
    });
  }
}

function createAttribute(schema: Schema, name: string, property: SchemaProperty): Attribute {
  const kind = kindOf(property);
  const mapped = kind === "mapped";
  const relation = kind !== "scalar";
  const isDate = property.type === "string" && property.format === "date-time";
  return {
    name,
    kind,
    scalar: relation ? "unknown" : isDate ? "datetime" : (scalars[property.type ?? ""] ?? "unknown"),
    target: relation ? (property.$ref ?? property.items?.$ref) : undefined,
    foreignKey: kind === "reference" ? foreignKeyOf(schema, name) : undefined,
    keyValue: mapped ? (property.key_value_attributes ?? { key: "key", value: "value" }) : undefined,
    mutable: !(schema.immutable?.includes(name) ?? false),
    computed: schema.computed?.includes(name) ?? false,
    restricted: property.restricted_projection === true,
    required: schema.required?.includes(name) ?? false,
    default: property.default,
    alias: property.alias_for,
    enum: property.enum,
  };
}

function kindOf(property: SchemaProperty): AttributeKind {
  if (property.type === "array") return "collection";
  if (property.type === "mapped_array") return "mapped";
  return property.type === undefined && property.$ref !== undefined ? "reference" : "scalar";
}

function foreignKeyOf(schema: Schema, name: string): string | undefined {
  const known = knownForeignKeys[schema.id]?.[name];
  if (known !== undefined) return known;
  const usual = `${name}_id`;
  if (usual in schema.properties) return usual;
  if (schema.id.endsWith("CustomAttributeLink") && name !== "configuration") return "to_id";
  if (schema.id.endsWith("CustomAttributeLinkFrom") && name !== "configuration") return "from_id";
  return undefined;
}
