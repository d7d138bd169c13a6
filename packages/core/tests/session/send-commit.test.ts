import { describe, expect, it } from "vitest";
import { DateCodec } from "../../src/codec/dates.js";
import type { Operation, QueryAnswer } from "../../src/codec/operations.js";
import { NetworkError, TimeoutError } from "../../src/errors/network-error.js";
import { ServerError } from "../../src/errors/server-error.js";
import type { Clock } from "../../src/platform/clock.js";
import type { PlannedOperation } from "../../src/session/commit-plan.js";
import { sendCommit, verifyCommit } from "../../src/session/send-commit.js";
import { createRegistry } from "./support/schemas.js";

const registry = createRegistry();
const lost = () => new TimeoutError("timeout_request", { message: "Nobody answered." });
const refusal = () => new ServerError("server_error", { message: "No.", exception: "ServerError" });

const planned = (
  action: "create" | "update" | "delete",
  entityType: string,
  key: string,
  data: Record<string, unknown> = {},
): PlannedOperation => ({
  action,
  entityType,
  entityKey: key.split("/"),
  identity: `${registry.familyOf(entityType)}:${key.replaceAll("/", "\u0000")}`,
  data,
  deltas: {},
});
const created = planned("create", "Task", "new", { name: "new" });
const renamed = planned("update", "Task", "old", { name: "mine" });
const removed = planned("delete", "Task", "gone");

const task = (id: string, values: Record<string, unknown> = {}) => ({
  __entity_type__: "Task",
  id,
  ...values,
});

/** A server that fails as told, and has these rows, whatever it is asked for by key. */
function createHost(failures: readonly unknown[], rows: readonly { __entity_type__: string }[] = []) {
  const left = [...failures];
  const sent: (readonly Operation[])[] = [];
  const asked: string[] = [];
  const waits: { delay: number; keepAlive: boolean | undefined }[] = [];
  const clock: Clock = {
    now: () => 0,
    monotonic: () => 0,
    setTimer: (delay, callback, options) => {
      waits.push({ delay, keepAlive: options?.keepAlive });
      queueMicrotask(callback);
      return () => undefined;
    },
  };
  const present = [...rows];
  const host = {
    registry,
    dates: new DateCodec("iso", true),
    clock,
    write: async (operations: readonly Operation[]): Promise<readonly unknown[]> => {
      sent.push(operations);
      const failure = left.shift();
      if (failure !== undefined) throw failure;
      return operations.map(({ action }) => ({ action, data: true }));
    },
    readAll: async (texts: readonly string[]): Promise<readonly QueryAnswer[]> => {
      asked.push(...texts);
      return texts.map((text) => ({
        action: "query",
        data: present.filter((row) => text.includes(` from ${row.__entity_type__} `)),
      }));
    },
  };
  return { host, sent, asked, waits, present };
}

const send = (host: Parameters<typeof sendCommit>[1], ...operations: readonly PlannedOperation[]) =>
  sendCommit(operations, host, undefined);

const verdictOf = async (
  operations: readonly PlannedOperation[],
  rows: readonly { __entity_type__: string }[],
) => {
  const { verdict, evidence } = await verifyCommit(operations, createHost([], rows).host, lost());
  return [verdict, ...evidence.map(({ found }) => found)];
};

