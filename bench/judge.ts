import type { Scenario, Target } from "./contract.js";
import type { Measured } from "./measure-scenario.js";
import { median } from "./statistics.js";

export interface Verdict {
  readonly target: Target;
  /** What was reached: a value, or a ratio. */
  readonly reached: number | undefined;
  readonly isMet: boolean;
}

/** The median of what was measured of a contender; where it ran only once, of its first runs. */
export function middleOf(
  measured: ReadonlyMap<string, Measured>,
  contender: string,
  phase: "first" | "repeated",
  metric: string,
): number | undefined {
  const { first = [], repeated = [] } = measured.get(contender) ?? {};
  const runs = phase === "repeated" && repeated.length > 0 ? repeated : first;
  return median(runs.flatMap((numbers) => numbers[metric] ?? []));
}

/** Holds what was measured against what a scenario wants. */
export function judge(scenario: Scenario, measured: ReadonlyMap<string, Measured>): Verdict[] {
  return scenario.targets.map((target) => {
    const { contender, metric, phase, relativeTo, atMost } = target;
    const value = middleOf(measured, contender, phase, metric);
    const base = relativeTo === undefined ? 1 : middleOf(measured, relativeTo, phase, metric);
    const reached = value === undefined || base === undefined ? undefined : value / base;
    return { target, reached, isMet: reached !== undefined && reached <= atMost };
  });
}
