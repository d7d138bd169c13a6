import type { Cache } from "../cache/cache.js";
import { DateCodec, type DateFormat } from "../codec/dates.js";
import type { Operation, QueryAnswer } from "../codec/operations.js";
import { typeKey, type WireEntity } from "../codec/wire-entity.js";
import { createEntityClass, type EntityExtension, extendClass } from "../entity/entity-class.js";
import type { AttributeEdit, EntityHost } from "../entity/entity-host.js";
import { type EntityClass, EntityModel } from "../entity/entity-model.js";
import type { EntityRecord, RemoteRow } from "../entity/entity-record.js";
import { type AutoPopulate, PeerGroup } from "../entity/peer-group.js";
import { NetworkError } from "../errors/network-error.js";
import type { Clock } from "../platform/clock.js";
import type { Trace } from "../platform/trace.js";
import type { ResolvedValue } from "../schema/entity-members.js";
import type { EntityType } from "../schema/entity-type.js";
import type { SchemaRegistry } from "../schema/schema-registry.js";
import type { Logger } from "../util/logger.js";
import type { PlannedOperation, PlannedPair } from "./commit-plan.js";
import { Committer } from "./committer.js";
import { CustomAttributes } from "./custom-attributes.js";
import { Decoder, type Overtaken } from "./decoder.js";
import { EntityRecall } from "./entity-recall.js";
import { standardMethods } from "./helpers/standard-methods.js";
import { IdentityMap } from "./identity-map.js";
import { keyQueries } from "./key-queries.js";
import { LocalChanges } from "./local-changes.js";
import { looseType } from "./loose-type.js";
import { Populator } from "./populator.js";
import { UnitOfWork } from "./unit-of-work.js";
import { WrittenValues } from "./written-values.js";

/** Sends a batch; resolves with one answer per operation. Kind `"write"` is never repeated blindly. */
export type CallOperations = (
  operations: readonly Operation[],
  options: { readonly signal?: AbortSignal | undefined; readonly kind: "read" | "write" },
) => Promise<readonly unknown[]>;

/** Makes or adapts the class of a type; `undefined` keeps the one that was built. */
export type ConstructType = (type: EntityType, built: EntityClass) => EntityClass | undefined;

/** What views of a session may settle otherwise. */
export interface EntityOptions {
  /** How `$get` fetches what is not loaded, of entities that were loaded through the view. */
  readonly autoPopulate: AutoPopulate;
  /** Whether what is created, changed by key and deleted goes with the next commit. */
  readonly recordOperations: boolean;
}

/** What the entities of a session are made from. */
export interface EntityStoreInit {
  readonly registry: SchemaRegistry;
  readonly call: CallOperations;
  /** Rows of every page of a query, not yet decoded. */
  readonly query: (
    text: string,
    options?: { readonly signal?: AbortSignal | undefined },
  ) => Promise<WireEntity[]>;
  /** Where persisted values are kept across sessions. */
  readonly cache?: Cache | undefined;
  /** Makes the keys under which entities are cached. */
  readonly cacheKey?: ((entityType: string, key: readonly string[]) => string) | undefined;
  readonly options: EntityOptions & { readonly dates: DateFormat };
  /** Whether the server's dates without a zone are UTC (`is_timezone_support_enabled`). */
  readonly utc: boolean;
  /** Called once per type, when its first entity is looked at. */
  readonly constructType?: ConstructType | undefined;
  readonly logger: Logger;
  readonly clock: Clock;
  /** Sees commits. */
  readonly trace?: Trace | undefined;
  /** What `entity.$session` answers. */
  readonly session: object;
}

/** The entities of one session and everything they share; sessions and their views look at it through managers. */
export class EntityStore implements EntityHost {
  readonly session: object;
  readonly registry: SchemaRegistry;
  readonly dates: DateCodec;
  readonly clock: Clock;
  readonly trace: Trace | undefined;
  readonly localChanges = new LocalChanges();
  readonly unit = new UnitOfWork(() => this.localChanges.changed());
  readonly identities = new IdentityMap();
  readonly written = new WrittenValues();
  readonly committer: Committer;
  readonly populator: Populator;
  readonly customAttributes: CustomAttributes;
  readonly #init: EntityStoreInit;
  readonly #models = new Map<string, EntityModel>();
  readonly #extensions = new Map<string, EntityExtension[]>();
  readonly #recall: EntityRecall | undefined;
  #recording: boolean;

