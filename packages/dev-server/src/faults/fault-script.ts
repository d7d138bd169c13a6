import type { FaultRule } from "./fault-rule.js";
import { createRandom } from "./random.js";

interface ActiveRule {
  readonly rule: FaultRule;
  readonly subjects: ReadonlySet<string> | undefined;
  seen: number;
  struck: number;
}

/** What happens to one request or event, all rules taken together. */
export interface Fault {
  /** Milliseconds to wait first. */
  readonly delay: number;
  /** Rules that struck, in the order they were added. */
  readonly rules: readonly FaultRule[];
}

/**
 * Decides which requests and events go wrong.
 *
 * Decisions come from a seeded generator: the same seed, rules and order of requests fail the same way again.
 */
export class FaultScript {
  readonly #seed: number;
  #random: () => number;
  #rules: ActiveRule[] = [];

  constructor(seed: number, rules: readonly FaultRule[]) {
    this.#seed = seed;
    this.#random = createRandom(seed);
    for (const rule of rules) this.add(rule);
  }

  /** The rules in force. */
  get rules(): readonly FaultRule[] {
    return this.#rules.map(({ rule }) => rule);
  }

  /**
   * Adds a rule behind the others.
   *
   * @returns A function that takes it away again.
   * @example
   * const remove = server.faults.add({ on: "create", drop: "after", times: 1 });
   */
  add(rule: FaultRule): () => void {
    const subjects = rule.on === undefined ? undefined : new Set([rule.on].flat());
    const active: ActiveRule = { rule, subjects, seen: 0, struck: 0 };
    this.#rules.push(active);
    return () => {
      this.#rules = this.#rules.filter((other) => other !== active);
    };
  }

  /** Takes all rules away and starts the generator anew. */
  clear(): void {
    this.#rules = [];
    this.#random = createRandom(this.#seed);
  }

  /** Draws what happens to a request or event with these names; `undefined` when nothing does. */
  draw(subjects: readonly string[]): Fault | undefined {
    const rules: FaultRule[] = [];
    let delay = 0;
    for (const active of this.#rules) {
      if (!this.#strikes(active, subjects)) continue;
      const { rule } = active;
      delay += (rule.latency ?? 0) + (rule.jitter ? this.#random() * rule.jitter : 0);
      rules.push(rule);
    }
    return rules.length === 0 ? undefined : { delay, rules };
  }

  #strikes(active: ActiveRule, names: readonly string[]): boolean {
    const { rule, subjects } = active;
    // Events are named explicitly: a rule for "every request" does not mean them.
    const concerned = subjects ? names.some((name) => subjects.has(name)) : !names.includes("event");
    if (!concerned) return false;
    active.seen += 1;
    if (active.seen <= (rule.after ?? 0) || active.struck >= (rule.times ?? Infinity)) return false;
    if (rule.probability !== undefined && this.#random() >= rule.probability) return false;
    active.struck += 1;
    return true;
  }
}
