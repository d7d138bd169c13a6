import { FtrackError } from "../errors/ftrack-error.js";
import type { UpdatedEntity } from "../events/update-event.js";
import { backoffDelay } from "../util/backoff.js";
import type { LiveHost, LiveRow, PendingEntity } from "./live-host.js";
import type { LivePlan } from "./live-plan.js";
import type { LiveRows } from "./live-rows.js";
import { sameRow } from "./same-row.js";
import { Settling } from "./settling.js";
import type { LiveChange, LiveSnapshot } from "./snapshot.js";

/** How a live result is kept current. */
export interface LiveOptions {
  /** Time for which changes are collected before they are asked for, in milliseconds. Defaults to 500. */
  readonly flushWindow?: number | undefined;
  /** Whether uncommitted changes of the session show. Defaults to `true`. */
  readonly optimistic?: boolean | undefined;
  /** Whether rows of an earlier session show until the first answer, where the session has a cache. Defaults to `true`. */
  readonly stored?: boolean | undefined;
}

/** Called with the rows, and with what is different about them. */
export type LiveSubscriber<Row> = (rows: readonly Row[], change: LiveChange) => void;

/** Up to so many rows, running the whole query is no dearer than asking for single ones first. */
const fewRows = 500;
/** Above so many touched rows, running the whole query is cheaper than asking for them. */
const maxTouched = 200;
/** Above so many updates during a request, running the whole query is cheaper than going through them. */
const maxMissed = 5_000;
/** What events tell is shown so much later, in milliseconds, so that a storm does not call back for each. */
const frame = 16;
const patience = { base: 2_000, max: 60_000 };

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
export class LiveQuery<Row = LiveRow> implements AsyncIterable<readonly Row[]> {
  readonly #host: LiveHost;
  readonly #prepare: () => Promise<LivePlan>;
  readonly #options: { flushWindow: number; optimistic: boolean; stored: boolean };
  readonly #subscribers = new Set<LiveSubscriber<Row>>();
  readonly #settling = new Settling();
  readonly #closing = new AbortController();
  readonly #stopListening: () => void;
  #plan: LivePlan | undefined;
  #rows: LiveRows | undefined;
  #snapshot: LiveSnapshot<Row> = Object.freeze({
    rows: Object.freeze([]),
    status: "loading",
    error: undefined,
    updatedAt: undefined,
  });
  /** Rows that may have changed since they were asked for. */
  #touched = new Set<string>();
  /** The whole query has to run. */
  #outdated = true;
  #isAsking = false;
  /** Updates that came while an answer was awaited, which may or may not know of them. */
  #missed: UpdatedEntity[] = [];
  /** Nothing that happened since the last answer was missed. */
  #isCurrent = false;
  #error: unknown;
  #failures = 0;
  #isVisible = true;
  #cancelFlush: (() => void) | undefined;
  #cancelFrame: (() => void) | undefined;

  constructor(host: LiveHost, prepare: () => Promise<LivePlan>, options: LiveOptions = {}) {
    const { flushWindow = 500, optimistic = true, stored = true } = options;
    this.#host = host;
    this.#prepare = prepare;
    this.#options = { flushWindow, optimistic, stored };
    this.#stopListening = host.listen({
      onUpdates: (updates) => this.#take(updates),
      onFollowing: (following) => this.#follow(following),
      onVisible: (visible) => this.#show(visible),
      onPending: () => this.#publish(),
      onCommitted: (entities) => this.#settle(entities),
      onClose: () => this.close(),
      rowOf: (entityType, key) => this.#rows?.of(entityType, key),
    });
    this.#schedule(0);
  }

  /** The rows now and how current they are; the same object until something changes. */
  readonly getSnapshot = (): LiveSnapshot<Row> => this.#snapshot;

  /**
   * Calls back whenever rows or status change, and soon after subscribing where there is something to show already.
   *
   * @returns How to stop.
   */
  readonly subscribe = (subscriber: LiveSubscriber<Row>): (() => void) => {
    // Every subscription ends on its own, also where one function is subscribed twice.
    const own: LiveSubscriber<Row> = (rows, change) => subscriber(rows, change);
    this.#subscribers.add(own);
    if (this.#snapshot.status !== "loading") {
      queueMicrotask(() => {
        if (this.#subscribers.has(own)) this.#tell(own, true);
      });
    }
    return () => {
      this.#subscribers.delete(own);
    };
  };

  /** Whether {@link LiveQuery.close} was called, or the session was closed. */
  get closed(): boolean {
    return this.#closing.signal.aborted;
  }

  /** Asks for everything again, within the flush window. */
  refresh(): void {
    this.#outdated = true;
    this.#schedule(this.#options.flushWindow);
  }

  /** The rows now, where there are any, and after every change; a slow loop gets the latest. Ends with the result. */
  async *[Symbol.asyncIterator](): AsyncGenerator<readonly Row[], void, undefined> {
    let wake: () => void = () => undefined;
    const stop = this.subscribe(() => wake());
    const onClose = () => wake();
    this.#closing.signal.addEventListener("abort", onClose);
    let shown: readonly Row[] | undefined;
    try {
      while (!this.closed) {
        const { rows, status } = this.#snapshot;
        if (status !== "loading" && status !== "failed" && rows !== shown) {
          shown = rows;
          yield rows;
          continue;
        }
        await new Promise<void>((resolve) => {
          wake = resolve;
        });
      }
    } finally {
      stop();
      this.#closing.signal.removeEventListener("abort", onClose);
    }
  }

  /** Stops following; safe to call twice. The last snapshot stays readable. */
  close(): void {
    if (this.closed) return;
    this.#stopListening();
    this.#cancelFlush?.();
    this.#cancelFrame?.();
    this.#closing.abort();
    this.#subscribers.clear();
  }

  [Symbol.dispose](): void {
    this.close();
  }

  #take(updates: readonly UpdatedEntity[]): void {
    if (this.#isAsking) {
      if (this.#missed.length + updates.length > maxMissed) this.#outdated = true;
      else this.#missed.push(...updates);
      return;
    }
    // What is asked for later knows of them.
    if (this.#outdated) return;
    this.#apply(updates, false);
  }

  /** @param inDoubt - Whether the rows may be older or newer than the updates. */
  #apply(updates: readonly UpdatedEntity[], inDoubt: boolean): void {
    if (!this.#plan || !this.#rows) return;
    let changed = false;
    for (const update of updates) {
      if (this.#outdated) break;
      changed = this.#applyOne(update, inDoubt, this.#plan, this.#rows) || changed;
    }
    if (changed) this.#publishSoon();
    if (this.#outdated || this.#touched.size > 0) this.#schedule(this.#options.flushWindow);
  }

  /** @returns Whether a row is different now. */
  #applyOne(update: UpdatedEntity, inDoubt: boolean, plan: LivePlan, rows: LiveRows): boolean {
    const impact = plan.assess(update, rows);
    switch (impact.kind) {
      case "none":
        return false;
      case "all":
        this.#outdated = true;
        return false;
      case "rows":
        this.#touch(impact.keys, impact.mayMove);
        return false;
      case "patch":
        if (inDoubt) this.#touched.add(impact.key);
        return rows.patch(impact.key, impact.values);
      case "remove":
        if (!inDoubt) return rows.remove(impact.key);
        this.#touched.add(impact.key);
        return false;
    }
  }

  #touch(keys: Iterable<string>, mayMove: boolean): void {
    for (const key of keys) this.#touched.add(key);
    if (!this.#plan || !this.#rows) return;
    const { ordered, bounded } = this.#plan;
    if (mayMove && (bounded || (ordered && this.#rows.size <= fewRows))) this.#outdated = true;
    if (this.#touched.size > maxTouched) this.#outdated = true;
  }

  /** Committed values show until the server's rows have them. */
  #settle(entities: readonly PendingEntity[]): void {
    const [plan, rows] = [this.#plan, this.#rows];
    if (!plan || !rows) return;
    const { registry, dependencies, key } = plan;
    const isOwn = ({ entityType }: PendingEntity) => registry.isKindOf(entityType, dependencies.entityType);
    const shown = entities.filter((entity) => isOwn(entity) || plan.relates(entity));
    if (shown.length === 0 || (key === undefined && !dependencies.grouped)) return;
    if (this.#options.optimistic) this.#settling.add(shown);
    if (dependencies.grouped) this.#outdated = true;
    else {
      this.#touch(
        shown.filter(isOwn).map((entity) => entity.key),
        true,
      );
      this.#touch(
        shown.flatMap((entity) => [...rows.mentioning(entity.key)]),
        false,
      );
    }
    this.#schedule(this.#options.flushWindow);
  }

  #follow(following: boolean): void {
    this.#isCurrent = false;
    this.#publish();
    if (following && (this.#isAsking || !this.#outdated)) this.refresh();
  }

  #show(visible: boolean): void {
    this.#isVisible = visible;
    if (visible && (this.#outdated || this.#touched.size > 0)) this.#schedule(0);
  }

  #schedule(delay: number): void {
    if (this.closed || this.#isAsking || !this.#isVisible || this.#cancelFlush) return;
    this.#cancelFlush = this.#host.clock.setTimer(delay, () => {
      this.#cancelFlush = undefined;
      if (this.#isVisible) void this.#flush();
    });
  }

  /** Asks for what may have changed; never rejects. */
  async #flush(): Promise<void> {
    const everything = this.#outdated;
    const touched = this.#touched;
    if (this.closed || (!everything && touched.size === 0)) return;
    this.#touched = new Set();
    this.#outdated = false;
    this.#isAsking = true;
    this.#settling.ask();
    const isFollowing = this.#host.following;
    let delay = this.#options.flushWindow;
    try {
      if (everything) await this.#askForAll();
      else await this.#askFor(touched);
      if (this.closed) return;
      if (everything) this.#isCurrent = isFollowing && this.#host.following;
      this.#settling.arrive();
      this.#failures = 0;
      this.#error = undefined;
      this.#publish(this.#host.clock.now());
    } catch (error) {
      if (this.closed) return;
      this.#outdated = everything || this.#outdated;
      for (const key of touched) this.#touched.add(key);
      delay = Math.max(delay, backoffDelay(this.#failures++, patience, Math.random()));
      this.#isCurrent = false;
      this.#error = error;
      this.#publish();
      if (isFinal(error)) this.close();
    } finally {
      this.#isAsking = false;
    }
    const missed = this.#missed;
    this.#missed = [];
    this.#apply(missed, true);
    if (this.#outdated || this.#touched.size > 0) this.#schedule(delay);
  }

  async #askForAll(): Promise<void> {
    const plan = await this.#planned();
    const rows = await this.#host.rows(plan.tree, this.#closing.signal);
    this.#rows ??= plan.createRows();
    this.#rows.replace(rows);
    this.#host.writeStored(plan.storedAs, { rows, updatedAt: this.#host.clock.now() });
  }

  async #askFor(keys: ReadonlySet<string>): Promise<void> {
    if (!this.#plan || !this.#rows || this.#plan.key === undefined) return;
    const tree = this.#plan.only(this.#plan.key, keys);
    const isEnough = this.#rows.merge(keys, await this.#host.rows(tree, this.#closing.signal));
    if (!isEnough) this.#outdated = true;
  }

  async #planned(): Promise<LivePlan> {
    if (this.#plan) return this.#plan;
    const plan = await this.#prepare();
    this.#plan = plan;
    if (this.#options.stored) void this.#showStored(plan);
    return plan;
  }

  async #showStored(plan: LivePlan): Promise<void> {
    const stored = await this.#host.readStored(plan.storedAs);
    if (!stored || this.#rows || this.closed) return;
    this.#rows = plan.createRows();
    this.#rows.replace(stored.rows);
    this.#publish(stored.updatedAt);
  }

  #publishSoon(): void {
    this.#cancelFrame ??= this.#host.clock.setTimer(frame, () => this.#publish());
  }

  #publish(updatedAt: number | undefined = this.#snapshot.updatedAt): void {
    this.#cancelFrame?.();
    this.#cancelFrame = undefined;
    const before = this.#snapshot;
    const shown = this.#shown().map((row, index) => {
      const known = before.rows[index] as LiveRow | undefined;
      return sameRow(known, row) ? (known as LiveRow) : row;
    });
    const same =
      shown.length === before.rows.length && shown.every((row, index) => row === before.rows[index]);
    const rows = same ? before.rows : (Object.freeze(shown) as unknown as readonly Row[]);
    const error = this.#error;
    const status = this.#rows
      ? this.#isCurrent
        ? "live"
        : "stale"
      : error === undefined
        ? "loading"
        : "failed";
    const isNews = !same || status !== before.status || error !== before.error;
    if (!isNews && updatedAt === before.updatedAt) return;
    this.#snapshot = Object.freeze({ rows, status, error, updatedAt });
    if (isNews) for (const subscriber of [...this.#subscribers]) this.#tell(subscriber, !same);
  }

  #shown(): LiveRow[] {
    if (!this.#plan || !this.#rows) return [];
    if (!this.#options.optimistic) return this.#rows.values();
    return this.#plan.overlay(this.#rows, this.#settling.with(this.#host.pending()));
  }

  #tell(subscriber: LiveSubscriber<Row>, rowsChanged: boolean): void {
    const { rows, status, error } = this.#snapshot;
    try {
      subscriber(rows, { status, rowsChanged, error });
    } catch (cause) {
      this.#host.logger.error("A subscriber of a live result failed.", { error: String(cause) });
    }
  }
}

/** Whether trying again cannot help: the query asks for what there is not. */
const isFinal = (error: unknown): boolean =>
  FtrackError.is(error) && /^(?:query|entity|session)_/.test(error.code);
