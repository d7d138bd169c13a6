import { OptionsError } from "../errors/options-error.js";
import { didYouMean } from "../util/suggest.js";
import type { EntityOptions } from "./entity-manager.js";

type Rule = readonly [expectation: string, fits: (value: unknown) => boolean];

const rules: Readonly<Record<keyof EntityOptions, Rule>> = {
  autoPopulate: [
    '"peers", "single" or false',
    (value) => ["peers", "single", false].includes(value as never),
  ],
  recordOperations: ["true or false", (value) => typeof value === "boolean"],
};

/**
 * Checks the settings of a view: a misspelt one would leave the session's in force without a word.
 *
 * @throws {@link OptionsError} `options_unknown`, `options_invalid`.
 */
export function checkScope(scope: Partial<EntityOptions>): void {
  for (const [name, value] of Object.entries(scope)) {
    if (!Object.hasOwn(rules, name)) {
      throw new OptionsError("options_unknown", {
        message: `Unknown option "${name}" of with().${didYouMean(name, Object.keys(rules))}`,
        details: { option: name },
      });
    }
    const [expectation, fits] = rules[name as keyof EntityOptions];
    if (value === undefined || fits(value)) continue;
    throw new OptionsError("options_invalid", {
      message: `Option "${name}" of with() must be ${expectation}; ${String(value)} was given.`,
      details: { option: name },
    });
  }
}
