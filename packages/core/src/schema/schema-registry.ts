import { EntityError } from "../errors/entity-error.js";
import { didYouMean } from "../util/suggest.js";
import { type Attribute, EntityType } from "./entity-type.js";
import { knownBaseTypes } from "./relations.js";
import type { Schema } from "./wire.js";

/**
 * The entity types of one server.
 *
 * Types are indexed on first use, so opening a session costs nothing per schema.
 */
export class SchemaRegistry {
  /** Schemas exactly as the server sent them. */
  readonly schemas: readonly Schema[];
  readonly #byId: ReadonlyMap<string, Schema>;
  readonly #types = new Map<string, EntityType>();
  #subtypes: ReadonlyMap<string, readonly string[]> | undefined;

  constructor(schemas: readonly Schema[]) {
    this.schemas = schemas;
    this.#byId = new Map(schemas.map((schema) => [schema.id, schema]));
  }

  /** Names of every type of the server. */
  get names(): Iterable<string> {
    return this.#byId.keys();
  }

  /** Whether the server has a type of that name. */
  has(name: string): boolean {
    return this.#byId.has(name);
  }

  /** The type of that name, or `undefined`. */
  find(name: string): EntityType | undefined {
    const known = this.#types.get(name);
    if (known) return known;
    const schema = this.#byId.get(name);
    if (!schema) return undefined;
    const type = new EntityType(schema, this.#baseOf(schema));
    this.#types.set(name, type);
    return type;
  }

  /** The type of that name. @throws {@link EntityError} `entity_unknown_type`, with the nearest name. */
  get(name: string): EntityType {
    const type = this.find(name);
    if (type) return type;
    throw new EntityError("entity_unknown_type", {
      message: `The server has no entity type "${name}".${didYouMean(name, this.names)}`,
      details: { entityType: name },
    });
  }

  /** Direct and indirect subtypes, nearest first. */
  subtypesOf(name: string): readonly string[] {
    this.#subtypes ??= this.#indexSubtypes();
    const direct = this.#subtypes.get(name) ?? [];
    return direct.flatMap((subtype) => [subtype, ...this.subtypesOf(subtype)]);
  }

  /** Whether a type is another one or derives from it. */
  isKindOf(name: string, base: string): boolean {
    for (let current: string | undefined = name; current !== undefined; current = this.find(current)?.base) {
      if (current === base) return true;
    }
    return false;
  }

  /** The topmost type of a family: entities of one family share one space of keys. */
  familyOf(name: string): string {
    let top = name;
    for (let base = this.find(top)?.base; base !== undefined; base = this.find(top)?.base) top = base;
    return top;
  }

  /**
   * An attribute of a type or, as in queries, of one of its subtypes (wire protocol 4.3, rule 2).
   *
   * @returns `undefined` when neither has it.
   */
  findAttribute(typeName: string, attribute: string): Attribute | undefined {
    const own = this.find(typeName)?.attributes.get(attribute);
    if (own) return own;
    for (const subtype of this.subtypesOf(typeName)) {
      const inherited = this.find(subtype)?.attributes.get(attribute);
      if (inherited) return inherited;
    }
    return undefined;
  }

  #baseOf(schema: Schema): string | undefined {
    const base =
      schema.$mixin?.$ref ?? knownBaseTypes[schema.id] ?? baseByAlias(schema) ?? baseByName(schema.id);
    return base !== undefined && base !== schema.id && this.#byId.has(base) ? base : undefined;
  }

  #indexSubtypes(): ReadonlyMap<string, readonly string[]> {
    const index = new Map<string, string[]>();
    for (const schema of this.schemas) {
      const base = this.#baseOf(schema);
      if (base === undefined) continue;
      const siblings = index.get(base);
      if (siblings) siblings.push(schema.id);
      else index.set(base, [schema.id]);
    }
    return index;
  }
}

/** Every object type of a workspace is a schema of its own, stored as a classified `Task` row. */
function baseByAlias(schema: Schema): string | undefined {
  const alias = schema.alias_for;
  return typeof alias === "object" && alias.id === "Task" ? "TypedContext" : undefined;
}

function baseByName(id: string): string | undefined {
  for (const base of ["CustomAttributeLinkFrom", "CustomAttributeLink", "CustomAttributeValue"]) {
    if (id !== base && id.endsWith(base)) return base;
  }
  return undefined;
}
