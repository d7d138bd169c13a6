import { describeHttp, describeWebSocket } from "@ftrack-kit/core/testing";
import { describe, expect, inject, it } from "vitest";
import { createBrowserPlatform } from "../src/platform.js";

const platform = createBrowserPlatform();

describeHttp("browser", () => ({ fetch: platform.fetch, ...inject("server") }));

describeWebSocket("browser", () => ({
  openWebSocket: platform.openWebSocket,
  address: async () => {
    const { url, user, key } = inject("server");
    const shake = await fetch(`${url}/socket.io/1/?api_user=${user}&api_key=${key}`);
    const [id] = (await shake.text()).split(":");
    return `${url.replace("http", "ws")}/socket.io/1/websocket/${id}`;
  },
}));

describe("the clock of a page", () => {
  it.each([Number.POSITIVE_INFINITY, 1e12])("does not take a delay of %d for none", async (delay) => {
    const called: string[] = [];

    const stop = platform.clock.setTimer(delay, () => called.push("called"));
    await new Promise((resolve) => setTimeout(resolve, 20));
    stop();

    expect(called).toEqual([]);
  });
});

describe("the environment of a page", () => {
  it("tells of the network and of the page, until it is told to stop", () => {
    const told: unknown[] = [];
    const { environment } = platform;
    const stops = [
      environment.onOnline((online) => told.push(["online", online])),
      environment.onVisible((visible) => told.push(["visible", visible])),
    ];

    dispatchEvent(new globalThis.Event("offline"));
    dispatchEvent(new globalThis.Event("online"));
    document.dispatchEvent(new globalThis.Event("visibilitychange"));
    for (const stop of stops) stop();
    dispatchEvent(new globalThis.Event("online"));

    expect(told).toEqual([
      ["online", false],
      ["online", true],
      ["visible", true],
    ]);
  });

  it("has no settings, and describes itself", () => {
    const { environment } = platform;

    expect([environment.read("FTRACK_API_KEY"), environment.userName()]).toEqual([undefined, undefined]);
    expect(environment.hostName()).toBe("127.0.0.1");
    expect(environment.runtime).toContain("Chrome");
  });
});
