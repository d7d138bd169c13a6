import { type ActionHost, type ActionJob, defineAction, Event, type EventHub } from "@ftrack-kit/core";
import { describe, expect, it } from "vitest";
import * as z from "zod/mini";
import { EventServer } from "./support/event-server.js";

const selection = [{ entityId: "shot", entityType: "task" }];
type Change = Parameters<ActionJob["update"]>[0];

/** A hub that serves actions, one that launches like a web client, and the jobs that were written. */
async function studio() {
  const server = new EventServer();
  const hub = server.hub();
  const client = server.hub();
  const job: Change[] = [];
  const problems: unknown[] = [];
  const host: ActionHost = {
    eventHub: hub,
    apiUser: "jane",
    createJob: async (description) => {
      job.push({ description });
      return { update: async (change) => void job.push(change) };
    },
    onProblem: (error) => problems.push(error),
  };
  hub.connect();
  client.connect();
  await server.clock.advance(100);
  const ask = async (topic: string, data: object, username = "jane", timeout = 1_000) => {
    const source = { user: { username, id: `id-of-${username}` } };
    const asking = client.request(new Event(topic, { selection, ...data }, { source }), { timeout }).then(
      (reply) => reply.data,
      (error: { code: string }) => error.code,
    );
    await server.clock.advance(timeout);
    return asking;
  };
  return { server, hub, client, host, job, problems, ask };
}

const launchOf = (actionIdentifier: string, values?: object) => ({
  actionIdentifier,
  ...(values ? { values } : {}),
});

