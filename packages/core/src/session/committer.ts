import { createReference, joinKey } from "../codec/reference.js";
import { isWireEntity, type WireEntity } from "../codec/wire-entity.js";
import { collectionOf } from "../entity/attribute-values.js";
import type { AttributeEdit, PairChange } from "../entity/entity-host.js";
import type { EntityRecord } from "../entity/entity-record.js";
import { isOutcomeUnknown } from "../http/outcome-unknown.js";
import type { Trace } from "../platform/trace.js";
import type { Attribute } from "../schema/entity-type.js";
import { copyJson } from "../util/copy-json.js";
import { Mutex } from "../util/mutex.js";
import { type PlannedOperation, planCommit } from "./commit-plan.js";
import { type CompletionHost, completePlan } from "./complete-plan.js";
import { dependencies, entriesOf } from "./dependencies.js";
import type { LocalChanges } from "./local-changes.js";
import { ambiguousCommit, type SendHost, sendCommit, verifyCommit } from "./send-commit.js";
import { identityOf, type LogEntry, toRecordedOperation, type UnitOfWork } from "./unit-of-work.js";
import type { WrittenValues } from "./written-values.js";

/** What committing needs of its session. */
export interface CommitHost extends CompletionHost, SendHost {
  /** Takes rows in as the server's values, as one response. */
  absorb(rows: readonly WireEntity[]): void;
  readonly localChanges: LocalChanges;
  /** Takes a record out of the identity map. */
  evict(record: EntityRecord): void;
  /** The known record of an identity. */
  find(type: string, key: string): EntityRecord | undefined;
  readonly written: WrittenValues;
  /** Sees every commit around its length. */
  readonly trace?: Trace | undefined;
}

export interface CommitOptions {
  readonly signal?: AbortSignal | undefined;
  /** Only the changes of these, and what they refer to. */
  readonly only?: readonly EntityRecord[] | undefined;
  /** Only these changes, as far as they are still to be made, and what they refer to. */
  readonly entries?: readonly LogEntry[] | undefined;
  /** Called with the failure before any other commit begins. */
  readonly onFailure?: (() => void) | undefined;
}

/** A commit under way. */
interface Flight {
  readonly entries: readonly LogEntry[];
  /** Given up by a rollback: if it fails, it does not come back. */
  isDiscarded: boolean;
}

/** A commit whose outcome could not be found out yet. */
interface Doubt {
  readonly entries: readonly LogEntry[];
  readonly planned: readonly PlannedOperation[];
  readonly cause: unknown;
}

/**
 * Sends what is in the log, one commit after the other.
 *
 * What is recorded while a commit is under way goes with the next one. A failed commit puts every operation back. A
 * commit whose outcome is unknown is looked into before anything else is sent.
 */
export class Committer {
  readonly #host: CommitHost;
  readonly #unit: UnitOfWork;
  readonly #mutex = new Mutex();
  #flight: Flight | undefined;
  #doubt: Doubt | undefined;

  constructor(host: CommitHost, unit: UnitOfWork) {
    this.#host = host;
    this.#unit = unit;
  }

  /** What is on its way. */
  get inFlight(): readonly LogEntry[] {
    return this.#flight?.entries ?? [];
  }

