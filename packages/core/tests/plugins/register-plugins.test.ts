import { ManualClock } from "@ftrack-kit/core/testing";
import { describe, expect, it, vi } from "vitest";
import * as z from "zod/mini";
import type { LoadedPlugin, PluginLoader } from "../../src/platform/plugin-loader.js";
import { registerPlugins } from "../../src/plugins/register-plugins.js";
import { silentLogger } from "../../src/util/logger.js";

function createHost(loaded: readonly LoadedPlugin[] = []) {
  const warnings: string[] = [];
  const loader: PluginLoader = {
    async *load(paths) {
      for (const path of paths)
        yield loaded.find((plugin) => plugin.path === path) ?? { path, error: new Error("no such file") };
    },
  };
  const logger = { ...silentLogger, warn: (message: string) => void warnings.push(message) };
  return { host: { session: { name: "session" }, logger, loader }, warnings };
}

describe("registerPlugins", () => {
  it("hands every plugin the session and the arguments, in order, waiting for slow ones", async () => {
    const { host } = createHost();
    const calls: unknown[] = [];
    const slow = {
      async register(session: unknown, given: unknown) {
        await new Promise((resolve) => setTimeout(resolve, 5));
        calls.push(["slow", session, given]);
      },
    };
    const quick = { register: (session: unknown, given: unknown) => calls.push(["quick", session, given]) };

    const report = await registerPlugins(host, { plugins: [slow, quick], pluginArguments: { a: 1 } });

    expect(calls).toEqual([
      ["slow", host.session, { a: 1 }],
      ["quick", host.session, { a: 1 }],
    ]);
    expect(report.registered).toEqual(["plugins[0]", "plugins[1]"]);
  });

  it("skips a plugin that does not end registering in time, and goes on with the next", async () => {
    const { host, warnings } = createHost();
    const clock = new ManualClock();
    const endless = { name: "endless", register: () => new Promise<never>(() => undefined) };
    const quick = { name: "quick", register: () => undefined };

    const registering = registerPlugins(
      { ...host, limit: { timeout: 1_000, clock } },
      { plugins: [endless, quick] },
    );
    await vi.waitFor(() => expect(clock.pending).toBe(1));
    await clock.advance(1_000);
    const report = await registering;

    expect(report.registered).toEqual(["quick"]);
    expect(report.skipped).toMatchObject([{ name: "endless", error: { code: "plugin_register" } }]);
    expect(warnings).toEqual([expect.stringContaining("No answer within 1000 ms")]);
    expect(clock.pending).toBe(0);
  });

  it("names, logs and skips a plugin that fails, and goes on with the next", async () => {
    const { host, warnings } = createHost([{ path: "/broken.js", error: new Error("bad token") }]);
    const rejecting = { name: "rejecting", register: () => Promise.reject(new Error("no disk")) };
    const fine = { name: "fine", register: () => undefined };

    const report = await registerPlugins(host, {
      paths: ["  ", "/broken.js"],
      plugins: [{ nothing: true }, rejecting, fine],
    });

    expect(report.registered).toEqual(["fine"]);
    expect(report.skipped.map(({ name, error }) => [name, error.code])).toEqual([
      ["/broken.js", "plugin_load"],
      ["plugins[0]", "plugin_contract"],
      ["rejecting", "plugin_register"],
    ]);
    expect(warnings.join("\n")).toContain("no disk");
  });

  it("accepts a plugin that is a module's default export", async () => {
    const { host } = createHost([{ path: "/a.cjs", module: { default: { register: () => undefined } } }]);

    const report = await registerPlugins(host, { paths: ["/a.cjs"] });

    expect(report.registered).toEqual(["/a.cjs"]);
  });

  it("drops arguments that a list of names leaves out, with a warning", async () => {
    const { host, warnings } = createHost();
    let received: unknown;
    const plugin = {
      name: "tidy",
      pluginArguments: ["a", "b"],
      register: (_: unknown, given: unknown) => (received = given),
    };

    await registerPlugins(host, { plugins: [plugin], pluginArguments: { a: 1, extra: 2 } });

    expect(received).toEqual({ a: 1 });
    expect(warnings).toEqual(["The plugin tidy does not take extra; left out."]);
  });

  it.each([
    ["a plain schema", z.object({ size: z.number() }), ["extra"]],
    ["a strict schema", z.strictObject({ size: z.number() }), ["extra"]],
    ["a loose schema", z.looseObject({ size: z.number() }), []],
  ])("reduces arguments by %s", async (_, schema, dropped) => {
    const { host, warnings } = createHost();
    let received: Record<string, unknown> = {};
    const plugin = {
      name: "sized",
      pluginArguments: schema,
      register: (_session: unknown, given: Record<string, unknown>) => (received = given),
    };

    await registerPlugins(host, { plugins: [plugin], pluginArguments: { size: 4, extra: "x" } });

    expect(received.size).toBe(4);
    expect("extra" in received).toBe(dropped.length === 0);
    expect(warnings.length).toBe(dropped.length);
  });

  it("skips a plugin whose schema refuses a value, without repeating the value", async () => {
    const { host } = createHost();
    const plugin = {
      name: "sized",
      pluginArguments: z.object({ size: z.number() }),
      register: () => undefined,
    };

    const report = await registerPlugins(host, {
      plugins: [plugin],
      pluginArguments: { size: "secret-text" },
    });

    expect(report.skipped[0]?.error.code).toBe("plugin_arguments");
    expect(report.skipped[0]?.error.message).toContain("size");
    expect(JSON.stringify(report.skipped[0]?.error)).not.toContain("secret-text");
  });

  it("says so when the platform cannot load by path", async () => {
    const { host } = createHost();

    const report = await registerPlugins(
      { ...host, loader: undefined },
      { plugins: ["https://example.com/plugin.js"] },
    );

    expect(report.skipped[0]?.error.message).toContain("loads no plugins by path");
  });
});
