import { createReference, splitKey, type WireReference } from "../codec/reference.js";
import type { EntityState } from "../schema/entity-members.js";
import type { EntityCollection } from "./collection.js";
import type { Entity } from "./entity.js";
import type { EntityModel } from "./entity-model.js";
import type { MappedValues } from "./mapped-collection.js";
import type { PeerGroup } from "./peer-group.js";
import type { RecordBlock } from "./record-family.js";

/** Values from the server by attribute: scalars as sent, references as records, collections as arrays of records. */
export type RemoteRow = Record<string, unknown>;

/** Where an identity stands with respect to the server. */
export type RecordStage = "persisted" | "created" | "deleted" | "gone";

/**
 * Everything a session knows about one identity.
 *
 * The parsed row itself holds the server's values, so decoding copies nothing; the object applications see is made
 * when somebody looks. Rows hold the records they refer to, so whoever holds an entity holds what it leads to.
 */
export class EntityRecord {
  model: EntityModel;
  /** Primary key values joined into one; settled before anybody else sees the record. */
  key: string;
  remote: RemoteRow;
  /** Values set and not yet part of a commit. A name without a value hides the server's. */
  local: Map<string, unknown> | undefined = undefined;
  /** Values of a commit whose answer is awaited. */
  inFlight: Map<string, unknown> | undefined = undefined;
  collections: Map<string, EntityCollection | MappedValues> | undefined = undefined;
  stage: RecordStage = "persisted";
  /** Recorded edits not yet part of a commit. */
  edits = 0;
  /** Where the identity map keeps it. */
  block: RecordBlock | undefined = undefined;
  /** The response it was last part of. */
  peers: PeerGroup | undefined = undefined;
  /** Attributes the server was asked for and did not give. */
  unavailable: Set<string> | undefined = undefined;
  #entity: Entity | undefined = undefined;

  constructor(model: EntityModel, key: string, remote: RemoteRow) {
    this.model = model;
    this.key = key;
    this.remote = remote;
  }

  get entity(): Entity {
    this.#entity ??= new this.model.class(this);
    return this.#entity;
  }

  /** The entity, where somebody looked already. */
  get existingEntity(): Entity | undefined {
    return this.#entity;
  }

  get keyValues(): string[] {
    return this.model.singleKey === undefined ? splitKey(this.key) : [this.key];
  }

  get reference(): WireReference {
    return createReference(this.model.type.name, this.model.type.primaryKey, this.keyValues);
  }

  get state(): EntityState {
    if (this.stage === "created") return "created";
    if (this.stage !== "persisted") return "deleted";
    return this.edits > 0 || this.inFlight !== undefined ? "modified" : "clean";
  }

  /** The value that counts, as stored: local before in flight before the server's. `undefined` when unknown. */
  stored(name: string): unknown {
    if (this.local?.has(name)) return this.local.get(name);
    return this.committed(name);
  }

  /** The value the server has, or will have once the commit on its way has succeeded. */
  committed(name: string): unknown {
    if (this.inFlight?.has(name)) return this.inFlight.get(name);
    return this.remote[name];
  }

  setLocal(name: string, value: unknown): void {
    this.local ??= new Map();
    this.local.set(name, value);
  }

  dropLocal(name: string): void {
    if (this.local?.delete(name) && this.local.size === 0) this.local = undefined;
  }
}