  commit(options: CommitOptions = {}): Promise<void> {
    return this.#mutex.run(async () => {
      try {
        await this.#commit(options);
      } catch (error) {
        options.onFailure?.();
        throw error;
      }
    });
  }

  /** Gives up what is under way, in case it fails. */
  discard(): void {
    if (this.#flight) this.#flight.isDiscarded = true;
    this.#doubt = undefined;
  }

  /** Whether a commit of unknown outcome has something of a record in it. */
  isDoubtful(record: EntityRecord): boolean {
    return this.#doubt?.entries.some((entry) => entry.record === record) === true;
  }

  async #commit({ signal, only, entries: wanted }: CommitOptions): Promise<void> {
    signal?.throwIfAborted();
    if (this.#doubt) await this.#clearUp(this.#doubt);
    const all = this.#unit.entries();
    const chosen = wanted ?? (only && entriesOf(all, only));
    const entries = chosen ? dependencies(all, chosen) : all;
    if (entries.length === 0) return;
    const run = () => this.#sendEntries(entries, signal);
    const { trace } = this.#host;
    await (trace ? trace({ kind: "commit", changes: entries.length }, run) : run());
  }

  async #sendEntries(entries: readonly LogEntry[], signal: AbortSignal | undefined): Promise<void> {
    const plan = planCommit(entries.map(toRecordedOperation), this.#host.registry);
    const flight: Flight = { entries, isDiscarded: false };
    this.#unit.take(entries);
    for (const entry of entries) depart(entry);
    this.#flight = flight;
    let planned: readonly PlannedOperation[] = [];
    let answers: readonly unknown[] = [];
    try {
      planned = await completePlan(plan, this.#host);
      signal?.throwIfAborted();
      if (planned.length > 0) answers = await sendCommit(planned, this.#host, signal);
    } catch (error) {
      this.#comeBack(flight);
      const isUnknown = planned.length > 0 && (signal?.aborted || isOutcomeUnknown(error));
      if (isUnknown && !flight.isDiscarded) this.#doubt = { entries, planned, cause: error };
      throw error;
    } finally {
      this.#flight = undefined;
      this.#host.localChanges.changed();
    }
    this.#arrive(entries, planned, answers);
  }

  /** Finds out what became of an earlier commit, so that nothing is sent twice. */
  async #clearUp(doubt: Doubt): Promise<void> {
    const { verdict, evidence } = await verifyCommit(doubt.planned, this.#host, doubt.cause);
    this.#doubt = undefined;
    if (verdict === "undecided") throw ambiguousCommit(evidence, doubt.cause);
    if (verdict === "not_applied") return;
    const still = new Set(this.#unit.entries());
    const entries = doubt.entries.filter((entry) => still.has(entry));
    this.#unit.take(entries);
    for (const entry of entries) depart(entry);
    this.#arrive(entries, doubt.planned, []);
  }

  #arrive(
    entries: readonly LogEntry[],
    planned: readonly PlannedOperation[],
    answers: readonly unknown[],
  ): void {
    const records = new Set(entries.map(({ record }) => record));
    const { written } = this.#host;
    written.advance();
    for (const entry of entries) {
      if (entry.kind === "create" && entry.record.stage === "created") entry.record.stage = "persisted";
      if (entry.kind !== "delete") continue;
      entry.record.stage = "gone";
      this.#host.evict(entry.record);
      written.noteDeletion(identityOf(entry.record), entry.record);
    }
    for (const record of records) record.inFlight = undefined;
    this.#host.absorb(planned.flatMap((one, index) => this.#rowsOf(one, answers[index])));
    for (const one of planned) this.#noteWritten(one);
    for (const record of records) record.unavailable = undefined;
    const created = new Set(entries.filter(({ kind }) => kind === "create").map(({ record }) => record));
    for (const entry of entries) {
      settlePairs(entry, created.has(entry.record));
      const { edit, record } = entry;
      if (edit?.attribute.kind === "mapped") written.note(record, edit.attribute.name);
    }
    for (const record of records)
      for (const collection of record.collections?.values() ?? []) collection.arrive();
    this.#host.localChanges.committed(entries);
  }

  /** What the server has from now on: what it answered, and what was sent besides. */
  #rowsOf({ action, entityType, entityKey, data }: PlannedOperation, answer: unknown): WireEntity[] {
    const answered = dataOf(answer);
    if (action === "delete") return answered ? [answered] : [];
    const { primaryKey } = this.#host.registry.get(entityType);
    const isSame = answered && primaryKey.every((name, index) => answered[name] === entityKey[index]);
    const row: Record<string, unknown> = isSame
      ? answered
      : createReference(entityType, primaryKey, entityKey);
    for (const name of Object.keys(data)) if (!(name in row)) row[name] = copyJson(data[name]);
    return answered && !isSame ? [row as WireEntity, answered] : [row as WireEntity];
  }

  /** Answers to earlier questions may still be on their way. */
  #noteWritten({ entityType, entityKey, data }: PlannedOperation): void {
    const record = this.#host.find(entityType, joinKey(entityKey));
    if (!record) return;
    const { model } = record;
    const { written } = this.#host;
    for (const name of Object.keys(data)) {
      const attribute = model.type.attributes.get(name);
      const slot = attribute ? model.slotOf(attribute) : name;
      written.note(record, name);
      if (slot !== name) written.note(record, slot);
      for (const reference of model.referencesOf(slot)) written.note(record, reference.name);
    }
  }

  #comeBack({ entries, isDiscarded }: Flight): void {
    if (!isDiscarded) this.#unit.restore(entries);
    for (const record of new Set(entries.map((entry) => entry.record))) {
      const values = record.inFlight;
      record.inFlight = undefined;
      if (isDiscarded) {
        for (const collection of record.collections?.values() ?? []) collection.arrive();
        continue;
      }
      for (const [name, value] of values ?? []) if (!record.local?.has(name)) record.setLocal(name, value);
      for (const collection of record.collections?.values() ?? []) collection.comeBack();
    }
    if (isDiscarded) for (const entry of entries) this.#forget(entry);
  }

  #forget({ kind, record }: LogEntry): void {
    if (kind === "create") {
      record.stage = "gone";
      this.#host.evict(record);
    } else if (kind === "delete" && record.stage === "deleted") {
      record.stage = "persisted";
    }
  }
}

