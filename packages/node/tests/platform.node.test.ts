import { tmpdir } from "node:os";
import { join } from "node:path";
import { describeHttp, describeWebSocket } from "@ftrack-kit/core/testing";
import { describe, expect, inject, it } from "vitest";
import { createNodeEnvironment } from "../src/environment.js";
import { createNodePlatform } from "../src/platform.js";
import { defaultCacheFolder } from "../src/user-folders.js";

const platform = createNodePlatform({ cacheFolder: join(tmpdir(), "ftrack-kit-unused") });

describeHttp("node", () => ({ fetch: platform.fetch, ...inject("server") }));

describeWebSocket("node", () => ({
  openWebSocket: platform.openWebSocket,
  address: async () => {
    const { url, user, key } = inject("server");
    const shake = await fetch(`${url}/socket.io/1/?api_user=${user}&api_key=${key}`);
    const [id] = (await shake.text()).split(":");
    return `${url.replace("http", "ws")}/socket.io/1/websocket/${id}`;
  },
}));

describe("the environment of Node", () => {
  it("takes an empty variable for none", () => {
    process.env.FTRACK_KIT_EMPTY = "";

    expect(createNodeEnvironment().read("FTRACK_KIT_EMPTY")).toBeUndefined();
    delete process.env.FTRACK_KIT_EMPTY;
  });

  it("knows the user of the operating system in the order the Python client asks", () => {
    const { LOGNAME, USER } = process.env;
    process.env.USER = "second";
    process.env.LOGNAME = "first";

    expect(createNodeEnvironment().userName()).toBe("first");
    delete process.env.LOGNAME;
    expect(createNodeEnvironment().userName()).toBe("second");
    Object.assign(process.env, LOGNAME === undefined ? {} : { LOGNAME });
    if (USER === undefined) delete process.env.USER;
    else process.env.USER = USER;
  });
});

describe("the cache folder", () => {
  it.each([
    ["linux", { XDG_CACHE_HOME: "/x" }, join("/x", "ftrack-kit")],
    ["linux", {}, expect.stringMatching(/\.cache.ftrack-kit$/)],
    ["darwin", {}, expect.stringMatching(/Library.Caches.ftrack-kit$/)],
    ["win32", { LOCALAPPDATA: "C:/Users/jane/AppData/Local" }, expect.stringMatching(/^C:.*ftrack-kit$/)],
  ] as const)("is where %s keeps such things", (system, variables, expected) => {
    expect(defaultCacheFolder(system, variables)).toEqual(expected);
  });
});

describe("the clock of Node", () => {
  it("calls back once after the delay, and not when it was stopped", async () => {
    const { clock } = platform;
    const called: string[] = [];

    clock.setTimer(5, () => called.push("kept"), { keepAlive: true });
    clock.setTimer(5, () => called.push("stopped"))();
    await new Promise((resolve) => setTimeout(resolve, 30));

    expect(called).toEqual(["kept"]);
    expect(clock.monotonic()).toBeGreaterThan(0);
    expect(Math.abs(clock.now() - Date.now())).toBeLessThan(1_000);
  });

  it.each([Number.POSITIVE_INFINITY, 1e12])("does not take a delay of %d for none", async (delay) => {
    const called: string[] = [];

    const stop = platform.clock.setTimer(delay, () => called.push("called"));
    await new Promise((resolve) => setTimeout(resolve, 20));
    stop();

    expect(called).toEqual([]);
  });
});
