import { describe, expect, it } from "vitest";
import { createManager, hastyClock, seedTasks } from "./support/create-manager.js";

function setUp(init = {}) {
  const made = createManager(init);
  seedTasks(made.server, 2);
  made.server.seed("User", { id: "u", username: "jane", resource_type: "user" });
  return made;
}

describe("helper methods", () => {
  it("creates notes with recipients and labels, and replies to them", async () => {
    const { query, manager, server } = setUp();
    server.seed("NoteLabel", { id: "l", name: "client" });
    const [task] = await query("select name from Task where id is 'task-0'");
    const [user] = await query("select username from User");
    const [label] = await query("select name from NoteLabel");
    server.requests.length = 0;

    const note = task.createNote("hello", user, { recipients: [user], labels: [label] });
    const reply = note.createReply("hi", user);
    await manager.commit();

    expect(server.requests).toHaveLength(1);
    expect(server.row("Note", note.id)).toMatchObject({
      content: "hello",
      user_id: "u",
      parent_id: "task-0",
      parent_type: "Task",
    });
    expect(server.row("Note", reply.id)).toMatchObject({ in_reply_to_id: note.id });
    expect(server.row("NoteLabelLink", note.id, "l")).toBeDefined();
    expect([...server.rows("Recipient").values()]).toMatchObject([{ note_id: note.id, resource_id: "u" }]);
  });

  it("shows a new note in a list of notes that is loaded", async () => {
    const { query, manager, server } = setUp();
    server.seed("Note", { id: "n", content: "old", parent_id: "task-0" });
    const [task] = await query("select notes from Task where id is 'task-0'");
    const [user] = await query("select username from User");

    const note = task.createNote("new", user);
    expect([...task.notes]).toContain(note);
    await manager.commit();

    expect(server.row("Note", "n")?.parent_id).toBe("task-0");
    expect(server.row("Note", note.id)?.parent_id).toBe("task-0");
  });

  it("starts and stops timers without committing anything else", async () => {
    let now = Date.parse("2026-11-20T10:00:00Z");
    const { query, server } = setUp({ clock: { ...hastyClock, now: () => now } });
    const [user] = await query("select username from User");
    const [task] = await query("select name from Task where id is 'task-0'");
    task.name = "pending";

    const timer = await user.startTimer({ context: task, comment: "comp" });
    Object.assign(server.row("Timer", timer.id) as object, {
      start: { __type__: "datetime", value: "2026-11-20T10:00:00" },
    });
    now += 90_500;
    const log = await user.stopTimer();

    expect(server.row("Timelog", log.id)).toMatchObject({
      duration: 90,
      context_id: "task-0",
      comment: "comp",
    });
    expect(server.row("Timer", timer.id)).toBeUndefined();
    expect(task.$state).toBe("modified");
    await expect(user.stopTimer()).rejects.toMatchObject({ code: "query_no_result" });
  });

  it("leaves no timer pending when the server refuses it", async () => {
    const { query, manager, server } = setUp();
    const [user] = await query("select username from User");
    server.fault = () => "refused";

    await expect(user.startTimer()).rejects.toMatchObject({ code: "server_error" });

    expect(manager.recordedOperations).toEqual([]);
  });

  it("adds the members of an extension to a type and its subtypes", async () => {
    const { query, manager } = setUp();
    const [before] = await query("select name from Task where id is 'task-0'");
    expect(before.shouted).toBeUndefined();

    manager.extend("TypedContext", {
      get shouted(): string {
        return (this as unknown as { name: string }).name.toUpperCase();
      },
    });

    expect(before.shouted).toBe("TASK 0");
    expect(() => manager.extend("Task", { name: "x" })).toThrow(
      expect.objectContaining({ code: "entity_duplicate" }),
    );
  });

  it("lets a listener make the class of a type", async () => {
    const { query } = setUp({
      // biome-ignore lint/suspicious/noExplicitAny: a class built at run time has no static type.
      constructType: (type: { name: string }, built: any) =>
        type.name === "Task"
          ? class Custom extends built {
              get twice() {
                return this.bid * 2;
              }
            }
          : undefined,
    });

    const [, task] = await query("select bid from Task");

    expect(task.twice).toBe(2);
  });
});
