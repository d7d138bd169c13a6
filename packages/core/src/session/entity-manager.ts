import type { WireReference } from "../codec/reference.js";
import { isWireEntity, type WireEntity } from "../codec/wire-entity.js";
import type { Entity } from "../entity/entity.js";
import type { EntityExtension } from "../entity/entity-class.js";
import { isEntity, recordOf } from "../entity/entity-face.js";
import type { EntityRecord } from "../entity/entity-record.js";
import { EntityError } from "../errors/entity-error.js";
import type { PendingEntity } from "../live/live-host.js";
import { loadAncestors } from "./ancestors.js";
import { createRecord } from "./create-entity.js";
import { ensureEntity } from "./ensure-entity.js";
import { parseEntityKey } from "./entity-key.js";
import { persistedRow } from "./entity-recall.js";
import { type EntityOptions, EntityStore, type EntityStoreInit } from "./entity-store.js";
import { type Fields, fieldsOf } from "./fields-of.js";
import { hasDefaults } from "./has-defaults.js";
import type { LocalChangesListener } from "./local-changes.js";
import type { RecordedOperation } from "./operations.js";
import { pendingEntities } from "./pending-entities.js";
import { type PlainRow, PlainRows } from "./plain-rows.js";
import { rollback } from "./rollback.js";
import { runTransaction } from "./transaction.js";
import { type EncodeStrategy, Transcoder } from "./transcoder.js";
import { toRecordedOperation } from "./unit-of-work.js";
import { updateByKey } from "./update-by-key.js";

export type { DateFormat } from "../codec/dates.js";
export type { AutoPopulate } from "../entity/peer-group.js";
export type { CallOperations, ConstructType, EntityOptions } from "./entity-store.js";
export type EntityManagerInit = EntityStoreInit;

interface SignalOption {
  readonly signal?: AbortSignal | undefined;
}

/** What ensuring an entity found, or did. */
export interface EnsureOutcome {
  readonly entity: Entity;
  readonly created: boolean;
  /** Attributes that were changed. */
  readonly changed: readonly string[];
}

/** Entities as a session, or a view of it, works with them. */
export class EntityManager {
  readonly #store: EntityStore;
  readonly #scope: Partial<EntityOptions>;
  readonly #utc: boolean;

  /** @param view - For views: the store they share, and the options that differ. */
  constructor(
    init: EntityManagerInit,
    view?: { readonly store: EntityStore; readonly scope: Partial<EntityOptions> },
  ) {
    this.#store = view?.store ?? new EntityStore(init);
    this.#scope = view?.scope ?? {};
    this.#utc = init.utc;
    this.#init = init;
  }

  readonly #init: EntityManagerInit;

