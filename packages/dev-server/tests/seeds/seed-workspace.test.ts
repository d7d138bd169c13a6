import { createMd5 } from "@ftrack-kit/core";
import { describe, expect, it } from "vitest";
import { hiddenColumns } from "../../src/schema/families.js";
import { relationOf } from "../../src/schema/relation-of.js";
import { wellKnown } from "../../src/schema/well-known.js";
import { Workspace } from "../../src/schema/workspace.js";
import { statusId } from "../../src/seeds/basics/statuses.js";
import { type SeedName, seedWorkspace } from "../../src/seeds/seed-workspace.js";
import type { Row } from "../../src/store/row.js";
import { isStored } from "../../src/store/row-factory.js";

const now = Date.parse("2026-11-20T10:00:00Z");

async function plant(name: SeedName) {
  const workspace = new Workspace();
  const files = new Map<string, { readonly bytes: Uint8Array; readonly mediaType: string }>();
  await seedWorkspace(workspace, name, {
    now,
    users: ["jane"],
    putFile: async (id, bytes, mediaType) => {
      files.set(id, { bytes, mediaType });
    },
  });
  return { workspace, store: workspace.store, files };
}

describe.each(["empty", "demo"] as const)("the seed %s", (name) => {
  it("is the same every time", async () => {
    const first = await plant(name);
    const second = await plant(name);

    expect(first.store.snapshot()).toEqual(second.store.snapshot());
    expect(checksums(first.files)).toEqual(checksums(second.files));
  });

  it("has every column of every row, and no other", async () => {
    const { workspace, store } = await plant(name);

    for (const row of everyRow(store)) {
      const type = workspace.registry.find(row.__entity_type__);
      if (!type) continue;
      const columns = [...type.attributes.values()].filter(isStored).map((attribute) => attribute.name);
      const expected = ["__entity_type__", ...columns, ...Object.keys(hiddenColumns[type.name] ?? {})];
      const found = Object.keys(row).filter((column) => column !== "key" || columns.includes("key"));
      expect(found.sort(), type.name).toEqual(expected.sort());
    }
  });

  it("leaves nothing required unset and refers to nothing that is missing", async () => {
    const { workspace, store } = await plant(name);
    const problems: string[] = [];

    for (const row of everyRow(store)) {
      const type = workspace.registry.find(row.__entity_type__);
      for (const column of type?.schema.required ?? []) {
        if (type?.attributes.has(column) && (row[column] ?? null) === null)
          problems.push(`${type.name}.${column}`);
      }
      for (const attribute of type?.attributes.values() ?? []) {
        if (!type || attribute.kind !== "reference") continue;
        const relation = relationOf(workspace.registry, type.name, attribute.name);
        const id = relation?.kind === "one" ? row[relation.column] : null;
        if (relation?.kind !== "one" || id === null || id === undefined) continue;
        if (!store.get(workspace.registry.familyOf(relation.target), String(id))) {
          problems.push(`${type.name}.${relation.column}`);
        }
      }
    }

    expect(problems).toEqual([]);
  });
});

const checksums = (files: ReadonlyMap<string, { readonly bytes: Uint8Array }>) =>
  [...files].map(([id, { bytes }]) => [id, createMd5().update(bytes).digest("hex")]);

const everyRow = (store: Workspace["store"]): Row[] => store.families.flatMap((family) => store.all(family));

describe("the seed empty", () => {
  it("has what clients expect to find on any server", async () => {
    const { store } = await plant("empty");

    const names = store.all("Location").map((row) => row.name);
    expect(names.sort()).toEqual([
      "ftrack.connect",
      "ftrack.origin",
      "ftrack.review",
      "ftrack.server",
      "ftrack.unmanaged",
    ]);
    for (const family of [
      "ProjectSchema",
      "Schema",
      "Status",
      "State",
      "Priority",
      "Type",
      "ObjectType",
      "AssetType",
      "NoteLabel",
      "ListCategory",
      "SecurityRole",
      "CustomAttributeType",
      "Disk",
      "UserType",
    ]) {
      expect(store.count(family), family).toBeGreaterThan(0);
    }
    expect(store.get("Priority", wellKnown.priorities.none)?.name).toBe("None");
    expect(store.by("Resource", "username", "jane")).toHaveLength(1);
    expect(store.count("Context")).toBe(0);
  });
});

describe("the seed demo", () => {
  it("is a studio with two projects in the making", async () => {
    const { store } = await plant("demo");
    const count = (type: string) => store.all("Context").filter((row) => row.__entity_type__ === type).length;

    expect(count("Project")).toBe(2);
    expect(count("Shot")).toBe(60);
    expect(count("Task")).toBe(300);
    expect(store.count("Appointment")).toBe(300);
    expect(store.count("AssetVersion")).toBeGreaterThan(60);
    for (const family of [
      "Note",
      "Timelog",
      "ListObject",
      "ReviewSessionObject",
      "CustomAttributeValue",
      "Metadata",
    ]) {
      expect(store.count(family), family).toBeGreaterThan(0);
    }
    const statuses = new Set(store.all("Context").map((row) => row.status_id));
    expect(statuses.size).toBeGreaterThan(4);
  });

  it("has a picture for every version, and nothing that is not a PNG", async () => {
    const { store, files } = await plant("demo");

    for (const version of store.all("AssetVersion"))
      expect(files.has(String(version.thumbnail_id))).toBe(true);
    for (const [id, { bytes, mediaType }] of files) {
      expect(mediaType).toBe("image/png");
      expect([...bytes.subarray(0, 4)]).toEqual([0x89, 0x50, 0x4e, 0x47]);
      expect(store.get("Component", id)?.size).toBe(bytes.length);
    }
  });
});

describe.each(["demo", "bench-100k"] as const)("histories of the seed %s", (name) => {
  it("end with the status that the work has, in the last weeks", async () => {
    const { store } = await plant(name);
    const problems: string[] = [];

    for (const row of store.all("Context")) {
      if (!["Task", "Shot", "AssetBuild"].includes(row.__entity_type__)) continue;
      const changes = [...store.by("StatusChange", "parent_id", row.id)].sort((left, right) =>
        String(left.date).localeCompare(String(right.date)),
      );
      const isTold = changes.every(
        ({ from_status_id }, index) => index === 0 || from_status_id === changes[index - 1]?.status_id,
      );
      const days = changes.map(({ date }) => (now - Date.parse(`${String(date)}Z`)) / 86_400_000);
      const isRecent = days.every((day) => day > 0 && day < 70);
      const ends = changes.at(-1)?.status_id ?? statusId("notStarted");
      if (!isTold || !isRecent || ends !== row.status_id) problems.push(String(row.name));
    }

    expect(problems).toEqual([]);
    expect(store.count("StatusChange")).toBeGreaterThan(name === "demo" ? 400 : 70_000);
  });
});

describe("the seed bench-100k", () => {
  it("has 100,000 assigned tasks", async () => {
    const { store } = await plant("bench-100k");

    expect(store.by("Context", "__entity_type__", "Task")).toHaveLength(100_000);
    expect(store.count("Appointment")).toBe(100_000);
  });
});
