import fc from "fast-check";
import { describe, expect, it } from "vitest";
import { createManager, seedTasks } from "./support/create-manager.js";
import type { FakeServer } from "./support/fake-server.js";
import { isNightly } from "./support/nightly.js";

// biome-ignore lint/suspicious/noExplicitAny: these tests have no map of types.
type Any = any;

const text =
  "select name, status.name, status_id, scopes, metadata.key, metadata.value from Task where id is 'task-0'";
const scopeIds = ["s1", "s2", "s3"];
const statusIds = ["todo", "doing", "done"];

/** What a task is. */
interface Values {
  name: string;
  status: string | null;
  scopes: Set<string>;
  metadata: Map<string, string>;
}

const copy = ({ name, status, scopes, metadata }: Values): Values => ({
  name,
  status,
  scopes: new Set(scopes),
  metadata: new Map(metadata),
});

/** The oracle of one session: what it saw last, and what it changed since. */
class Model {
  seen: Values;
  plain = new Map<"name" | "status", string | null>();
  added = new Set<string>();
  removed = new Set<string>();
  /** `undefined` stands for a pair that was deleted. */
  pairs = new Map<string, string | undefined>();

  constructor(seen: Values) {
    this.seen = seen;
  }

  get shown(): Values {
    const shown = copy(this.seen);
    this.#applyTo(shown);
    return shown;
  }

  set(name: "name" | "status", value: string | null): void {
    if (value === this.seen[name]) this.plain.delete(name);
    else this.plain.set(name, value);
  }

  add(scope: string): void {
    if (this.shown.scopes.has(scope)) return;
    this.removed.delete(scope);
    if (!this.seen.scopes.has(scope)) this.added.add(scope);
  }

  remove(scope: string): void {
    if (!this.shown.scopes.has(scope)) return;
    this.added.delete(scope);
    if (this.seen.scopes.has(scope)) this.removed.add(scope);
  }

  pair(key: string, value: string | undefined): void {
    if (this.shown.metadata.get(key) === value) return;
    if (this.seen.metadata.get(key) === value) this.pairs.delete(key);
    else this.pairs.set(key, value);
  }

  commit(truth: Values): void {
    this.#applyTo(truth);
    for (const [name, value] of this.plain) this.seen = { ...this.seen, [name]: value };
    if (this.added.size + this.removed.size > 0) this.seen.scopes = new Set(truth.scopes);
    for (const [key, value] of this.pairs) setPair(this.seen.metadata, key, value);
    this.forget();
  }

  forget(): void {
    this.plain = new Map();
    this.added = new Set();
    this.removed = new Set();
    this.pairs = new Map();
  }

  #applyTo(values: Values): void {
    for (const [name, value] of this.plain) Object.assign(values, { [name]: value });
    for (const scope of this.removed) values.scopes.delete(scope);
    for (const scope of this.added) values.scopes.add(scope);
    for (const [key, value] of this.pairs) setPair(values.metadata, key, value);
  }
}

function setPair(pairs: Map<string, string>, key: string, value: string | undefined): void {
  if (value === undefined) pairs.delete(key);
  else pairs.set(key, value);
}

const edit = fc.oneof(
  fc.record({ kind: fc.constant("name" as const), value: fc.constantFrom("a", "b", "c") }),
  fc.record({ kind: fc.constant("status" as const), value: fc.constantFrom(...statusIds, null) }),
  fc.record({ kind: fc.constant("status_id" as const), value: fc.constantFrom(...statusIds, null) }),
  fc.record({ kind: fc.constant("add" as const), value: fc.constantFrom(...scopeIds) }),
  fc.record({ kind: fc.constant("remove" as const), value: fc.constantFrom(...scopeIds) }),
  fc.record({
    kind: fc.constant("pair" as const),
    key: fc.constantFrom("k", "l"),
    value: fc.constantFrom("1", "2", undefined),
  }),
);
const command = fc.oneof(
  { weight: 6, arbitrary: fc.record({ kind: fc.constant("mine" as const), edit }) },
  { weight: 4, arbitrary: fc.record({ kind: fc.constant("theirs" as const), edit }) },
  { weight: 2, arbitrary: fc.record({ kind: fc.constant("query" as const) }) },
  { weight: 2, arbitrary: fc.record({ kind: fc.constant("commit" as const), isRefused: fc.boolean() }) },
  { weight: 1, arbitrary: fc.record({ kind: fc.constant("rollback" as const) }) },
);
type Edit = typeof edit extends fc.Arbitrary<infer Value> ? Value : never;