describe("defineAction", () => {
  it("offers itself to its own user, and runs for that user only", async () => {
    const { host, server, ask } = await studio();
    const ran: unknown[] = [];
    defineAction({
      id: "studio.ping",
      label: "Ping",
      icon: "ping.png",
      run: ({ selection, user }) => {
        ran.push([selection, user.username]);
      },
    }).register(host);
    await server.clock.advance(10);

    const offered = await ask("ftrack.action.discover", {});
    const offeredToJoe = await ask("ftrack.action.discover", {}, "joe");
    const result = await ask("ftrack.action.launch", launchOf("studio.ping"));
    const byJoe = await ask("ftrack.action.launch", launchOf("studio.ping"), "joe");
    const other = await ask("ftrack.action.launch", launchOf("studio.pong"));

    expect(offered).toEqual({
      items: [{ actionIdentifier: "studio.ping", label: "Ping", icon: "ping.png" }],
    });
    expect(result).toEqual({ success: true, message: "Ping is done." });
    expect([offeredToJoe, byJoe, other]).toEqual(Array(3).fill("event_hub_reply_timeout"));
    expect(ran).toEqual([[selection, "jane"]]);
  });

  it("is not fooled by ids and users that end in a star", async () => {
    const { host, server, ask } = await studio();
    const ran: unknown[] = [];
    const action = defineAction({
      id: "ping*",
      label: "Ping",
      run: ({ user }) => void ran.push(user.username),
    });
    action.register({ ...host, apiUser: "ja*" });
    await server.clock.advance(10);

    await ask("ftrack.action.launch", launchOf("ping-all"), "ja*");
    await ask("ftrack.action.launch", launchOf("ping*"), "jane");
    await ask("ftrack.action.launch", launchOf("ping*"), "ja*");

    expect(ran).toEqual(["ja*"]);
  });

  it("serves everybody when told to, and nobody once taken back", async () => {
    const { host, server, ask } = await studio();
    const action = defineAction({ id: "ping", label: "Ping", users: "everyone", run: () => "pong" });
    const takeBack = action.register(host);
    await server.clock.advance(10);

    const before = await ask("ftrack.action.launch", launchOf("ping"), "joe");
    takeBack();
    await server.clock.advance(10);
    const after = await ask("ftrack.action.launch", launchOf("ping"), "joe");

    expect(before).toEqual({ success: true, message: "pong" });
    expect(after).toBe("event_hub_reply_timeout");
  });

  it("is taken back as often as one likes, even from a hub that is closed", async () => {
    const { host, hub, server } = await studio();
    const takeBack = defineAction({ id: "ping", label: "Ping", run: () => "pong" }).register(host);

    takeBack();
    takeBack();
    const again = defineAction({ id: "ping", label: "Ping", run: () => "pong" }).register(host);
    await Promise.all([hub.close(), server.clock.advance(5_000)]);

    expect(again).not.toThrow();
  });

  it("asks again before it runs whether it may", async () => {
    const { host, server, ask } = await studio();
    let ran = false;
    defineAction({
      id: "ping",
      label: "Ping",
      when: async ({ selection }) => selection.length > 1,
      run: () => {
        ran = true;
      },
    }).register(host);
    await server.clock.advance(10);

    const offered = await ask("ftrack.action.discover", {});
    const launched = await ask("ftrack.action.launch", launchOf("ping"));

    expect(offered).toBe("event_hub_reply_timeout");
    expect(launched).toMatchObject({ success: false });
    expect(ran).toBe(false);
  });

  it("tells the user in short what went wrong, and the job in full", async () => {
    const { host, server, client, job, ask } = await studio();
    const shown: unknown[] = [];
    client.subscribe("topic=ftrack.action.trigger-user-interface", ({ data }) => shown.push(data), {
      subscriber: { applicationId: "ftrack.client.web", user: { id: "id-of-jane" } },
    });
    defineAction({
      id: "ping",
      label: "Ping",
      job: "Pinging",
      run: ({ progress }) => {
        progress("half way");
        throw new Error("no pong", { cause: new Error("cable cut") });
      },
    }).register(host);
    await server.clock.advance(10);

    const reply = await ask("ftrack.action.launch", launchOf("ping"));

    expect(reply).toEqual({ success: true, message: "Ping has started." });
    expect(shown).toEqual([{ type: "message", success: false, message: "no pong" }]);
    expect(job.map(({ status, description }) => [status, description])).toEqual([
      [undefined, "Pinging"],
      ["running", "half way"],
      ["failed", "no pong"],
    ]);
    expect(job.at(-1)?.trace).toMatch(/no pong[\s\S]+Caused by: [\s\S]*cable cut/);
  });

  it("names the failure in the trace also where an engine keeps it out of the stack", async () => {
    const { host, server, job, ask } = await studio();
    const failure = Object.assign(new Error("no pong"), { stack: "run@page.js:1:2" });
    defineAction({ id: "ping", label: "Ping", job: "Pinging", run: () => Promise.reject(failure) }).register(
      host,
    );
    await server.clock.advance(10);

    await ask("ftrack.action.launch", launchOf("ping"));

    expect(job.at(-1)?.trace).toBe("Error: no pong\nrun@page.js:1:2");
  });

  it("answers with the failure itself where there is no job", async () => {
    const { host, server, problems, ask } = await studio();
    defineAction({ id: "ping", label: "Ping", run: () => Promise.reject(new Error("no pong")) }).register(
      host,
    );
    await server.clock.advance(10);

    const reply = await ask("ftrack.action.launch", launchOf("ping"));

    expect(reply).toEqual({ success: false, message: "no pong" });
    expect(problems).toHaveLength(1);
  });

  it("goes on when its job cannot be written", async () => {
    const { host, server, problems, ask } = await studio();
    let ran = false;
    const createJob = async () => ({ update: () => Promise.reject(new Error("job gone")) });
    defineAction({
      id: "ping",
      label: "Ping",
      job: "Pinging",
      run: ({ progress }) => {
        progress("working");
        ran = true;
      },
    }).register({ ...host, createJob });
    await server.clock.advance(10);

    await ask("ftrack.action.launch", launchOf("ping"));

    expect(ran).toBe(true);
    expect(problems.map(String)).toEqual(["Error: job gone", "Error: job gone"]);
  });

  it("writes at most one progress at a time, and only the latest of those that wait", async () => {
    const written: (string | undefined)[] = [];
    let release: () => void = () => undefined;
    const { host, server, ask } = await studio();
    const createJob = async () => ({
      update: ({ description }: Change) => {
        written.push(description);
        return new Promise<void>((resolve) => {
          release = resolve;
          if (written.length > 1) resolve();
        });
      },
    });
    defineAction({
      id: "ping",
      label: "Ping",
      job: "Pinging",
      run: async ({ progress }) => {
        for (let step = 0; step < 100; step++) progress(`step ${step}`);
        release();
        await new Promise<void>((resolve) => server.clock.setTimer(50, resolve));
      },
    }).register({ ...host, createJob });
    await server.clock.advance(10);

    await ask("ftrack.action.launch", launchOf("ping"));

    expect(written).toEqual(["step 0", "step 99", "Ping is done."]);
  });
});

const form = z.object({
  frame_range: z.string().check(z.minLength(3)),
  handles: z._default(z.number(), 8),
  quality: z.enum(["draft", "final"]),
  layers: z.array(z.enum(["beauty", "depth"])),
  burnIn: z.boolean(),
  due: z.optional(z.date()),
  comment: z.nullable(z.string()),
});

