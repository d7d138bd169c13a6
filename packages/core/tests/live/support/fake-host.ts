import type { UpdatedEntity } from "../../../src/events/update-event.js";
import type {
  LiveHost,
  LiveListener,
  LiveRow,
  PendingEntity,
  StoredRows,
} from "../../../src/live/live-host.js";
import { planLive } from "../../../src/live/live-plan.js";
import { type LiveOptions, LiveQuery } from "../../../src/live/live-query.js";
import { parseQuery } from "../../../src/query/parser.js";
import { printQuery } from "../../../src/query/printer.js";
import type { QueryTree } from "../../../src/query/tree.js";
import { ManualClock, settlePromises } from "../../../src/testing/manual-clock.js";
import { createRegistry } from "../../session/support/schemas.js";

const registry = createRegistry();

/** A session whose answers, events and local changes a test decides. */
export class FakeHost implements LiveHost {
  readonly clock = new ManualClock({ settle: settlePromises });
  readonly warnings: string[] = [];
  readonly logger = {
    debug: () => undefined,
    info: () => undefined,
    warn: (message: string) => void this.warnings.push(message),
    error: (message: string) => void this.warnings.push(message),
  };
  /** Expressions asked for, in order. */
  readonly asked: string[] = [];
  readonly stored = new Map<string, StoredRows>();
  following = true;
  local: PendingEntity[] = [];
  /** Answers a query; may throw, or take its time. */
  answer: (expression: string) => readonly LiveRow[] | Promise<readonly LiveRow[]> = () => [];
  #listeners = new Set<LiveListener>();

  listen(listener: LiveListener): () => void {
    this.#listeners.add(listener);
    return () => this.#listeners.delete(listener);
  }

  get isListenedTo(): boolean {
    return this.#listeners.size > 0;
  }

  async rows(tree: QueryTree): Promise<readonly LiveRow[]> {
    const expression = printQuery(tree);
    this.asked.push(expression);
    return this.answer(expression);
  }

  pending(): readonly PendingEntity[] {
    return this.local;
  }

  async readStored(key: string): Promise<StoredRows | undefined> {
    return this.stored.get(key);
  }

  writeStored(key: string, stored: StoredRows): void {
    this.stored.set(key, stored);
  }

  live(expression: string, options?: LiveOptions): LiveQuery {
    const prepare = async () => planLive({ tree: parseQuery(expression), registry });
    return new LiveQuery(this, prepare, options);
  }

  tell(call: (listener: LiveListener) => void): void {
    for (const listener of [...this.#listeners]) call(listener);
  }

  /** Tells of the update of a task, as the server would. */
  update(
    key: string,
    changes: Readonly<Record<string, readonly [old: unknown, current: unknown]>>,
    other: Partial<UpdatedEntity> = {},
  ): void {
    const update = {
      entityType: "Task",
      key,
      action: "update",
      changes: Object.fromEntries(
        Object.entries(changes).map(([name, [old, current]]) => [name, { old, new: current }]),
      ),
      parents: [],
      project: "project",
      user: { id: null, name: null, username: null },
      clientToken: null,
      raw: {},
      ...other,
    } as unknown as UpdatedEntity;
    this.tell((listener) => listener.onUpdates([update]));
  }
}

/** A task with local changes; what is not given is not loaded. */
export const pendingTask = (
  key: string,
  values: Readonly<Record<string, unknown>>,
  state: PendingEntity["state"] = "modified",
  before: Readonly<Record<string, unknown>> = {},
): PendingEntity => ({
  entityType: "Task",
  key,
  state,
  changed: new Set(Object.keys(values)),
  before: (name) => before[name],
  read: ([name, ...rest]) => {
    const value = name === "id" ? key : values[name ?? ""];
    return rest.length === 0 || value === null ? value : (value as LiveRow | undefined)?.[rest[0] ?? ""];
  },
});