describe("sending a commit", () => {
  it("gives the server's answers, and asks for nothing where none was lost", async () => {
    const { host, sent, asked } = createHost([]);

    const answers = await send(host, created, renamed, removed);

    expect(answers).toEqual(["create", "update", "delete"].map((action) => ({ action, data: true })));
    expect(sent).toEqual([
      [
        {
          action: "create",
          entity_type: "Task",
          entity_key: ["new"],
          entity_data: { __entity_type__: "Task", id: "new", name: "new" },
        },
        {
          action: "update",
          entity_type: "Task",
          entity_key: ["old"],
          entity_data: { __entity_type__: "Task", name: "mine" },
        },
        { action: "delete", entity_type: "Task", entity_key: ["gone"] },
      ],
    ]);
    expect(asked).toEqual([]);
  });

  it("takes answers that do not repeat the action", async () => {
    const { host, asked } = createHost([]);
    host.write = async () => [{ data: task("new") }];

    expect(await send(host, created)).toEqual([{ data: task("new") }]);
    expect(asked).toEqual([]);
  });

  it.each<[string, readonly unknown[]]>([
    ["nothing", []],
    ["only some of it", [{ action: "create", data: true }]],
    ["more than was asked", [{ data: true }, { data: true }, { data: true }]],
    ["something else about one", [{ data: true }, { action: "delete", data: true }]],
    ["text", ["no", "no"]],
    ["null", [null, null]],
    ["no data about one", [{ data: true }, { action: "update" }]],
  ])("looks for itself when the answer says %s", async (_, answers) => {
    const { host, sent, asked } = createHost([], [task("new")]);
    const { write } = host;
    host.write = async (operations) => {
      await write(operations);
      return answers;
    };

    expect(await send(host, created, renamed)).toEqual([undefined, undefined]);
    expect(sent).toHaveLength(1);
    expect(asked).toHaveLength(1);
  });

  it("says so when no answer ever tells what became of it", async () => {
    const { host, sent } = createHost([]);
    const { write } = host;
    host.write = async (operations) => {
      await write(operations);
      return [];
    };

    await expect(send(host, created, renamed)).rejects.toMatchObject({
      code: "network_malformed_response",
      message: "The answer to the commit does not say what became of it.",
      retryable: true,
      details: { actions: ["create", "update"], answers: 0 },
    });
    expect(sent).toHaveLength(4);
  });

  it("hands a refusal on without looking", async () => {
    const failure = refusal();
    const { host, sent, asked } = createHost([failure]);

    await expect(send(host, created)).rejects.toBe(failure);

    expect(sent).toHaveLength(1);
    expect(asked).toEqual([]);
  });

  it("hands a failure on that never reached the server", async () => {
    const failure = new NetworkError("network_unreachable", {
      message: "Refused.",
      retryable: true,
      details: { delivered: false },
    });
    const { host, sent, asked } = createHost([failure]);

    await expect(send(host, created)).rejects.toBe(failure);

    expect(sent).toHaveLength(1);
    expect(asked).toEqual([]);
  });

  it("counts as done, without answers, when what it made is there", async () => {
    const { host, sent, waits } = createHost([lost()], [task("new")]);

    const answers = await send(host, created, renamed);

    expect(answers).toEqual([undefined, undefined]);
    expect(sent).toHaveLength(1);
    expect(waits).toEqual([]);
  });

  it("is sent four times at most, with growing pauses that keep the process alive", async () => {
    const failures = [lost(), lost(), lost(), lost(), lost()];
    const { host, sent, waits } = createHost(failures);

    await expect(send(host, created)).rejects.toBe(failures[3]);

    expect(sent).toHaveLength(4);
    expect(waits.map(({ keepAlive }) => keepAlive)).toEqual([true, true, true]);
    for (const [index, { delay }] of waits.entries()) expect(delay).toBeLessThanOrEqual(200 * 2 ** index);
  });

  it("is not sent again when the refusal of the second time only says that the first arrived late", async () => {
    const { host, sent, present } = createHost([lost(), refusal()]);
    const { write } = host;
    host.write = async (operations) => {
      if (sent.length === 1) present.push(task("new"));
      return write(operations);
    };

    const answers = await send(host, created);

    expect(answers).toEqual([undefined]);
    expect(sent).toHaveLength(2);
  });

  it("hands on the refusal of the second time when nothing arrived", async () => {
    const failure = refusal();
    const { host, sent } = createHost([lost(), failure]);

    await expect(send(host, created)).rejects.toBe(failure);

    expect(sent).toHaveLength(2);
  });

  it("asks for nothing once nobody waits for it", async () => {
    const failure = lost();
    const { host, sent, asked } = createHost([failure]);

    await expect(sendCommit([created], host, AbortSignal.abort())).rejects.toBe(failure);

    expect(sent).toHaveLength(1);
    expect(asked).toEqual([]);
  });

  it("fails with its own failure when the server cannot be asked either", async () => {
    const failure = lost();
    const { host } = createHost([failure]);
    host.readAll = async () => {
      throw refusal();
    };

    await expect(send(host, created)).rejects.toBe(failure);
  });

  it("fails with the evidence when that contradicts itself", async () => {
    const failure = lost();
    const { host, sent } = createHost([failure], [task("new")]);

    const outcome = send(host, created, planned("create", "Task", "other"));

    await expect(outcome).rejects.toMatchObject({
      code: "session_ambiguous_commit",
      cause: failure,
      details: {
        evidence: [
          { action: "create", entityType: "Task", entityKey: ["new"], found: "applied" },
          { action: "create", entityType: "Task", entityKey: ["other"], found: "not_applied" },
        ],
      },
    });
    expect(sent).toHaveLength(1);
  });
});

