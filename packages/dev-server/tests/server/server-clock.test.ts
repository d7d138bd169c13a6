import { describe, expect, it } from "vitest";
import { ServerClock } from "../../src/server/server-clock.js";

function createClock() {
  const machine = { time: 1000 };
  return { machine, clock: new ServerClock(() => machine.time) };
}

describe("ServerClock", () => {
  it("follows the machine until it is told otherwise", () => {
    const { machine, clock } = createClock();

    machine.time = 1500;

    expect(clock.now()).toBe(1500);
  });

  it("runs on from the instant it was set to", () => {
    const { machine, clock } = createClock();

    clock.set(new Date(50_000));
    machine.time += 10;

    expect(clock.now()).toBe(50_010);
  });

  it("stands still while frozen, moves when told, and runs on from there", () => {
    const { machine, clock } = createClock();

    clock.freeze();
    machine.time += 5000;
    const frozen = clock.now();
    clock.advance(20);
    clock.resume();
    machine.time += 1;

    expect(frozen).toBe(1000);
    expect(clock.now()).toBe(1021);
  });

  it("freezes at an instant", () => {
    const { clock } = createClock();

    clock.freeze(777);

    expect(clock.now()).toBe(777);
  });
});
