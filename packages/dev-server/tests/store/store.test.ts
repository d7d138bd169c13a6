import fc from "fast-check";
import { beforeEach, describe, expect, it } from "vitest";
import type { Change, Row } from "../../src/store/row.js";
import { rowKey } from "../../src/store/row.js";
import { Store } from "../../src/store/store.js";

const scope = (id: string, name: string): Row => ({ __entity_type__: "Scope", id, name });

describe("Store", () => {
  let store: Store;

  beforeEach(() => {
    store = new Store();
  });

  it("lists a family by primary key, whatever the order of insertion", () => {
    store.transact(() => {
      for (const id of ["c", "a", "b"]) store.put("Scope", scope(id, "x"));
    });

    expect(store.all("Scope").map(({ id }) => id)).toEqual(["a", "b", "c"]);
    expect(store.by("Scope", "name", "x").map(({ id }) => id)).toEqual(["a", "b", "c"]);
  });

  it("finds rows of composite keys", () => {
    const row: Row = {
      __entity_type__: "Metadata",
      parent_id: "p",
      key: "k",
      value: "v",
      parent_type: "Task",
    };

    store.transact(() => store.put("Metadata", row));

    expect(store.get("Metadata", rowKey(["p", "k"]))).toBe(row);
  });

  it("finds rows whose column is unset by null", () => {
    store.transact(() => {
      store.put("Scope", { __entity_type__: "Scope", id: "a" });
      store.put("Scope", { __entity_type__: "Scope", id: "b", name: null });
    });

    expect(store.by("Scope", "name", null)).toHaveLength(2);
  });

  it("refuses to write outside a transaction", () => {
    expect(() => store.put("Scope", scope("a", "x"))).toThrow("inside a transaction");
  });

  it("takes everything back when the work throws", () => {
    store.transact(() => store.put("Scope", scope("a", "before")));
    store.by("Scope", "name", "before");

    const work = () =>
      store.transact(() => {
        store.put("Scope", scope("a", "after"));
        store.put("Scope", scope("b", "new"));
        store.remove("Scope", "a");
        throw new Error("no");
      });

    expect(work).toThrow("no");
    expect(store.all("Scope")).toEqual([scope("a", "before")]);
    expect(store.by("Scope", "name", "before")).toHaveLength(1);
    expect(store.by("Scope", "name", "new")).toHaveLength(0);
  });

  it("refuses asynchronous work", () => {
    const work = () => store.transact(async () => store.put("Scope", scope("a", "x")));

    expect(work).toThrow("synchronous");
    expect(store.count("Scope")).toBe(0);
  });

  it("takes back only the inner part when a nested transaction fails", () => {
    store.transact(() => {
      store.put("Scope", scope("a", "kept"));
      expect(() =>
        store.transact(() => {
          store.put("Scope", scope("a", "lost"));
          throw new Error("inner");
        }),
      ).toThrow("inner");
    });

    expect(store.get("Scope", "a")?.name).toBe("kept");
  });

  it("tells listeners one change per row, after the transaction", () => {
    const heard: (readonly Change[])[] = [];
    store.transact(() => store.put("Scope", scope("a", "1")));
    store.onCommit((changes) => heard.push(changes));

    store.transact(() => {
      store.put("Scope", scope("a", "2"));
      store.put("Scope", scope("a", "3"));
      store.put("Scope", scope("b", "made and"));
      store.remove("Scope", "b");
      expect(heard).toHaveLength(0);
    });

    expect(heard).toEqual([
      [{ action: "update", family: "Scope", key: "a", before: scope("a", "1"), after: scope("a", "3") }],
    ]);
  });

  it("says nothing of a transaction that changed nothing, or failed", () => {
    let heard = 0;
    store.transact(() => store.put("Scope", scope("a", "1")));
    store.onCommit(() => heard++);

    store.transact(() => store.put("Scope", scope("a", "1")));
    expect(() =>
      store.transact(() => {
        store.remove("Scope", "a");
        throw new Error("no");
      }),
    ).toThrow();

    expect(heard).toBe(0);
  });

  it("calls the other listeners when one throws, and lets the failure through", () => {
    let heard = 0;
    store.onCommit(() => {
      throw new Error("disk full");
    });
    store.onCommit(() => heard++);

    expect(() => store.transact(() => store.put("Scope", scope("a", "1")))).toThrow("disk full");
    expect(heard).toBe(1);
    expect(store.count("Scope")).toBe(1);
  });

  it("can be filled while it is empty, and is empty again when that fails", () => {
    let replaced = 0;
    store.onReplace(() => replaced++);

    const failing = () =>
      store.fill(() => {
        store.put("Scope", scope("a", "1"));
        throw new Error("no");
      });

    expect(failing).toThrow("no");
    expect(store.families).toEqual([]);
    store.fill(() => store.put("Scope", scope("a", "1")));
    expect(store.count("Scope")).toBe(1);
    expect(replaced).toBe(2);
    expect(() => store.fill(() => {})).toThrow("without rows");
  });

  it("goes back to a snapshot, JSON or not, and says so", () => {
    let replaced = 0;
    store.onReplace(() => replaced++);
    store.transact(() => store.put("Scope", scope("a", "1")));
    const snapshot = JSON.parse(JSON.stringify(store.snapshot()));
    const version = store.versionOf("Scope");
    store.transact(() => store.put("Scope", scope("b", "2")));

    store.restore(snapshot);

    expect(store.all("Scope")).toEqual([scope("a", "1")]);
    expect(store.versionOf("Scope")).toBeGreaterThan(version);
    expect(replaced).toBe(1);
    store.reset();
    expect(store.families).toEqual([]);
  });

  it("keeps order and indexes in step with any sequence of changes", () => {
    const step = fc.record({
      id: fc.constantFrom("a", "b", "c", "d", "e"),
      name: fc.option(fc.constantFrom("x", "y", "z")),
      remove: fc.boolean(),
      fail: fc.integer({ min: 0, max: 4 }).map((roll) => roll === 0),
    });

    fc.assert(
      fc.property(fc.array(fc.array(step, { maxLength: 5 }), { maxLength: 8 }), (transactions) => {
        const own = new Store();
        own.by("Scope", "name", "x");
        const expected = new Map<string, Row>();
        for (const steps of transactions) {
          const draft = new Map(expected);
          try {
            own.transact(() => {
              for (const { id, name, remove, fail } of steps) {
                const row: Row = { __entity_type__: "Scope", id, name };
                if (remove) own.remove("Scope", id);
                else own.put("Scope", row);
                if (remove) draft.delete(id);
                else draft.set(id, row);
                if (fail) throw new Error("undo");
              }
            });
            expected.clear();
            for (const [id, row] of draft) expected.set(id, row);
          } catch {
            // The transaction was taken back, so what was expected before still is.
          }
          const rows = [...expected].sort(([left], [right]) => (left < right ? -1 : 1)).map(([, row]) => row);
          expect(own.all("Scope")).toEqual(rows);
          for (const name of ["x", "y", "z", null]) {
            expect(own.by("Scope", "name", name)).toEqual(rows.filter((row) => row.name === name));
          }
        }
      }),
    );
  });
});