describe("what a server has of a commit", () => {
  it("is asked for in one query per type, with the values that were set and no others", async () => {
    const { host, asked } = createHost([]);
    const again = planned("update", "Task", "old", { bid: 5 });
    const label = planned("create", "NoteLabelLink", "note/label", {});
    const proof = planned("create", "Task", "new", { description: "whoever has the id was made by it" });

    await verifyCommit([proof, renamed, removed, again, label], host, lost());

    expect(asked).toEqual([
      'select id, name, bid from Task where id in ("new", "old", "gone")',
      'select note_id, label_id from NoteLabelLink where (note_id is "note" and label_id is "label")',
    ]);
  });

  it.each<[string, readonly PlannedOperation[], readonly { __entity_type__: string }[], readonly string[]]>([
    ["creations alone, there", [created, renamed], [task("new")], ["applied", "applied", "undecided"]],
    [
      "creations alone, not there, whatever else looks done",
      [created, renamed],
      [task("old", { name: "mine" })],
      ["not_applied", "not_applied", "applied"],
    ],
    [
      "creations before deletions, which somebody else may have made",
      [created, removed],
      [],
      ["not_applied", "not_applied", "applied"],
    ],
    ["deletions, there no more", [removed], [], ["applied", "applied"]],
    ["deletions, still there", [removed], [task("gone")], ["not_applied", "not_applied"]],
    [
      "deletions of which some are still there",
      [removed, planned("delete", "Task", "stays")],
      [task("stays")],
      ["undecided", "applied", "not_applied"],
    ],
    [
      "deletions with the changes beside them",
      [removed, renamed],
      [task("old", { name: "mine" })],
      ["applied", "applied", "applied"],
    ],
    [
      "deletions without the changes beside them",
      [removed, renamed],
      [task("old", { name: "theirs" })],
      ["undecided", "applied", "not_applied"],
    ],
    [
      "deletions still there, whatever changed beside them",
      [removed, renamed],
      [task("gone"), task("old", { name: "mine" })],
      ["not_applied", "not_applied", "applied"],
    ],
    ["changes, all there", [renamed], [task("old", { name: "mine" })], ["applied", "applied"]],
    [
      "changes, of which some are not there",
      [renamed, planned("update", "Task", "b", { bid: 1 })],
      [task("old", { name: "mine" }), task("b", { bid: 2 })],
      ["not_applied", "applied", "not_applied"],
    ],
    [
      "changes of one entity, of which some are not there",
      [planned("update", "Task", "old", { name: "mine", bid: 1 })],
      [task("old", { name: "mine", bid: 2 })],
      ["not_applied", "not_applied"],
    ],
    ["changes of what is not there", [renamed], [], ["not_applied", "undecided"]],
    [
      "rows with keys of several parts by what they hold, as anybody can have made them",
      [planned("create", "Metadata", "old/key", { value: "1" })],
      [{ __entity_type__: "Metadata", parent_id: "old", key: "key", value: "2" } as never],
      ["not_applied", "not_applied"],
    ],
    [
      "rows with keys of several parts that are not there",
      [planned("create", "Metadata", "old/key", { value: "1" })],
      [],
      ["not_applied", "not_applied"],
    ],
  ])("is judged by %s", async (_, operations, rows, expected) => {
    expect(await verdictOf(operations, rows)).toEqual(expected);
  });

  it.each<[string, unknown, unknown, boolean]>([
    ["the same text", "a", "a", true],
    ["other text", "a", "b", false],
    ["null", null, null, true],
    ["null instead of what is missing", null, undefined, false],
    ["a number and its text", 1, "1", false],
    [
      "a date in another zone",
      { __type__: "datetime", value: "2026-01-01T12:00:00" },
      { __type__: "datetime", value: "2026-01-01T13:00:00.300+01:00" },
      true,
    ],
    [
      "another date",
      { __type__: "datetime", value: "2026-01-01T12:00:00" },
      { __type__: "datetime", value: "2026-01-01T12:00:01" },
      false,
    ],
    ["the entity, by whichever of its types", task("a"), { __entity_type__: "TypedContext", id: "a" }, true],
    ["another entity", task("a"), task("b"), false],
    ["an entity of another family", task("a"), { __entity_type__: "Note", id: "a" }, false],
    ["members in another order", [task("b"), task("a")], [task("a"), task("b")], true],
    ["other members", [task("a")], [task("b")], false],
    ["a date and none", { __type__: "datetime", value: "2026-01-01T12:00:00" }, null, false],
    [
      "an entity of a type that schemas do not name",
      { __entity_type__: "Spaceship", id: "a" },
      { __entity_type__: "Spaceship", id: "a" },
      true,
    ],
    [
      "another of such a type",
      { __entity_type__: "Spaceship", id: "a" },
      { __entity_type__: "Spaceship", id: "b" },
      false,
    ],
    ["fewer members", [task("a")], [task("a"), task("b")], false],
    ["no members", [], [], true],
    ["a list and none", [], null, false],
  ])("is compared by what servers hold to be the same: %s", async (_, found, sent, same) => {
    const operation = planned("update", "Task", "old", { value: sent });

    const [verdict] = await verdictOf([operation], [task("old", { value: found })]);

    expect(verdict).toBe(same ? "applied" : "not_applied");
  });

  it("is found where an answer mentions an entity inside another first", async () => {
    const shot = planned("update", "Task", "shot", { name: "sh010" });
    const child = planned("update", "Task", "child", { parent: task("shot") });
    const rows = [task("child", { parent: task("shot", { name: "sh010" }) }), task("shot")];

    expect(await verdictOf([shot, child], rows)).toEqual(["applied", "applied", "applied"]);
  });
});
