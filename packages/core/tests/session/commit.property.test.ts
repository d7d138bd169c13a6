import fc from "fast-check";
import { describe, expect, it } from "vitest";
import { createManager, seedTasks } from "./support/create-manager.js";
import { isNightly } from "./support/nightly.js";
import { createRandom } from "./support/random.js";

// biome-ignore lint/suspicious/noExplicitAny: these tests have no map of types.
type Any = any;

describe("commits whose requests and answers get lost", () => {
  it("loses nothing and doubles nothing", { timeout: 600_000 }, async () => {
    const commits = isNightly ? 10_000 : 400;
    const random = createRandom(20_261_120);
    const pick = <Item>(items: readonly Item[]): Item => items[Math.floor(random() * items.length)] as Item;
    const { manager, server, create } = createManager();
    seedTasks(server, 0);
    for (const id of ["s1", "s2", "s3", "s4"]) server.seed("Scope", { id, name: id });
    const scopes = manager.decode(await server.query("select name from Scope"));
    const tasks = new Map<
      string,
      { task: Any; row: Record<string, unknown>; scopes: Set<string>; pairs: Map<string, string> }
    >();
    const faults = { lost_answer: 0, lost_request: 0 };
    server.fault = (operations) => {
      const isRead = operations.every(({ action }) => action === "query");
      const chance = random();
      const fault =
        chance < (isRead ? 0.02 : 0.25)
          ? "lost_answer"
          : chance < (isRead ? 0.1 : 0.4)
            ? "lost_request"
            : "none";
      if (fault !== "none") faults[fault]++;
      return fault;
    };
    let created = 0;

    for (let commit = 0; commit < commits; commit++) {
      for (let edit = 1 + Math.floor(random() * 4); edit > 0; edit--) {
        const known = [...tasks.values()];
        const kind = random();
        if (known.length < 3 || (kind < 0.25 && known.length < 40)) {
          const task = create("Task", { name: `task ${created++}`, bid: 0 });
          tasks.set(task.id, { task, row: { name: task.name, bid: 0 }, scopes: new Set(), pairs: new Map() });
          continue;
        }
        const { task, row, scopes: joined, pairs } = pick(known);
        if (kind < 0.5) {
          row.bid = Math.floor(random() * 5);
          task.bid = row.bid;
        } else if (kind < 0.6) {
          row.status_id = pick(["todo", "done", null]);
          task.status_id = row.status_id;
        } else if (kind < 0.75) {
          const scope = pick(scopes) as { $key: readonly string[] };
          const id = scope.$key[0] as string;
          if (joined.has(id)) {
            task.scopes.delete(scope);
            joined.delete(id);
          } else {
            task.scopes.add(scope);
            joined.add(id);
          }
        } else if (kind < 0.9) {
          const key = pick(["a", "b"]);
          const value = String(Math.floor(random() * 3));
          task.metadata.set(key, value);
          pairs.set(key, value);
        } else {
          manager.delete(task);
          tasks.delete(task.id);
        }
      }
      for (let attempt = 0; manager.recordedOperations.length > 0; attempt++) {
        expect(attempt).toBeLessThan(50);
        await manager
          .commit()
          .catch((error: { code: string }) => expect(error.code).toBe("network_unreachable"));
      }
    }

    server.fault = () => "none";
    expect([...server.rows("Task").keys()].filter((id) => id !== "project").sort()).toEqual(
      [...tasks.keys()].sort(),
    );
    for (const [id, { task, row, scopes: joined, pairs }] of tasks) {
      expect(server.row("Task", id)).toMatchObject(row);
      expect(new Set((server.row("Task", id)?.scopes ?? []) as string[])).toEqual(joined);
      for (const [key, value] of pairs) expect(server.row("Metadata", id, key)?.value).toBe(value);
      expect(task.$state).toBe("clean");
      expect(task.bid).toBe(row.bid);
    }
    expect(faults.lost_answer).toBeGreaterThan(commits / 10);
    expect(faults.lost_request).toBeGreaterThan(commits / 20);
  });
});

