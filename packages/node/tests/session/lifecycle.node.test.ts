import { spawn } from "node:child_process";
import { join } from "node:path";
import { SessionClosedError } from "@ftrack-kit/core";
import { describe, expect, it } from "vitest";
import { Session } from "../../src/session.js";
import {
  collectWarnings,
  createSession,
  createShot,
  openServer,
  openSession,
  optionsFor,
} from "../support/open-server.js";

describe("closing a session", () => {
  it("makes every later call fail with SessionClosedError, and can be done twice", async () => {
    const server = await openServer();
    const session = await openSession(server);

    await Promise.all([session.close(), session.close()]);
    await session.close();

    expect(session.closed).toBe(true);
    await expect(Promise.resolve(session.query("User"))).rejects.toBeInstanceOf(SessionClosedError);
    for (const call of [
      () => session.open(),
      () => session.get("User", "x"),
      () => session.commit(),
      () => session.call([{ action: "query", expression: "User" }]),
      () => session.ensure("User", { username: "x" }),
      () => session.search({ entityType: "Task", terms: [] }).first(),
      () => session.reset(),
    ]) {
      await expect(call()).rejects.toMatchObject({ code: "session_closed" });
    }
    for (const call of [
      () => session.create("Task", {}),
      () => session.rollback(),
      () => session.created,
      () => session.schemas,
      () => session.locations,
    ]) {
      expect(call).toThrow(SessionClosedError);
    }
  });

  it("ends an opening that is under way", async () => {
    const server = await openServer({ faults: [{ latency: 200 }] });
    const session = createSession(server);

    const opening = session.open().catch((error: unknown) => error);
    await session.close();

    expect(await opening).toMatchObject({ code: "session_closed" });
  });

  it.each([
    ["closes the session", (session: Session) => session.close()],
    ["waits for the session to be ready", (session: Session) => session.ready],
    ["never ends", () => new Promise<never>(() => undefined)],
  ])("ends an opening in which a plugin %s", async (_what, register) => {
    const server = await openServer();
    let begin: () => void = () => undefined;
    const begun = new Promise<void>((resolve) => {
      begin = resolve;
    });
    const plugin = {
      register: (session: Session) => {
        begin();
        return register(session);
      },
    };
    const session = createSession(server, { plugins: [plugin] });
    const opening = session.open();
    const outcome = opening.catch((error: unknown) => error);
    await begun;

    await session.close();

    expect(await outcome).toBeInstanceOf(SessionClosedError);
  });

  it("ends reads that are under way at once", async () => {
    const server = await openServer({ faults: [{ on: "query", latency: 60_000 }] });
    const session = await openSession(server);

    const reading = session
      .query("User")
      .all()
      .catch((error: unknown) => error);
    await new Promise((resolve) => setTimeout(resolve, 50));
    await session.close();

    expect(await reading).toMatchObject({ code: "session_closed" });
  });

  it("lets a commit under way finish, so that its outcome is known", async () => {
    const server = await openServer({ faults: [{ on: "create", latency: 200 }] });
    const session = await openSession(server);
    session.create("Project", {
      name: "late",
      full_name: "Late",
      project_schema: (await session.query("ProjectSchema").first())!,
    });

    const committing = session.commit();
    await new Promise((resolve) => setTimeout(resolve, 50));
    await session.close();

    await expect(committing).resolves.toBeUndefined();
    const other = await openSession(server);
    expect(await other.query('Project where name is "late"')).toHaveLength(1);
  });

  it("works while the event hub is connecting", async () => {
    const server = await openServer({ faults: [{ on: "handshake", latency: 5_000 }] });
    const session = await openSession(server, { autoConnectEventHub: true });

    await session.close();

    expect(session.eventHub.connected).toBe(false);
  });

  it("warns of changes that were not committed", async () => {
    const server = await openServer();
    const { logger, warnings } = collectWarnings();
    const session = await openSession(server, { logger });
    session.create("User", { username: "zoe" });

    await session.close();

    expect(warnings).toEqual(["The session closes with 1 operations that were not committed."]);
  });

  it("happens at the end of a block with await using", async () => {
    const server = await openServer();
    let kept: Session | undefined;

    {
      await using session = await Session.open(optionsFor(server));
      kept = session;
    }

    expect(kept.closed).toBe(true);
  });

  it("leaves nothing that keeps a process alive, nor does leaving a session open", async () => {
    const server = await openServer();
    const script = join(import.meta.dirname, "..", "support", "open-and-end.ts");
    const run = (closing: string) =>
      new Promise<{ code: number | null; text: string }>((resolve) => {
        const child = spawn(
          process.execPath,
          [
            "--unhandled-rejections=strict",
            "--import",
            "tsx",
            "-C",
            "@ftrack-kit/source",
            script,
            server.url,
            closing,
          ],
          { stdio: ["ignore", "pipe", "inherit"] },
        );
        let text = "";
        child.stdout.on("data", (chunk) => {
          text += String(chunk);
        });
        child.once("exit", (code) => resolve({ code, text }));
      });

    const outcomes = await Promise.all([run("close"), run("leave")]);

    expect(outcomes).toEqual([
      { code: 0, text: "done\n" },
      { code: 0, text: "done\n" },
    ]);
  }, 60_000);
});

