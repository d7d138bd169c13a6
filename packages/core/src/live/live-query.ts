import { quote } from "../query/literal.js";
import { printQuery } from "../query/printer.js";
import { withPaging } from "../query/transform.js";
import type { Criteria, Path, QueryTree } from "../query/tree.js";
import { type Dependencies, readDependencies } from "./dependencies.js";
import { assessUpdate } from "./impact.js";
import type { EntityUpdate, LiveHost, LiveRow } from "./live-host.js";
import { MentionIndex } from "./mention-index.js";
import { overlayPending } from "./overlay.js";
import { keyOf, type LiveChange, type LiveSnapshot, type LiveStatus, sameRow } from "./snapshot.js";

export interface LiveOptions {
  /** Longest time changes are collected before they are asked for, in milliseconds. Defaults to 500. */
  readonly flushWindow?: number | undefined;
  /** Whether uncommitted changes of the session show. Defaults to `true`. */
  readonly optimistic?: boolean | undefined;
  /** Whether rows of an earlier session show until the first answer. Defaults to `true`. */
  readonly stored?: boolean | undefined;
}

/** Above so many touched rows, running the whole query is cheaper than asking for them. */
const maxTouched = 200;
/** Wait before a failed refresh is tried again, in milliseconds. */
const retryDelay = 5_000;

/**
 * The result of a query that stays current.
 *
 * Opened by `session.live(…)`. It shows stored rows at once where there are any, then the server's, and follows
 * `ftrack.update` events: what an event tells is shown without asking, everything else is asked for once per
 * flush window. While the page is hidden it only collects.
 *
 * @example
 * const live = session.live('select name, status.name from Task where project.name is "lantern"');
 * const stop = live.subscribe((tasks) => render(tasks));
 */
export class LiveQuery<Row extends object = LiveRow> {
  readonly #host: LiveHost;
  readonly #tree: QueryTree;
  readonly #dependencies: Dependencies;
  readonly #options: { flushWindow: number; optimistic: boolean; stored: boolean };
  readonly #key: string;
  readonly #listeners = new Set<(rows: readonly Row[], change: LiveChange) => void>();
  readonly #mentions = new MentionIndex();
  readonly #stops: (() => void)[] = [];
  readonly #closing = new AbortController();
  /** What the server said last, in its order. */
  #rows = new Map<string, LiveRow>();
  #snapshot: LiveSnapshot<Row> = { rows: [], status: "loading", error: undefined, updatedAt: undefined };
  #touched = new Set<string>();
  #all = true;
  #running = false;
  #cancelTimer: (() => void) | undefined;
  #visible = true;

