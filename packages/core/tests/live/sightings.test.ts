import { describe, expect, it } from "vitest";
import type { LiveRow } from "../../src/live/live-host.js";
import { readNow, readShown } from "../../src/live/read-shown.js";
import { Sightings } from "../../src/live/sightings.js";
import { pendingTask } from "./support/fake-host.js";

const row = (values: LiveRow): LiveRow => Object.freeze({ __entity_type__: "Task", id: "a", ...values });

/** What is remembered of one edited task while other rows are on the screen. */
function watch(...first: readonly LiveRow[]) {
  const screen = { rows: first };
  const sightings = new Sightings(() => screen.rows);
  const edited = pendingTask("a", { status_id: "done" });
  const look = () => sightings.of([edited])[0] ?? edited;
  return { screen, sightings, edited, look };
}

describe("what live results showed of an edited entity", () => {
  it("stays what it was when the edit was first seen, though the edit comes back as news", () => {
    const { screen, look } = watch(row({ status_id: "todo" }));

    const first = look();
    screen.rows = [row({ status_id: "done" })];
    const later = look();

    expect([first, later].map((entity) => readShown(entity, ["status_id"]))).toEqual(["todo", "todo"]);
  });

  it("is looked for again after the edit was given up", () => {
    const { screen, sightings, look } = watch(row({ status_id: "todo" }));

    look();
    sightings.of([]);
    screen.rows = [row({ status_id: "review" })];

    expect(readShown(look(), ["status_id"])).toBe("review");
  });

  it("is not believed once a commit has overtaken it, until it is asked for again", () => {
    const { screen, sightings, edited, look } = watch(row({ status_id: "todo" }));

    const [settled = edited] = sightings.settle([look()]);
    const overtaken = look();
    screen.rows = [row({ status_id: "done" })];
    const fresh = look();

    expect([settled, overtaken, fresh].map((entity) => readShown(entity, ["status_id"]))).toEqual([
      "todo",
      undefined,
      "done",
    ]);
  });

  it("comes from all results together, and stands back behind what was changed here", () => {
    const { look } = watch(row({ status_id: "todo" }), row({ bid: 3, parent: { id: "s", name: "shot" } }));

    const entity = look();

    expect(readNow(entity, ["bid"])).toBe(3);
    expect(readNow(entity, ["parent", "name"])).toBe("shot");
    expect(readNow(entity, ["status_id"])).toBe("done");
    expect(readNow(entity, ["description"])).toBeUndefined();
  });
});