describe("opening a session", () => {
  it("can be tried again after it failed", async () => {
    const server = await openServer({ faults: [{ status: 400, times: 1 }] });
    const session = createSession(server);

    await expect(session.open()).rejects.toMatchObject({ code: "server_error" });

    expect(await session.open()).toBe(session);
  });

  it("makes what needs schemas say that the session is not open yet", async () => {
    const session = createSession(await openServer());

    expect(() => session.create("Task", {})).toThrow(expect.objectContaining({ code: "session_not_open" }));
  });

  it("registers plugins before it is ready, which may use the session", async () => {
    const server = await openServer();
    const told: unknown[] = [];

    const session = await openSession(server, {
      pluginArguments: { greeting: "hello", other: 1 },
      plugins: [
        {
          name: "counting",
          pluginArguments: ["greeting"],
          register: async (plugged: Session, given: { greeting: string }) => {
            told.push(given, (await plugged.query("User")).length > 0);
            plugged.eventHub.subscribe("topic=ftrack.api.session.ready", () => void told.push("ready"));
          },
        },
      ],
    });

    expect(told).toEqual([{ greeting: "hello" }, true, "ready"]);
    expect(session.closed).toBe(false);
  });

  it("lets handlers build the class of an entity type", async () => {
    const server = await openServer();
    const session = await openSession(server, {
      plugins: [
        {
          register: (plugged: Session) => {
            plugged.eventHub.subscribe("topic=ftrack.api.session.construct-entity-type", (event) => {
              const { schema } = event.data as { schema: { id: string } };
              if (schema.id !== "User") return undefined;
              return (built: new (...values: never[]) => object) =>
                class extends built {
                  greet() {
                    return `Hello ${(this as unknown as { username: string }).username}`;
                  }
                };
            });
          },
        },
      ],
    });

    const user = await session.query('select username from User where username is "jane"').one();

    expect((user as unknown as { greet(): string }).greet()).toBe("Hello jane");
  });
});

describe("handlers called while a session opens", () => {
  it("may wait for the session they are told is ready", async () => {
    const server = await openServer();
    const seen: boolean[] = [];
    const register = (plugged: Session) => {
      plugged.eventHub.subscribe("topic=ftrack.api.session.ready", async () => {
        seen.push((await plugged.ready) === plugged);
      });
    };

    await openSession(server, { plugins: [{ register }] });

    expect(seen).toEqual([true]);
  });

  it("do not keep it from opening for ever", async () => {
    const server = await openServer();
    const { logger, warnings } = collectWarnings();
    const register = (plugged: Session) => {
      plugged.eventHub.subscribe("topic=ftrack.api.session.configure-location", () => plugged.ready);
    };

    const session = await openSession(server, { logger, timeout: 2_000, plugins: [{ register }] });

    expect(session.closed).toBe(false);
    expect(warnings).toEqual([expect.stringContaining("still being configured: No answer within 2000 ms")]);
  });
});

describe("handlers that should build a class", () => {
  it("leave the usual one where they fail, and that is logged", async () => {
    const server = await openServer();
    const problems: string[] = [];
    const ignore = () => undefined;
    const logger = {
      debug: ignore,
      info: ignore,
      warn: ignore,
      error: (text: string) => problems.push(text),
    };
    const register = (plugged: Session) => {
      plugged.eventHub.subscribe("topic=ftrack.api.session.construct-entity-type", () => class Unrelated {});
      plugged.eventHub.subscribe("topic=ftrack.api.session.construct-entity-type", () => () => 5);
    };
    const session = await openSession(server, { logger, plugins: [{ register }] });

    const user = await session.query('select username from User where username is "jane"').one();

    expect(user.username).toBe("jane");
    expect(problems).toContainEqual(expect.stringContaining("failed to build the class of User"));
  });
});

describe("resetting a session", () => {
  it("forgets entities and changes, and keeps the connection", async () => {
    const server = await openServer();
    const { logger, warnings } = collectWarnings();
    const session = await openSession(server, { logger });
    const { shot } = await createShot(session);
    const before = await session.get("Shot", shot.id);
    session.create("User", { username: "zoe" });
    const told: string[] = [];
    session.eventHub.subscribe("topic=ftrack.api.session.*", (event) => void told.push(event.topic));

    await session.reset();

    const after = await session.get("Shot", shot.id);
    expect(after).not.toBe(before);
    expect(after?.name).toBe("010");
    expect(session.recordedOperations).toEqual([]);
    expect(warnings).toHaveLength(1);
    expect(told).toEqual(["ftrack.api.session.configure-location", "ftrack.api.session.reset"]);
  });
});

describe("a closed session", () => {
  it("can be collected", async () => {
    const server = await openServer();
    const { setFlagsFromString } = await import("node:v8");
    setFlagsFromString("--expose-gc");
    const collect = (await import("node:vm")).runInNewContext("gc") as () => void;
    const references = await Promise.all(
      [1, 2, 3].map(async () => {
        const session = new Session(optionsFor(server, { autoConnectEventHub: true }));
        await session.open();
        await session.query("User");
        await session.eventHub.ready;
        await session.close();
        return new WeakRef(session);
      }),
    );

    for (let turn = 0; turn < 20 && references.some((one) => one.deref()); turn++) {
      await new Promise((resolve) => setTimeout(resolve, 20));
      collect();
    }

    expect(references.map((one) => one.deref())).toEqual([undefined, undefined, undefined]);
  });
});