  constructor(host: LiveHost, tree: QueryTree, options: LiveOptions = {}) {
    const { flushWindow = 500, optimistic = true, stored = true } = options;
    this.#host = host;
    this.#tree = withKey(tree, host);
    this.#dependencies = readDependencies(this.#tree, host.registry);
    this.#options = { flushWindow, optimistic, stored };
    this.#key = printQuery(this.#tree);
    this.#stops.push(
      host.onUpdates((updates) => this.#take(updates)),
      host.onGap(() => this.refresh()),
      host.onVisible((visible) => this.#show(visible)),
    );
    if (optimistic) this.#stops.push(host.onPending(() => this.#publish()));
    if (stored) void this.#showStored();
    this.#schedule(0);
  }

  /** The rows now and how current they are; the same object until something changes. */
  getSnapshot = (): LiveSnapshot<Row> => this.#snapshot;

  /**
   * Calls back whenever rows or status change, and once soon with what there is.
   *
   * @returns How to stop.
   */
  subscribe = (listener: (rows: readonly Row[], change: LiveChange) => void): (() => void) => {
    this.#listeners.add(listener);
    return () => this.#listeners.delete(listener);
  };

  /** Runs the whole query again within the flush window. */
  refresh(): void {
    this.#all = true;
    this.#schedule(this.#options.flushWindow);
  }

  /** Every state from now on, the present one first; ends when the result is closed. */
  async *[Symbol.asyncIterator](): AsyncGenerator<readonly Row[]> {
    let wake: (() => void) | undefined;
    const stop = this.subscribe(() => wake?.());
    const closed = () => wake?.();
    this.#closing.signal.addEventListener("abort", closed);
    let shown: LiveSnapshot<Row> | undefined;
    try {
      while (!this.#closing.signal.aborted) {
        if (shown !== this.#snapshot && this.#snapshot.status !== "loading") {
          shown = this.#snapshot;
          yield shown.rows;
          continue;
        }
        await new Promise<void>((resolve) => {
          wake = resolve;
        });
      }
    } finally {
      stop();
      this.#closing.signal.removeEventListener("abort", closed);
    }
  }

  /** Stops following; safe to call twice. The last snapshot stays readable. */
  close(): void {
    if (this.#closing.signal.aborted) return;
    for (const stop of this.#stops.splice(0)) stop();
    this.#cancelTimer?.();
    this.#closing.abort();
    this.#listeners.clear();
  }

  [Symbol.dispose ?? Symbol.for("Symbol.dispose")](): void {
    this.close();
  }

  async #showStored(): Promise<void> {
    const rows = await this.#host.readStored(this.#key);
    if (!rows || this.#snapshot.status !== "loading" || this.#closing.signal.aborted) return;
    this.#rows = new Map(rows.map((row) => [keyOf(row), row]));
    this.#publish("stale");
  }

  #take(updates: readonly EntityUpdate[]): void {
    let patched = false;
    for (const update of updates) {
      const impact = assessUpdate(update, this.#dependencies, this.#mentions, this.#host.registry);
      if (impact.kind === "all") this.#all = true;
      else if (impact.kind === "rows") for (const key of impact.keys) this.#touched.add(key);
      else if (impact.kind === "patch") {
        // An answer under way may be older than the event, so then the row is asked for once more.
        if (this.#running || this.#touched.has(impact.key)) this.#touched.add(impact.key);
        patched = this.#patch(impact.key, impact.values) || patched;
      }
    }
    if (patched) this.#publish();
    if (this.#all || this.#touched.size > 0) this.#schedule(this.#options.flushWindow);
  }

  #patch(key: string, values: LiveRow): boolean {
    const row = this.#rows.get(key);
    if (!row) return false;
    const next = Object.freeze({ ...row, ...values });
    if (sameRow(row, next)) return false;
    this.#rows.set(key, next);
    return true;
  }

  #show(visible: boolean): void {
    this.#visible = visible;
    if (visible && (this.#all || this.#touched.size > 0)) this.#schedule(0);
  }

  #schedule(delay: number): void {
    if (this.#closing.signal.aborted || this.#running || !this.#visible) return;
    if (this.#cancelTimer) {
      if (delay > 0) return;
      this.#cancelTimer();
    }
    this.#cancelTimer = this.#host.clock.setTimer(delay, () => {
      this.#cancelTimer = undefined;
      void this.#flush();
    });
  }

  /** Asks for what may have changed; never rejects. */
  async #flush(): Promise<void> {
    if (this.#running || this.#closing.signal.aborted) return;
    const touched = this.#touched;
    const everything = this.#all || touched.size > maxTouched;
    if (!everything && touched.size === 0) return;
    this.#touched = new Set();
    this.#all = false;
    this.#running = true;
    let delay = this.#options.flushWindow;
    try {
      const complete = everything || !(await this.#askFor(touched));
      if (complete) await this.#askForAll();
      this.#host.writeStored(this.#key, [...this.#rows.values()]);
      this.#publish("live");
    } catch (error) {
      if (this.#closing.signal.aborted) return;
      this.#all ||= everything;
      for (const key of touched) this.#touched.add(key);
      delay = Math.max(delay, retryDelay);
      this.#publish(this.#snapshot.updatedAt === undefined ? "failed" : "stale", error);
    } finally {
      this.#running = false;
    }
    if (this.#all || this.#touched.size > 0) this.#schedule(delay);
  }

  async #askForAll(): Promise<void> {
    const rows = await this.#host.rows(this.#tree, this.#closing.signal);
    const next = new Map<string, LiveRow>();
    for (const row of rows) {
      const key = keyOf(row);
      const before = this.#rows.get(key);
      next.set(key, before && sameRow(before, row) ? before : row);
    }
    this.#rows = next;
  }

  /** @returns Whether that was enough; it is not when rows come, go or move in a result with an order or a limit. */
  async #askFor(keys: ReadonlySet<string>): Promise<boolean> {
    const rows = await this.#host.rows(onlyRows(this.#tree, keys), this.#closing.signal);
    const found = new Map(rows.map((row) => [keyOf(row), row]));
    const bounded = this.#tree.limit !== undefined || this.#tree.offset !== undefined;
    let comesOrMoves = false;
    for (const key of keys) {
      const before = this.#rows.get(key);
      const after = found.get(key);
      if (after && before) {
        if (!sameRow(before, after)) {
          this.#rows.set(key, after);
          comesOrMoves ||= this.#mayMove(before, after);
        }
      } else if (after) comesOrMoves = true;
      else if (before) {
        this.#rows.delete(key);
        comesOrMoves ||= bounded;
      }
    }
    if (!comesOrMoves) return true;
    if (this.#tree.orderBy.length > 0 || bounded) return false;
    // Without an order, rows come in the order of their keys.
    for (const [key, row] of found) this.#rows.set(key, row);
    this.#rows = new Map([...this.#rows].sort(([left], [right]) => (left < right ? -1 : 1)));
    return true;
  }

  #mayMove(before: LiveRow, after: LiveRow): boolean {
    return this.#tree.orderBy.some(({ path }) => {
      const [left, right] = [valueAt(before, path), valueAt(after, path)];
      return left === undefined || right === undefined || left !== right;
    });
  }

  #publish(status: LiveStatus = this.#snapshot.status, error?: unknown): void {
    const before = this.#snapshot;
    const pending = this.#options.optimistic ? this.#host.pending(this.#dependencies.entityType) : [];
    const shown = overlayPending(this.#rows, pending, this.#tree, this.#host.registry);
    const same =
      shown.length === before.rows.length && shown.every((row, index) => row === before.rows[index]);
    if (same && status === before.status && error === before.error) {
      if (status === "live") this.#snapshot = { ...before, updatedAt: this.#host.clock.now() };
      return;
    }
    const rows = same ? before.rows : (Object.freeze(shown) as unknown as readonly Row[]);
    this.#mentions.update(this.#rows);
    const updatedAt = status === "live" ? this.#host.clock.now() : before.updatedAt;
    this.#snapshot = { rows, status, error, updatedAt };
    const change: LiveChange = { status, rowsChanged: !same, error };
    for (const listener of this.#listeners) {
      try {
        listener(rows, change);
      } catch (cause) {
        this.#host.logger.error("A listener of a live result failed.", { cause: String(cause) });
      }
    }
  }
}

/** Rows are told apart by their primary key, so it is always selected. */
function withKey(tree: QueryTree, { registry }: LiveHost): QueryTree {
  if (tree.groupBy.length > 0) return tree;
  const names = new Set(
    tree.projections.flatMap((projection) => (projection.kind === "path" ? [printedPath(projection)] : [])),
  );
  const missing = registry.get(tree.entityType.name).primaryKey.filter((name) => !names.has(name));
  return { ...tree, projections: [...tree.projections, ...missing.map(pathTo)] };
}

function onlyRows(tree: QueryTree, keys: ReadonlySet<string>): QueryTree {
  const values = [...keys].map((text) => ({
    kind: "value" as const,
    text,
    source: quote(text),
    quoted: true,
    start: 0,
    end: 0,
  }));
  const only: Criteria = { kind: "in", path: pathTo("id"), negated: false, values, start: 0, end: 0 };
  const where: Criteria = tree.where ? { kind: "and", operands: [tree.where, only], start: 0, end: 0 } : only;
  return { ...withPaging(tree, { limit: undefined, offset: undefined }), orderBy: [], where };
}

const pathTo = (name: string): Path => ({
  kind: "path",
  segments: [{ name, cast: undefined, start: 0, end: 0 }],
  start: 0,
  end: 0,
});

const printedPath = (path: Path): string => path.segments.map(({ name }) => name).join(".");

function valueAt(row: LiveRow, path: Path): unknown {
  let value: unknown = row;
  for (const { name } of path.segments)
    value = typeof value === "object" && value !== null ? (value as LiveRow)[name] : undefined;
  return value;
}