  constructor(init: EntityStoreInit) {
    const { registry, options, utc, clock, session, cache } = init;
    this.#init = init;
    this.session = session;
    this.registry = registry;
    this.clock = clock;
    this.trace = init.trace;
    this.dates = new DateCodec(options.dates, utc);
    this.#recording = options.recordOperations;
    this.#recall = cache && new EntityRecall(cache, init.cacheKey, (rows) => this.#recallRows(rows));
    this.committer = new Committer(this, this.unit);
    this.populator = new Populator({
      fetch: (texts) => this.fetchRecords(texts),
      recall: (records) => this.#recall?.recall(records),
      fetchByKey: async (type, key) => (await this.fetchByKeys(type, [key]))[0],
    });
    this.customAttributes = new CustomAttributes({
      registry,
      dates: this.dates,
      query: (text) => this.#query(text),
      decodeRecords: (rows) => this.decode(rows),
      find: (type, key) => this.find(type, key),
      get: (record, path) => this.populator.get(record, path, { withPeers: true }),
      load: (items, path) => this.#loadItems(items, path),
    });
  }

  get recording(): boolean {
    return this.#recording;
  }

  /** Runs work with recording on or off. */
  withRecording<Result>(recording: boolean, work: () => Result): Result {
    const before = this.#recording;
    this.#recording = recording;
    try {
      return work();
    } finally {
      this.#recording = before;
    }
  }

  model(name: string): EntityModel {
    return this.#models.get(name) ?? this.#addModel(this.registry.get(name));
  }

  find(type: string, key: string): EntityRecord | undefined {
    return this.identities.family(this.registry.familyOf(type)).get(key);
  }

  record(edit: AttributeEdit): void {
    this.unit.update(edit);
  }

  forget(record: EntityRecord, slot: string): void {
    this.unit.forget(record, slot);
  }

  edits(record: EntityRecord): Iterable<AttributeEdit> {
    return this.unit.edits(record);
  }

  fetch(record: EntityRecord, path: string, signal: AbortSignal | undefined): Promise<unknown> {
    const autoPopulate = record.peers?.autoPopulate ?? this.#init.options.autoPopulate;
    if (autoPopulate === false) return this.populator.peek(record, path);
    return this.populator.get(record, path, { signal, withPeers: autoPopulate === "peers" });
  }