function expectSame(model: Model, change: Edit): void {
  if (change.kind === "name") model.set("name", change.value);
  else if (change.kind === "status" || change.kind === "status_id") model.set("status", change.value);
  else if (change.kind === "add") model.add(change.value);
  else if (change.kind === "remove") model.remove(change.value);
  else model.pair(change.key, change.value);
}

/** A session with the one task and everything the task can refer to. */
async function open(server?: FakeServer) {
  const made = createManager({}, server);
  if (!server) {
    seedTasks(made.server, 1);
    for (const id of scopeIds) made.server.seed("Scope", { id, name: id });
    Object.assign(made.server.row("Task", "task-0") as object, { scopes: ["s1"] });
    made.server.seed("Metadata", { parent_id: "task-0", key: "k", value: "1" });
  }
  const named = async (type: string) =>
    new Map((await made.query(`select name from ${type}`)).map((one) => [one.id as string, one]));
  const [statuses, scopes] = [await named("Status"), await named("Scope")];
  const [task] = await made.query(text);
  const apply = (change: Edit): void => {
    if (change.kind === "name") task.name = change.value;
    else if (change.kind === "status") {
      task.status = change.value === null ? null : statuses.get(change.value);
    } else if (change.kind === "status_id") task.status_id = change.value;
    else if (change.kind === "add") task.scopes.add(scopes.get(change.value));
    else if (change.kind === "remove") task.scopes.delete(scopes.get(change.value));
    else if (change.value === undefined) task.metadata.delete(change.key);
    else task.metadata.set(change.key, change.value);
  };
  return { ...made, task, apply };
}

const valuesOf = (task: Any): Values => ({
  name: task.name,
  status: task.status_id,
  scopes: new Set(task.scopes.map(({ id }: Any) => id)),
  metadata: new Map(task.metadata.toMap()),
});

function stored(server: FakeServer): Values {
  const row = server.row("Task", "task-0") as Record<string, unknown>;
  const pairs = [...server.rows("Metadata").values()].map(
    ({ key, value }) => [key, value] as [string, string],
  );
  return {
    name: row.name as string,
    status: (row.status_id as string | null) ?? null,
    scopes: new Set(row.scopes as string[]),
    metadata: new Map(pairs),
  };
}

describe("two sessions that change the same task", () => {
  it("keep what each has set, whatever the other does, and the server has both", {
    timeout: 600_000,
  }, async () => {
    await fc.assert(
      fc.asyncProperty(fc.array(command, { maxLength: 30 }), async (commands) => {
        const mine = await open();
        const theirs = await open(mine.server);
        const { manager, server, task } = mine;
        const truth = stored(server);
        const model = new Model(copy(truth));
        const query = async () => {
          await mine.query(text);
          model.seen = copy(truth);
        };

        for (const step of commands) {
          if (step.kind === "mine") {
            mine.apply(step.edit);
            expectSame(model, step.edit);
          } else if (step.kind === "theirs") {
            await theirs.query(text);
            const other = new Model(copy(truth));
            theirs.apply(step.edit);
            expectSame(other, step.edit);
            await theirs.manager.commit();
            other.commit(truth);
          } else if (step.kind === "query") {
            await query();
          } else if (step.kind === "rollback") {
            manager.rollback();
            model.forget();
          } else {
            const isWrite = (operations: readonly { action: string }[]) =>
              operations.some(({ action }) => action !== "query");
            server.fault = (operations) => (step.isRefused && isWrite(operations) ? "refused" : "none");
            const isSent = manager.recordedOperations.length > 0;
            const outcome = await manager.commit().then(
              () => "done",
              () => "refused",
            );
            server.fault = () => "none";
            if (outcome === "done") model.commit(truth);
            else expect(step.isRefused && isSent).toBe(true);
          }
          expect(valuesOf(task)).toEqual(model.shown);
          expect(task.status?.id ?? null).toBe(task.status_id);
          expect(stored(server)).toEqual(truth);
        }
        await manager.commit();
        model.commit(truth);
        await query();

        expect(stored(server)).toEqual(truth);
        expect(valuesOf(task)).toEqual(truth);
        expect(manager.recordedOperations).toEqual([]);
      }),
      { numRuns: isNightly ? 3_000 : 100, seed: 11 },
    );
  });
});
