import type { Attribute, EntityType } from "../schema/entity-type.js";
import type { Entity } from "./entity.js";
import type { EntityHost } from "./entity-host.js";
import type { EntityRecord } from "./entity-record.js";
import type { RecordFamily } from "./record-family.js";

/** Makes the object applications see of a record. */
export type EntityClass = new (record: EntityRecord) => Entity;

/** An entity type at work in one session: its schema, its identities and, once needed, its class. */
export class EntityModel {
  readonly type: EntityType;
  readonly host: EntityHost;
  /** Every known identity of the family, by key. */
  readonly identities: RecordFamily;
  /** The only primary key attribute, or `undefined` where there are several. */
  readonly singleKey: string | undefined;
  readonly #createClass: (model: EntityModel) => EntityClass;
  readonly #references = new Map<string, readonly Attribute[]>();
  #class: EntityClass | undefined;
  #defaults: readonly Attribute[] | undefined;

  constructor(
    type: EntityType,
    host: EntityHost,
    identities: RecordFamily,
    createClass: (model: EntityModel) => EntityClass,
  ) {
    this.type = type;
    this.host = host;
    this.identities = identities;
    this.singleKey = type.primaryKey.length === 1 ? type.primaryKey[0] : undefined;
    this.#createClass = createClass;
    for (const attribute of type.attributes.values()) {
      const key = attribute.foreignKey;
      if (key === undefined || key === attribute.name) continue;
      this.#references.set(key, [...(this.#references.get(key) ?? []), attribute]);
    }
  }

  /** Built on first use, so types nobody looks at cost nothing. */
  get class(): EntityClass {
    this.#class ??= this.#createClass(this);
    return this.#class;
  }

  /** Attributes that have a value when nobody gives one. */
  get defaults(): readonly Attribute[] {
    this.#defaults ??= [...this.type.attributes.values()].filter(
      ({ default: value, kind, restricted }) => value !== undefined && kind === "scalar" && !restricted,
    );
    return this.#defaults;
  }

  /** The class, where somebody looked at an entity already. */
  get builtClass(): EntityClass | undefined {
    return this.#class;
  }

  /** References whose id a foreign key holds; several when the server names one relation twice. */
  referencesOf(foreignKey: string): readonly Attribute[] {
    return this.#references.get(foreignKey) ?? [];
  }

  /** The name under which changes of an attribute are kept: a reference shares that of its foreign key. */
  slotOf(attribute: Attribute): string {
    const key = attribute.foreignKey;
    return key !== undefined && this.type.attributes.has(key) ? key : attribute.name;
  }
}
