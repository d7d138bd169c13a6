import { existsSync, mkdirSync, readFileSync, writeFileSync } from "node:fs";
import { join } from "node:path";
import type { Scenario } from "./contract.js";
import type { Measured } from "./measure-scenario.js";
import type { Circumstances, Result } from "./report.js";

interface Kept {
  readonly circumstances: Circumstances;
  readonly measured: Readonly<Record<string, Measured>>;
}

/** The latest measurement of every scenario, as files, so that one scenario can be measured again by itself. */
export class KeptResults {
  readonly #folder: string;

  constructor(folder: string) {
    this.#folder = folder;
  }

  keep({ scenario, measured, circumstances }: Result): void {
    mkdirSync(this.#folder, { recursive: true });
    const kept: Kept = { circumstances, measured: Object.fromEntries(measured) };
    writeFileSync(this.#pathOf(scenario), `${JSON.stringify(kept)}\n`);
  }

  /** What is known of scenarios, in their order. */
  read(scenarios: readonly Scenario[]): Result[] {
    return scenarios.flatMap((scenario) => {
      const path = this.#pathOf(scenario);
      if (!existsSync(path)) return [];
      const { circumstances, measured } = JSON.parse(readFileSync(path, "utf8")) as Kept;
      return [{ scenario, circumstances, measured: new Map(Object.entries(measured)) }];
    });
  }

  #pathOf({ name }: Scenario): string {
    return join(this.#folder, `${name}.json`);
  }
}