describe("forms", () => {
  const seen: z.infer<typeof form>[] = [];
  const action = defineAction({
    id: "render",
    label: "Render",
    form,
    fields: {
      comment: { type: "textarea", label: "Say something" },
      quality: { choices: { draft: "Quick" } },
    },
    run: ({ values }) => {
      seen.push(values);
      return `Rendering ${values.frame_range.toUpperCase()}`;
    },
  });

  it("are drawn from their schema", async () => {
    const { offered, form: items } = await action.simulate();

    expect(offered).toBe(true);
    expect(items).toEqual([
      { type: "text", name: "frame_range", label: "Frame range" },
      { type: "number", name: "handles", label: "Handles", value: 8 },
      {
        type: "enumerator",
        name: "quality",
        label: "Quality",
        data: [
          { label: "Quick", value: "draft" },
          { label: "final", value: "final" },
        ],
      },
      {
        type: "enumerator",
        name: "layers",
        label: "Layers",
        multi_select: true,
        data: [
          { label: "beauty", value: "beauty" },
          { label: "depth", value: "depth" },
        ],
      },
      { type: "boolean", name: "burnIn", label: "Burn in" },
      { type: "date", name: "due", label: "Due" },
      { type: "textarea", name: "comment", label: "Say something" },
    ]);
  });

  it("answer with typed values, though the web client sends text", async () => {
    const { result } = await action.simulate({
      values: {
        frame_range: "1-9",
        handles: "12",
        quality: "final",
        layers: "beauty,depth",
        burnIn: "1",
        due: "2026-11-20",
        comment: "",
      },
    });

    expect(result).toEqual({ success: true, message: "Rendering 1-9" });
    expect(seen.at(-1)).toEqual({
      frame_range: "1-9",
      handles: 12,
      quality: "final",
      layers: ["beauty", "depth"],
      burnIn: true,
      due: new Date("2026-11-20"),
      comment: null,
    });
  });

  it("fill in defaults for what was left empty", async () => {
    await action.simulate({
      values: { frame_range: "1-9", handles: "", quality: "draft", layers: [], due: "" },
    });

    expect(seen.at(-1)).toMatchObject({ handles: 8, burnIn: false, layers: [], comment: null });
  });

  it("come back with the reasons, and with what was filled in, when an answer does not fit", async () => {
    const before = seen.length;
    const { form: items, result } = await action.simulate({
      values: { frame_range: "1", handles: "many", quality: "best", layers: [] },
    });

    expect(result).toBeUndefined();
    expect(seen).toHaveLength(before);
    expect(items?.[0]?.type).toBe("label");
    for (const field of ["Frame range", "Handles", "Quality"])
      expect(items?.[0]?.value).toContain(`${field}: `);
    expect(items?.[1]).toMatchObject({ name: "frame_range", value: "1" });
  });

  it("refuse fields that no form can ask for", async () => {
    const odd = defineAction({
      id: "odd",
      label: "Odd",
      form: z.object({ shape: z.object({ x: z.number() }) }),
      run: () => undefined,
    });

    const { result } = await odd.simulate();

    expect(result?.success).toBe(false);
    expect(result?.message).toContain('"shape"');
  });
});

describe("simulate", () => {
  it("shows what a user would have seen, job included, without a server", async () => {
    const action = defineAction({
      id: "render",
      label: "Render",
      job: "Rendering",
      when: ({ selection }) => selection.length > 0,
      run: ({ progress }) => {
        progress("frame 1");
        return { success: false, message: "licence missing" };
      },
    });

    const nothing = await action.simulate();
    const something = await action.simulate({ selection });

    expect(nothing).toEqual({ offered: false, job: [] });
    expect(something.result).toEqual({ success: false, message: "licence missing" });
    expect(something.job).toEqual([
      { status: "running", description: "frame 1" },
      { status: "failed", description: "licence missing" },
    ]);
  });
});

const hubOf = (host: ActionHost): EventHub => host.eventHub as EventHub;

it("tells discoverers nothing when the question takes too long", async () => {
  const { host, server, ask } = await studio();
  const errors: string[] = [];
  hubOf(host).on("error", (error) => errors.push((error as { code: string }).code));
  defineAction({
    id: "ping",
    label: "Ping",
    when: () => new Promise(() => undefined),
    run: () => undefined,
  }).register(host);
  await server.clock.advance(10);

  const offered = await ask("ftrack.action.discover", {}, "jane", 10_000);

  expect([offered, errors]).toEqual(["event_hub_reply_timeout", ["event_hub_handler_timeout"]]);
});