/** Moves the values of an entry from local to in flight. */
function depart({ record, edit, data }: LogEntry): void {
  record.inFlight ??= new Map();
  for (const name of data ? Object.keys(data) : []) {
    const attribute = record.model.type.attributes.get(name);
    if (attribute) departValue(record, attribute);
  }
  if (edit) departEdit(edit);
}

function departEdit({ record, attribute, slot }: AttributeEdit): void {
  if (attribute.kind === "collection" || attribute.kind === "mapped")
    collectionOf(record, attribute).depart(slot);
  else departValue(record, attribute);
}

function departValue(record: EntityRecord, attribute: Attribute): void {
  const slot = record.model.slotOf(attribute);
  const names = [attribute.name, slot, ...record.model.referencesOf(slot).map(({ name }) => name)];
  for (const name of names) {
    if (!record.local?.has(name)) continue;
    record.inFlight?.set(name, record.local.get(name));
    record.dropLocal(name);
  }
}

/** Rows that hold new pairs join the list of their owner, where it is loaded; that of a new owner is. */
function settlePairs({ record, edit }: LogEntry, isNew: boolean): void {
  if (edit?.attribute.kind !== "mapped") return;
  const { name, target, keyValue } = edit.attribute;
  if (target === undefined || target.endsWith("CustomAttributeValue")) return;
  const { host } = record.model;
  const rows = record.remote[name] ?? (isNew ? [] : undefined);
  if (!Array.isArray(rows)) return;
  const change = edit.after() as PairChange;
  const { primaryKey } = host.registry.get(target);
  const key = joinKey(primaryKey.map((part) => (part === keyValue?.key ? change.key : record.key)));
  const row = host.find(target, key);
  const others = (rows as EntityRecord[]).filter((one) => one.key !== key);
  record.remote[name] = "value" in change && row ? [...others, row] : others;
}

/** The entity an operation answered with. */
function dataOf(answer: unknown): WireEntity | undefined {
  const data = (answer as { data?: unknown } | undefined)?.data;
  return isWireEntity(data) ? data : undefined;
}
