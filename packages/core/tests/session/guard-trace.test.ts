import { describe, expect, it } from "vitest";
import type { Trace, TracedWork } from "../../src/platform/trace.js";
import { guardTrace } from "../../src/session/guard-trace.js";
import { silentLogger } from "../../src/util/logger.js";

const work: TracedWork = { kind: "commit", changes: 1 };

function setUp(trace: unknown) {
  const reported: unknown[] = [];
  const guarded = guardTrace(trace as Trace, {
    ...silentLogger,
    error: (_message, facts) => reported.push(facts?.error),
  });
  return { guarded, reported };
}

const settled = () => new Promise((resolve) => setTimeout(resolve, 0));

describe("a guarded observer", () => {
  it("runs around the work", async () => {
    const told: string[] = [];
    const { guarded, reported } = setUp(async (_work: TracedWork, run: () => Promise<unknown>) => {
      told.push("before");
      const result = await run();
      told.push("after");
      return result;
    });

    const result = await guarded(work, async () => {
      told.push("work");
      return 7;
    });
    await settled();

    expect([result, told, reported]).toEqual([7, ["before", "work", "after"], []]);
  });

  it.each([
    ["throws", () => Promise.reject(new Error("broken")), ["broken"]],
    [
      "throws at once",
      () => {
        throw new Error("broken");
      },
      ["broken"],
    ],
    ["forgets to run the work", () => undefined, []],
    ["runs it twice", (_work: unknown, run: () => unknown) => [run(), run()], []],
    ["gives another result", async (_work: unknown, run: () => unknown) => (await run()) && "other", []],
  ])("changes nothing when it %s", async (_, trace, problems) => {
    const { guarded, reported } = setUp(trace);
    let runs = 0;

    const result = await guarded(work, async () => ++runs);
    await settled();

    expect([result, runs, reported]).toEqual([1, 1, problems]);
  });

  it("passes failures of the work on, without a report of its own", async () => {
    const { guarded, reported } = setUp(async (_work: TracedWork, run: () => Promise<unknown>) => run());
    const failure = new Error("refused");

    await expect(guarded(work, () => Promise.reject(failure))).rejects.toBe(failure);
    await settled();

    expect(reported).toEqual([]);
  });
});