  /** The same entities under other options, safe across awaits. */
  with(scope: Partial<EntityOptions>): EntityManager {
    return new EntityManager(this.#init, { store: this.#store, scope: { ...this.#scope, ...scope } });
  }

  /** Number of commits that have arrived; questions note it when they are asked. */
  get version(): number {
    return this.#store.written.version;
  }

  /**
   * Takes the rows of one response in; they are used up.
   *
   * @param asked - The {@link version} when they were asked for. Values that were committed since count more than
   * what the rows say.
   */
  decode(rows: readonly WireEntity[], asked?: number): Entity[] {
    return this.#store.decode(rows, this.#scope.autoPopulate, asked).map((record) => record.entity);
  }

  /** Rows of one response as plain, immutable, JSON-safe data; they are used up. */
  plainRows(rows: readonly WireEntity[]): readonly PlainRow[] {
    const plain = [...rows];
    this.convertToPlain([plain]);
    return Object.freeze(plain);
  }

  /**
   * Turns the rows of each answer of one response into plain, immutable, JSON-safe data.
   *
   * @param answers - Lists of rows, as they came; they hold {@link PlainRow} afterwards.
   */
  convertToPlain(answers: readonly unknown[][]): void {
    new PlainRows(this.#store.registry, this.#utc).convert(answers);
  }

  /**
   * @throws {@link EntityError} `entity_unknown_type`, `entity_unknown_attribute`, `entity_invalid_value`,
   * `entity_invalid_key`, `entity_duplicate`.
   */
  create(entityType: string, data?: Fields): Entity {
    return this.#record(() => createRecord(this.#store, entityType, fieldsOf(data))).entity;
  }

  /** Records a deletion; deleting what was never sent takes its creation back. */
  delete(entity: object): void {
    const record = this.#own(entity);
    if (record.stage === "deleted" || record.stage === "gone") return;
    this.#record(() => {
      if (!this.#store.recording) return;
      record.stage = "deleted";
      this.#store.unit.delete(record);
    });
  }

  /**
   * An entity by its key, from memory where what its type loads by default is there; `null` when there is none.
   *
   * @throws {@link EntityError} `entity_unknown_type`, `entity_invalid_key`.
   */
  async get(entityType: string, key: unknown, { signal }: SignalOption = {}): Promise<Entity | null> {
    const model = this.#store.model(entityType);
    const joined = parseEntityKey(model.type, key);
    const { registry } = this.#store;
    const fits = (record: EntityRecord) => registry.isKindOf(record.model.type.name, entityType);
    const known = this.#store.find(entityType, joined);
    if (known && fits(known) && (known.stage !== "persisted" || hasDefaults(known))) return known.entity;
    const found = await this.#store.fetchByKeys(entityType, [joined], signal);
    const record = found.find((one) => one.key === joined && fits(one));
    return record?.entity ?? null;
  }

  /** Finds an entity by some of its values, or creates it, and brings the others up to date. */
  async ensure(
    entityType: string,
    data: Fields,
    identifyingKeys?: readonly string[],
    { signal }: SignalOption = {},
  ): Promise<EnsureOutcome> {
    const fields = fieldsOf(data);
    const { record, ...outcome } = await ensureEntity(
      this.#store,
      entityType,
      fields,
      identifyingKeys,
      signal,
    );
    return { entity: record.entity, ...outcome };
  }

  /**
   * Fetches what entities lack of some paths; what is loaded is not fetched again, local values are kept.
   *
   * @param projections - Paths, alone or joined by commas.
   */
  async populate(
    entities: Iterable<object>,
    projections: string | readonly string[],
    { signal }: SignalOption = {},
  ): Promise<void> {
    const list = typeof projections === "string" ? projections.split(",") : projections;
    const paths = list.map((path) => path.trim()).filter((path) => path !== "");
    const records = Array.from(entities, (entity) => this.#own(entity));
    await this.#store.populator.populate(records, paths, { signal, withPeers: false });
  }

  /** What entities are below, from the project down to the parent. */
  async ancestors(entities: Iterable<object>, { signal }: SignalOption = {}): Promise<Entity[][]> {
    const records = Array.from(entities, (entity) => this.#own(entity));
    const ancestors = await loadAncestors(this.#store, records, signal);
    return ancestors.map((above) => above.map((record) => record.entity));
  }

  /** Sends what is recorded, in one transaction. */
  commit(options: SignalOption = {}): Promise<void> {
    return this.#store.committer.commit(options);
  }

  /** Sends what is recorded of some entities, and the new entities they refer to. */
  commitOnly(entities: readonly object[], options: SignalOption = {}): Promise<void> {
    return this.#store.committer.commit({ ...options, only: entities.map((entity) => this.#own(entity)) });
  }

  /** Changes an entity by its key, without loading it. */
  update(entityType: string, key: unknown, data: Fields): Entity {
    return this.#record(() => updateByKey(this.#store, entityType, key, fieldsOf(data))).entity;
  }

  /** Makes changes and sends these alone; when that fails, these alone are taken back. */
  transaction(work: () => unknown, { signal }: SignalOption = {}): Promise<void> {
    return runTransaction(this.#store, work, signal);
  }

  /** Gives up what is recorded. */
  rollback(): void {
    rollback(this.#store);
  }

  /** Forgets every entity and every change. */
  reset(): void {
    this.#store.clear();
  }

  /** Entities created and not committed. */
  created(): Entity[] {
    return this.#inState("created");
  }

  /** Entities changed and not committed. */
  modified(): Entity[] {
    return this.#inState("modified");
  }

  /** Entities deleted and not committed. */
  deleted(): Entity[] {
    return this.#inState("deleted");
  }

  /** Entities with changes that are not the server's yet, on their way or not. */
  pending(): readonly PendingEntity[] {
    const { unit, committer } = this.#store;
    return pendingEntities([...committer.inFlight, ...unit.entries()]);
  }

  /** Calls back when local changes are made, sent or given up, and with those that became the server's. */
  onLocalChanges(listener: LocalChangesListener): () => void {
    return this.#store.localChanges.listen(listener);
  }

  /** What is recorded and not sent yet, in order. */
  get recordedOperations(): readonly RecordedOperation[] {
    return this.#store.unit.entries().map(toRecordedOperation);
  }

  /**
   * Runs synchronous work with recording on or off.
   *
   * @throws A `TypeError` when the work returns a promise.
   */
  operationRecording<Result>(recording: boolean, work: () => Result): Result {
    const result = this.#store.withRecording(recording, work);
    if (typeof (result as { then?: unknown } | undefined)?.then !== "function") return result;
    throw new TypeError(
      "Work that awaits cannot be scoped like this: use session.with({ recordOperations }).",
    );
  }

  /** Takes entities of other sessions, rows and lists of them in; everything else comes back as it is. */
  merge(value: unknown): unknown {
    if (isEntity(value)) {
      const record = recordOf(value);
      if (record.model.host === this.#store) return value;
      return this.decode([structuredClone(persistedRow(record))])[0];
    }
    if (isWireEntity(value)) return this.decode([structuredClone(value)])[0];
    const isList =
      Array.isArray(value) || (typeof value === "object" && value !== null && "isLoaded" in value);
    return isList ? Array.from(value as Iterable<unknown>, (item) => this.merge(item)) : value;
  }

  /** JSON text of a value with entities in it. */
  encode(value: unknown, strategy: EncodeStrategy = "set_only"): Promise<string> {
    return new Transcoder(this.#store).encode(value, strategy);
  }

  /** What {@link encode} wrote, with entities as those of this session. */
  decodeText(text: string): unknown {
    return new Transcoder(this.#store).decode(text);
  }

  /** Type and key of an entity, as it travels when others refer to it. Never fetches. */
  entityReference(entity: object): WireReference {
    if (isEntity(entity)) return recordOf(entity).reference;
    throw notAnEntity();
  }

  /** Adds getters and methods to the entities of a type and its subtypes. */
  extend(entityType: string, extension: EntityExtension): void {
    this.#store.extend(entityType, extension);
  }

  #record<Result>(work: () => Result): Result {
    const { recordOperations } = this.#scope;
    return recordOperations === undefined ? work() : this.#store.withRecording(recordOperations, work);
  }

  #own(entity: object): EntityRecord {
    if (!isEntity(entity)) throw notAnEntity();
    const record = recordOf(entity);
    if (record.model.host === this.#store) return record;
    throw new EntityError("entity_foreign", {
      message: `${entity} belongs to another session; session.merge takes it into this one.`,
      details: { entityType: record.model.type.name, key: record.keyValues },
    });
  }

  #inState(state: string): Entity[] {
    const { unit, committer } = this.#store;
    const records = new Set([...committer.inFlight, ...unit.entries()].map(({ record }) => record));
    return [...records].filter((record) => record.state === state).map((record) => record.entity);
  }
}

const notAnEntity = (): EntityError =>
  new EntityError("entity_invalid_value", { message: "An entity of a session was expected." });
