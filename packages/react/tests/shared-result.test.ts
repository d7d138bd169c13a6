import { afterEach, beforeEach, describe, expect, it, vi } from "vitest";
import { shareResult } from "../src/shared-result.js";
import { nothingYet, type ResultSnapshot, type ResultSource } from "../src/snapshot.js";

const ready: ResultSnapshot = { rows: [1], status: "ready", error: undefined, updatedAt: 7 };
const failed: ResultSnapshot = { ...nothingYet, status: "failed", error: new Error("refused") };

/** A source whose states a test decides, and how often sources were opened and closed. */
function setUp() {
  const counts = { opened: 0, closed: 0, refreshed: 0, ended: 0 };
  let snapshot = nothingYet;
  let tell: (() => void) | undefined;
  const open = (): ResultSource => {
    counts.opened++;
    snapshot = nothingYet;
    return {
      getSnapshot: () => snapshot,
      subscribe: (listener) => {
        tell = listener;
        return () => {
          tell = undefined;
        };
      },
      refresh: () => void counts.refreshed++,
      close: () => void counts.closed++,
    };
  };
  const become = (next: ResultSnapshot) => {
    snapshot = next;
    tell?.();
  };
  return { result: shareResult(open, () => void counts.ended++), counts, become };
}

describe("a shared result", () => {
  beforeEach(() => {
    vi.useFakeTimers();
  });
  afterEach(() => {
    vi.useRealTimers();
  });

  it("is opened once for several, and closed some time after the last of them", () => {
    const { result, counts, become } = setUp();
    const stops = [result.subscribe(vi.fn()), result.subscribe(vi.fn())];
    become(ready);

    for (const stop of stops) stop();
    const atOnce = { ...counts };
    vi.advanceTimersByTime(5_000);

    expect(atOnce).toMatchObject({ opened: 1, closed: 0 });
    expect(counts).toMatchObject({ opened: 1, closed: 1, ended: 1 });
  });

  it("stays open for those who leave and come back at once, as effects do in development", () => {
    const { result, counts } = setUp();

    result.subscribe(vi.fn())();
    const stop = result.subscribe(vi.fn());
    vi.advanceTimersByTime(60_000);

    expect(counts).toMatchObject({ opened: 1, closed: 0 });
    stop();
  });

  it("ends by itself when nobody ever shows it", () => {
    const { counts } = setUp();

    vi.advanceTimersByTime(5_000);

    expect(counts).toMatchObject({ opened: 0, ended: 1 });
  });

  it("is kept for what waits for it, and closed when that never shows", async () => {
    const { result, counts, become } = setUp();

    const first = result.load();
    const second = result.load();
    vi.advanceTimersByTime(60_000);
    const whileWaiting = counts.closed;
    become(ready);
    await first;
    vi.advanceTimersByTime(5_000);

    expect(second).toBe(first);
    expect(whileWaiting).toBe(0);
    expect(counts).toMatchObject({ opened: 1, closed: 1 });
  });

  it("tells everybody of every state", () => {
    const { result, become } = setUp();
    const listeners = [vi.fn(), vi.fn()];
    for (const listener of listeners) result.subscribe(listener);

    become(ready);

    for (const listener of listeners) expect(listener).toHaveBeenCalledTimes(1);
    expect(result.getSnapshot()).toBe(ready);
  });

  it("begins anew when it is asked again after a failure, and otherwise asks its source", () => {
    const { result, counts, become } = setUp();
    const stop = result.subscribe(vi.fn());

    become(failed);
    result.refresh();
    const afterFailure = { ...counts };
    become(ready);
    result.refresh();

    expect(afterFailure).toMatchObject({ opened: 2, closed: 1, refreshed: 0 });
    expect(counts).toMatchObject({ opened: 2, refreshed: 1 });
    stop();
  });

  it("shows a failure to those who render now, and is let go then", async () => {
    const { result, counts, become } = setUp();
    const loaded = result.load();
    become(failed);
    await loaded;

    result.letGo();
    const now = result.getSnapshot();
    vi.advanceTimersByTime(500);

    expect(now).toBe(failed);
    expect(counts).toMatchObject({ closed: 1, ended: 1 });
  });
});