  load(record: EntityRecord, paths: readonly string[]): Promise<void> {
    const withPeers = (record.peers?.autoPopulate ?? this.#init.options.autoPopulate) === "peers";
    return this.populator.populate([record], paths, { withPeers });
  }

  resolveCustomAttribute(record: EntityRecord, key: string): Promise<ResolvedValue> {
    return this.customAttributes.resolve(record, key);
  }

  /**
   * Takes rows in, as one response; they belong to the records afterwards.
   *
   * @param asked - Version of {@link written} at which they were asked for; what was written since is not overwritten.
   */
  decode(
    rows: readonly WireEntity[],
    autoPopulate: AutoPopulate = this.#init.options.autoPopulate,
    asked = this.written.version,
  ): EntityRecord[] {
    const touched: EntityRecord[] | undefined = this.#recall ? [] : undefined;
    const group = new PeerGroup(autoPopulate);
    const decoder = new Decoder(this.#decoderInit, group, touched, this.#overtaken(asked));
    const records = rows.map((row) => decoder.decode(row));
    group.close();
    if (touched) this.#recall?.remember(touched);
    this.identities.sweep();
    return records;
  }

  absorb(rows: readonly WireEntity[]): void {
    if (rows.length > 0) this.decode(rows);
  }

  evict(record: EntityRecord): void {
    record.model.identities.delete(record);
    this.#recall?.forget(record);
  }

  /** Nothing where no commit came between, so that decoding costs nothing more. */
  #overtaken(asked: number): Overtaken | undefined {
    const { written, registry } = this;
    if (asked === written.version) return undefined;
    return {
      isWritten: (record, name) => written.isNewer(record, name, asked),
      deleted: ({ type }, key) => written.deletedSince(`${registry.familyOf(type.name)}:${key}`, asked),
    };
  }

  write(operations: readonly Operation[], signal: AbortSignal | undefined): Promise<readonly unknown[]> {
    return this.#init.call(operations, { signal, kind: "write" });
  }

  async readAll(texts: readonly string[]): Promise<readonly QueryAnswer[]> {
    if (texts.length === 0) return [];
    const operations = texts.map((expression) => ({ action: "query", expression }));
    return (await this.#init.call(operations, { kind: "read" })) as readonly QueryAnswer[];
  }

  customAttributeUpdate(pair: PlannedPair): Promise<PlannedOperation> {
    return this.customAttributes.update(pair);
  }

  /** The records of several queries, taken in as one response. */
  async fetchRecords(
    texts: readonly string[],
    autoPopulate?: AutoPopulate,
    signal?: AbortSignal,
  ): Promise<EntityRecord[]> {
    const asked = this.written.version;
    const pages = await Promise.all(texts.map((text) => this.#query(text, signal)));
    return this.decode(pages.flat(), autoPopulate, asked);
  }

  /** Entities by their keys, with what their type loads by default. */
  async fetchByKeys(type: string, keys: readonly string[], signal?: AbortSignal): Promise<EntityRecord[]> {
    const { type: entityType } = this.model(type);
    const select = new Set([...entityType.primaryKey, ...entityType.defaultProjections]);
    const texts = keyQueries(
      entityType,
      [...select],
      keys.map((key) => ({ key })),
    );
    const records = await this.fetchRecords(texts, undefined, signal);
    for (const record of records) this.identities.keep(record);
    return records;
  }

  /** Adds members to the entities of a type and its subtypes, made already or later. */
  extend(type: string, extension: EntityExtension): void {
    this.registry.get(type);
    const known = this.#extensions.get(type);
    if (known) known.push(extension);
    else this.#extensions.set(type, [extension]);
    for (const [name, model] of this.#models) {
      if (model.builtClass && this.registry.isKindOf(name, type))
        extendClass(model.builtClass, name, extension);
    }
  }

  clear(): void {
    this.unit.clear();
    this.committer.discard();
    this.identities.clear();
    this.written.clear();
    this.customAttributes.reset();
  }

  readonly #decoderInit = {
    model: (name: string, row: RemoteRow) => this.#models.get(name) ?? this.#modelOfRow(name, row),
  };

  #modelOfRow(name: string, row: RemoteRow): EntityModel {
    if (typeof name !== "string") {
      throw new NetworkError("network_malformed_response", {
        message: "The answer to a query holds a row that does not say its type.",
        retryable: false,
      });
    }
    const type = this.registry.find(name);
    if (type) return this.#addModel(type);
    this.#init.logger.warn(
      `The server has a type "${name}" that its schemas did not name when the session opened.`,
      {
        entityType: name,
      },
    );
    return this.#addModel(looseType(name, row));
  }

  #addModel(type: EntityType): EntityModel {
    const identities = this.identities.family(this.registry.familyOf(type.name));
    const model = new EntityModel(type, this, identities, (one) => this.#createClass(one));
    this.#models.set(type.name, model);
    return model;
  }

  #createClass(model: EntityModel): EntityClass {
    const built = createEntityClass(model);
    const { name } = model.type;
    for (const extension of standardMethods(model.type, this)) extendClass(built, name, extension);
    const chosen = this.#init.constructType?.(model.type, built) ?? built;
    for (const [type, extensions] of this.#extensions) {
      if (!this.registry.isKindOf(name, type)) continue;
      for (const extension of extensions) extendClass(chosen, name, extension);
    }
    return chosen;
  }

  #query(text: string, signal?: AbortSignal): Promise<WireEntity[]> {
    return this.#init.query(text, { signal });
  }

  /** Rows from a persistent cache add what is missing; what the server said in this session counts more. */
  #recallRows(rows: readonly WireEntity[]): void {
    const decoder = new Decoder(this.#decoderInit, undefined);
    for (const row of rows) {
      const model = this.model(row[typeKey]);
      const known = decoder.known(model, row)?.remote;
      decoder.decode({ ...row, ...known } as WireEntity);
    }
  }

  async #loadItems(
    items: readonly { type: string; id: string }[],
    path: string,
  ): Promise<readonly EntityRecord[]> {
    const known = items.filter(({ type }) => this.registry.find(type)?.attributes.has(path));
    const records = this.decode(known.map(({ type, id }) => ({ [typeKey]: type, id })));
    await this.populator.populate(records, [path], { withPeers: false });
    return records;
  }
}