const attributes = ["name", "description"] as const;
const target = fc.record({ task: fc.nat(2), attribute: fc.constantFrom(...attributes) });
const value = fc.constantFrom("a", "b", "c");
const command = fc.oneof(
  { weight: 6, arbitrary: fc.record({ kind: fc.constant("set" as const), ...arbitraries() }) },
  { weight: 1, arbitrary: fc.record({ kind: fc.constant("revert" as const), ...arbitraries() }) },
  { weight: 2, arbitrary: fc.record({ kind: fc.constant("remote" as const), ...arbitraries() }) },
  { weight: 3, arbitrary: fc.record({ kind: fc.constant("query" as const) }) },
  { weight: 3, arbitrary: fc.record({ kind: fc.constant("begin" as const), isRefused: fc.boolean() }) },
  { weight: 3, arbitrary: fc.record({ kind: fc.constant("end" as const) }) },
  { weight: 1, arbitrary: fc.record({ kind: fc.constant("rollback" as const) }) },
);

function arbitraries() {
  return { target, value };
}

describe("any order of edits, queries, commits, failures and changes by others", () => {
  it("shows what was set, and leaves the server with what was committed", { timeout: 600_000 }, async () => {
    await fc.assert(
      fc.asyncProperty(fc.array(command, { maxLength: 40 }), async (commands) => {
        const { manager, server, query } = createManager();
        seedTasks(server, 3);
        const tasks = await query("select name, description from Task");
        const at = (place: { task: number; attribute: string }) => `${place.task}.${place.attribute}`;
        const places = [0, 1, 2].flatMap((task) => attributes.map((attribute) => ({ task, attribute })));
        const stored = (place: { task: number; attribute: string }) =>
          server.row("Task", `task-${place.task}`)?.[place.attribute] as string;
        const seen = new Map(places.map((place) => [at(place), stored(place)]));
        let local = new Map<string, string>();
        let flight:
          | {
              values: Map<string, string>;
              isRefused: boolean;
              isDiscarded: boolean;
              done: Promise<unknown>;
              open: () => void;
            }
          | undefined;
        const committed = (key: string) => flight?.values.get(key) ?? (seen.get(key) as string);
        const land = async () => {
          if (!flight) return;
          const { values, isRefused, isDiscarded, done, open } = flight;
          open();
          await done;
          flight = undefined;
          if (!isRefused) for (const [key, one] of values) seen.set(key, one);
          else if (!isDiscarded) local = new Map([...values, ...local]);
        };

        for (const step of commands) {
          if (step.kind === "set") {
            const key = at(step.target);
            tasks[step.target.task][step.target.attribute] = step.value;
            if (step.value !== (local.get(key) ?? committed(key))) {
              if (step.value === committed(key)) local.delete(key);
              else local.set(key, step.value);
            }
          } else if (step.kind === "revert") {
            tasks[step.target.task].$revert(step.target.attribute);
            local.delete(at(step.target));
          } else if (step.kind === "remote") {
            Object.assign(server.row("Task", `task-${step.target.task}`) as object, {
              [step.target.attribute]: step.value,
            });
          } else if (step.kind === "query") {
            await query("select name, description from Task");
            for (const place of places) seen.set(at(place), stored(place));
          } else if (step.kind === "begin" && !flight && local.size > 0) {
            let open: () => void = () => undefined;
            const gate = new Promise<void>((resolve) => {
              open = resolve;
            });
            const isWrite = (operations: readonly { action: string }[]) =>
              operations.some(({ action }) => action !== "query");
            server.before = (operations) => (isWrite(operations) ? gate : undefined);
            server.fault = (operations) => (step.isRefused && isWrite(operations) ? "refused" : "none");
            const done = manager
              .commit()
              .catch((error: { code: string }) => expect(error.code).toBe("server_error"));
            for (let turn = 0; turn < 5; turn++) await undefined;
            flight = { values: local, isRefused: step.isRefused, isDiscarded: false, done, open };
            local = new Map();
          } else if (step.kind === "end") {
            await land();
          } else if (step.kind === "rollback") {
            manager.rollback();
            local = new Map();
            if (flight) flight.isDiscarded = true;
          }
          for (const place of places) {
            expect(tasks[place.task][place.attribute]).toBe(local.get(at(place)) ?? committed(at(place)));
          }
        }
        await land();
        server.before = () => undefined;
        server.fault = () => "none";
        const wanted = new Map([...seen, ...local]);
        const touched = new Set(local.keys());
        await manager.commit();

        for (const place of places) {
          expect(tasks[place.task][place.attribute]).toBe(wanted.get(at(place)));
          if (touched.has(at(place))) expect(stored(place)).toBe(wanted.get(at(place)));
        }
        expect(manager.recordedOperations).toEqual([]);
      }),
      { numRuns: isNightly ? 5_000 : 150, seed: 7 },
    );
  });
});
