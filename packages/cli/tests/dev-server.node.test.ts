import { describe, expect, it, vi } from "vitest";
import { runCommandLine } from "../src/program.js";
import { runWith } from "./run-with.js";

describe("ftrack-kit dev-server", () => {
  it("prints its address, answers there, and ends when it is told to", async () => {
    const controller = new AbortController();
    const out: string[] = [];
    const words = ["dev-server", "--port", "0", "--seed", "empty", "--user", "ann", "--key", "k"];
    const running = runCommandLine(words, {
      out: (text) => out.push(text),
      note: () => undefined,
      interactive: false,
      environment: {},
      signal: controller.signal,
    });
    await vi.waitFor(() => expect(out).toHaveLength(1), { timeout: 20_000 });
    const url = out.join("").trim();

    const result = await runWith(["query", "select username from User where username is ann"], {
      FTRACK_SERVER: url,
      FTRACK_API_USER: "ann",
      FTRACK_API_KEY: "k",
    });
    controller.abort();

    expect(result).toMatchObject({ code: 0, out: expect.stringContaining("ann") });
    expect(await running).toBe(0);
  });

  it.each([
    ["--port", "eighty"],
    ["--seed", "huge"],
  ])("refuses %s %s", async (option, value) => {
    expect((await runWith(["dev-server", option, value], {})).code).toBe(2);
  });
});
