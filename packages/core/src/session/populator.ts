import type { EntityModel } from "../entity/entity-model.js";
import type { EntityRecord } from "../entity/entity-record.js";
import { type Gap, walkPath } from "../entity/path.js";
import { parsePath } from "../query/parse-path.js";
import { abortable } from "../util/abortable.js";
import { createDeferred, type Deferred } from "../util/deferred.js";
import { keyQueries } from "./key-queries.js";
import { projectionsOf } from "./projections.js";

/** What populating needs of its session. */
export interface PopulatorHost {
  /** Takes in the rows of several queries, as one response. */
  fetch(texts: readonly string[]): Promise<unknown>;
  /** Takes in what a persistent cache knows of records; nothing where there is none. */
  recall(records: readonly EntityRecord[]): Promise<void> | undefined;
  /** Fetches one entity by its key; for references set by id, which the server does not know yet. */
  fetchByKey(type: string, key: string): Promise<EntityRecord | undefined>;
}

export interface FetchOptions {
  readonly signal?: AbortSignal | undefined;
  /** Whether the entities of the same response are fetched as well. */
  readonly withPeers: boolean;
}

interface Wish {
  readonly records: Set<EntityRecord>;
  readonly path: string;
}

/**
 * Fetches what is not loaded.
 *
 * Wishes of one tick are put together, those of an entity are extended to its peers, and what the server was asked
 * for once is not asked for again.
 */
export class Populator {
  readonly #host: PopulatorHost;
  #wishes = new Map<EntityModel, Map<string, Wish>>();
  #flush: Deferred<void> | undefined;

  constructor(host: PopulatorHost) {
    this.#host = host;
  }

  /** The value at a path, fetched where it is missing; `undefined` when the server does not have it. */
  async get(record: EntityRecord, path: string, options: FetchOptions): Promise<unknown> {
    for (;;) {
      const { value, gaps } = walkPath(record, path);
      if (gaps.length === 0) return value;
      await this.#fill(gaps, options);
    }
  }

  /** The value at a path as far as it is loaded. */
  async peek(record: EntityRecord, path: string): Promise<unknown> {
    const { value, gaps } = walkPath(record, path);
    return gaps.length === 0 ? value : undefined;
  }

  /** Fetches what several paths miss on several entities. */
  async populate(
    records: readonly EntityRecord[],
    paths: readonly string[],
    options: FetchOptions,
  ): Promise<void> {
    for (;;) {
      const gaps = records.flatMap((record) => paths.flatMap((path) => walkPath(record, path).gaps));
      if (gaps.length === 0) return;
      await this.#fill(gaps, options);
    }
  }

  /** Fills gaps, or marks them as unfillable: either way they are gaps no more. */
  async #fill(gaps: readonly Gap[], { signal, withPeers }: FetchOptions): Promise<void> {
    signal?.throwIfAborted();
    const wished = this.#wish(gaps, withPeers);
    await abortable(Promise.all([this.#byKey(gaps), wished]), signal);
  }

  /** References whose id was set locally: the server still has the old one, so the id itself is looked up. */
  async #byKey(gaps: readonly Gap[]): Promise<void> {
    await Promise.all(
      gaps.map(async ({ record, path }) => {
        const local = localTarget(record, path);
        if (!local) return;
        const found = await this.#host.fetchByKey(local.target, local.key);
        if (!found) markUnavailable(record, local.name);
        else if (local.values.get(local.foreignKey) === local.key) local.values.set(local.name, found);
      }),
    );
  }

  #wish(gaps: readonly Gap[], withPeers: boolean): Promise<void> | undefined {
    const wished = gaps.filter(({ record, path }) => localTarget(record, path) === undefined);
    if (wished.length === 0) return undefined;
    for (const { record, path } of wished) {
      const wish = this.#wishFor(record.model, path);
      if (wish.records.has(record)) continue;
      wish.records.add(record);
      if (!withPeers) continue;
      for (const peer of record.peers?.of(record.model) ?? []) {
        if (isGap(peer, path)) wish.records.add(peer);
      }
    }
    if (this.#flush) return this.#flush.promise;
    const flush = createDeferred();
    this.#flush = flush;
    queueMicrotask(() => {
      this.#flush = undefined;
      const wishes = this.#wishes;
      this.#wishes = new Map();
      this.#grant(wishes).then(() => flush.resolve(), flush.reject);
    });
    return flush.promise;
  }

  #wishFor(model: EntityModel, path: string): Wish {
    let wishes = this.#wishes.get(model);
    if (!wishes) {
      wishes = new Map();
      this.#wishes.set(model, wishes);
    }
    const known = wishes.get(path);
    if (known) return known;
    // Text that is no path must not become part of a query.
    projectionsOf(model, path).forEach(parsePath);
    const wish: Wish = { records: new Set(), path };
    wishes.set(path, wish);
    return wish;
  }

  async #grant(wishes: ReadonlyMap<EntityModel, ReadonlyMap<string, Wish>>): Promise<void> {
    const all = [...wishes.values()].flatMap((byPath) => [...byPath.values()]);
    await this.#host.recall([...new Set(all.flatMap(({ records }) => [...records]))]);
    const requests = [...wishes].flatMap(([model, byPath]) =>
      together([...byPath.values()]).map(({ records, paths }) => ({
        model,
        paths,
        records: records.filter((record) => paths.some((path) => isGap(record, path))),
      })),
    );
    await this.#host.fetch(
      requests.flatMap(({ model, paths, records }) => {
        const select = [...new Set(paths.flatMap((path) => projectionsOf(model, path)))];
        return keyQueries(model.type, select, records);
      }),
    );
    for (const { records, paths } of requests) {
      for (const record of records) for (const path of paths) settle(record, path);
    }
  }
}

/** Wishes of one type for the same entities travel as one query. */
function together(wishes: readonly Wish[]): { records: readonly EntityRecord[]; paths: readonly string[] }[] {
  const groups: { records: Set<EntityRecord>; paths: string[] }[] = [];
  for (const { records, path } of wishes) {
    const same = groups.find(
      (group) => group.records.size === records.size && [...records].every((one) => group.records.has(one)),
    );
    if (same) same.paths.push(path);
    else groups.push({ records, paths: [path] });
  }
  return groups.map(({ records, paths }) => ({ records: [...records], paths }));
}

/** What a record does not have after it was asked for, it will not have the next time either. */
function settle(record: EntityRecord, path: string): void {
  for (const gap of walkPath(record, path).gaps) {
    if (gap.record === record) markUnavailable(record, firstStep(path));
  }
}

function markUnavailable(record: EntityRecord, name: string): void {
  record.unavailable ??= new Set();
  record.unavailable.add(name);
}

/** Whether a record itself lacks the first step of a path. */
const isGap = (record: EntityRecord, path: string): boolean =>
  walkPath(record, path).gaps.some((gap) => gap.record === record);

const firstStep = (path: string): string => path.split(".", 1)[0] as string;

interface LocalTarget {
  readonly name: string;
  readonly target: string;
  readonly foreignKey: string;
  readonly key: string;
  /** Where the id was set. */
  readonly values: Map<string, unknown>;
}

function localTarget(record: EntityRecord, path: string): LocalTarget | undefined {
  const { foreignKey, target, name } = record.model.type.attributes.get(firstStep(path)) ?? {};
  if (foreignKey === undefined || target === undefined || name === undefined) return undefined;
  const values = [record.local, record.inFlight].find((map) => map?.has(foreignKey));
  const key = values?.get(foreignKey);
  return values && typeof key === "string" ? { name, target, foreignKey, key, values } : undefined;
}
