import { type Schema, SchemaRegistry } from "@ftrack-kit/core";
import type { Row } from "../store/row.js";
import { Store } from "../store/store.js";
import { createSchemas } from "./create-schemas.js";
import { schemaHash } from "./schema-hash.js";
import type { ObjectTypeTraits } from "./types/contexts.js";

interface Derived {
  readonly version: number;
  readonly registry: SchemaRegistry;
  readonly hash: string | undefined;
}

/** The rows of a workspace together with the entity types these make: every `ObjectType` row is one more type. */
export class Workspace {
  readonly store: Store;
  #derived: Derived | undefined;

  constructor(store: Store = new Store()) {
    this.store = store;
  }

  /** Entity types as of now. The same value until object types change. */
  get registry(): SchemaRegistry {
    return this.#current().registry;
  }

  get schemas(): readonly Schema[] {
    return this.registry.schemas;
  }

  /** Checksum of the schemas; see {@link schemaHash}. */
  get schemaHash(): string {
    const current = this.#current();
    const hash = current.hash ?? schemaHash(current.registry.schemas);
    this.#derived = { ...current, hash };
    return hash;
  }

  #current(): Derived {
    const version = this.store.versionOf("ObjectType");
    if (this.#derived?.version === version) return this.#derived;
    const objectTypes = this.store.all("ObjectType").map(traitsOf);
    const registry = new SchemaRegistry(createSchemas({ objectTypes }));
    this.#derived = { version, registry, hash: undefined };
    return this.#derived;
  }
}

const traitsOf = (row: Row): ObjectTypeTraits => ({
  id: String(row.id),
  name: String(row.name ?? ""),
  is_typeable: row.is_typeable === true,
  is_statusable: row.is_statusable === true,
  is_schedulable: row.is_schedulable === true,
  is_time_reportable: row.is_time_reportable === true,
});
