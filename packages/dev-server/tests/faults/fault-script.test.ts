import fc from "fast-check";
import { describe, expect, it } from "vitest";
import { FaultScript } from "../../src/faults/fault-script.js";

describe("FaultScript", () => {
  it("leaves requests alone when no rule concerns them", () => {
    const script = new FaultScript(1, [{ on: "create", status: 500 }]);

    const fault = script.draw(["api", "query"]);

    expect(fault).toBeUndefined();
  });

  it("strikes a batch when one of its actions is named", () => {
    const script = new FaultScript(1, [{ on: ["delete", "create"], status: 503 }]);

    const fault = script.draw(["api", "query", "create"]);

    expect(fault?.rules).toEqual([{ on: ["delete", "create"], status: 503 }]);
  });

  it("lets the first matches pass and stops after so many", () => {
    const script = new FaultScript(1, [{ after: 2, times: 3, status: 500 }]);

    const struck = Array.from({ length: 8 }, () => script.draw(["api"]) !== undefined);

    expect(struck).toEqual([false, false, true, true, true, false, false, false]);
  });

  it("adds delays of all rules up, each with its own jitter", () => {
    const script = new FaultScript(7, [{ latency: 100, jitter: 50 }, { latency: 10 }]);

    const delays = Array.from({ length: 200 }, () => script.draw(["api"])?.delay ?? 0);

    expect(Math.min(...delays)).toBeGreaterThanOrEqual(110);
    expect(Math.max(...delays)).toBeLessThan(160);
    expect(new Set(delays).size).toBeGreaterThan(150);
  });

  it("means requests, not events, unless it says so", () => {
    const script = new FaultScript(1, [{ status: 500 }]);

    expect(script.draw(["event", "ftrack.update"])).toBeUndefined();
    expect(script.draw(["api"])).toBeDefined();
  });

  it("can be told of one topic of events", () => {
    const script = new FaultScript(1, [{ on: "ftrack.update", duplicate: 1 }]);

    expect(script.draw(["event", "ftrack.update"])?.rules).toHaveLength(1);
    expect(script.draw(["event", "other"])).toBeUndefined();
  });

  it("forgets a rule that was taken away, and only that one", () => {
    const script = new FaultScript(1, [{ status: 500 }]);
    const remove = script.add({ status: 501 });

    remove();

    expect(script.rules).toEqual([{ status: 500 }]);
  });

  it("strikes about as often as its probability says", () => {
    const script = new FaultScript(42, [{ probability: 0.3, status: 500 }]);

    const struck = Array.from({ length: 5000 }, () => script.draw(["api"])).filter(Boolean).length;

    expect(struck / 5000).toBeCloseTo(0.3, 1);
  });

  it("repeats itself for the same seed, and again after it was cleared", () => {
    fc.assert(
      fc.property(fc.integer(), fc.double({ min: 0, max: 1, noNaN: true }), (seed, probability) => {
        const rule = { probability, latency: 1, jitter: 10 };
        const play = (script: FaultScript) =>
          Array.from({ length: 20 }, () => script.draw(["api"])?.delay ?? -1);
        const script = new FaultScript(seed, [rule]);

        const first = play(script);
        script.clear();
        script.add(rule);

        expect(play(script)).toEqual(first);
        expect(play(new FaultScript(seed, [rule]))).toEqual(first);
      }),
    );
  });
});
