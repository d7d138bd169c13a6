import { type ChildProcess, spawn } from "node:child_process";
import { once } from "node:events";
import { fileURLToPath } from "node:url";
import { afterEach, describe, expect, it } from "vitest";
import { readCommandLine, UsageError } from "../../src/server/command-line.js";
import { call, query } from "./support.js";

describe("readCommandLine", () => {
  it("starts the demo at port 8080 when nothing is said", () => {
    expect(readCommandLine([])).toMatchObject({
      help: false,
      quiet: false,
      options: { port: 8080, seed: "demo", credentials: { user: "dev", key: "dev-key" }, faults: [] },
    });
  });

  it("takes every option", () => {
    const { options, quiet } = readCommandLine(
      "--port 0 --host ::1 --allow-remote --seed empty --user jane --key k --data folder --fault-seed 7 --quiet".split(
        " ",
      ),
    );

    expect(quiet).toBe(true);
    expect(options).toMatchObject({
      port: 0,
      host: "::1",
      allowRemote: true,
      seed: "empty",
      credentials: { user: "jane", key: "k" },
      data: "folder",
      faultSeed: 7,
    });
  });

  it("reads fault rules", () => {
    const { options } = readCommandLine([
      "--fault",
      "on=create+update,drop=after,probability=0.1,times=3",
      "--fault=latency=100, jitter=50, html",
    ]);

    expect(options.faults).toEqual([
      { on: ["create", "update"], drop: "after", probability: 0.1, times: 3 },
      { latency: 100, jitter: 50, html: true },
    ]);
  });

  it.each([[["--prot", "1"]], [["--port", "x"]], [["--seed", "other"]], [["word"]], [["--key"]]])(
    "does not take %j",
    (words) => {
      expect(() => readCommandLine(words)).toThrow(UsageError);
    },
  );
});

describe("ftrack-dev-server", () => {
  let child: ChildProcess | undefined;
  afterEach(() => child?.kill("SIGKILL"));

  function start(...words: string[]) {
    const path = fileURLToPath(new URL("../../src/cli.ts", import.meta.url));
    const started = spawn(process.execPath, [
      "--import",
      "tsx",
      "--conditions=@ftrack-kit/source",
      path,
      ...words,
    ]);
    child = started;
    const output = { out: "", error: "" };
    started.stdout.on("data", (chunk) => {
      output.out += chunk;
    });
    started.stderr.on("data", (chunk) => {
      output.error += chunk;
    });
    return { output, exit: once(started, "exit"), child: started };
  }

  it.each(["SIGINT", "SIGTERM"] as const)(
    "prints its address, logs operations and ends at %s",
    async (signal) => {
      const {
        output,
        exit,
        child: process,
      } = start("--port", "0", "--seed", "empty", "--user", "jane", "--key", "key of jane");
      await expect.poll(() => output.out, { timeout: 15_000 }).toContain("Ctrl+C");
      const [url = ""] = output.out.split("\n");

      await call({ url }, [query("User"), { action: "nope" }]);
      await expect.poll(() => output.out).toContain("query User, nope");
      process.kill(signal);

      expect(await exit).toEqual([0, null]);
      expect(url).toMatch(/^http:\/\/127\.0\.0\.1:\d+$/);
      expect(output.out).toContain("✗ ServerError");
      expect(output.error).toBe("");
    },
  );

  it("explains itself", async () => {
    const { output, exit } = start("--help");

    expect(await exit).toEqual([0, null]);
    expect(output.out).toContain("--allow-remote");
  });

  it("says what is wrong with a command line, and ends with 2", async () => {
    const { output, exit } = start("--host", "0.0.0.0", "--seed", "empty");

    expect(await exit).toEqual([2, null]);
    expect(output.error).toContain("can be reached by other machines");
    expect(output.error).toContain("--help");
  });
});
