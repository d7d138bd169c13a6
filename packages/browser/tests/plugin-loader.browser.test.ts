import { describe, expect, it } from "vitest";
import { createBrowserPluginLoader } from "../src/plugin-loader.js";

describe("createBrowserPluginLoader", () => {
  it("loads modules from addresses and reports those that fail", async () => {
    const good = URL.createObjectURL(
      new Blob(["export const register = () => 7;"], { type: "text/javascript" }),
    );
    const found: { module?: unknown; error?: unknown }[] = [];

    for await (const plugin of createBrowserPluginLoader().load([good, "data:text/javascript,syntax error"]))
      found.push(plugin);

    expect(found[0]?.module).toMatchObject({ register: expect.any(Function) });
    expect(found[1]?.error).toBeInstanceOf(Error);
  });
});
