import fc from "fast-check";
import { describe, expect, it } from "vitest";
import { compileLike } from "../../src/query/text.js";
import { runs } from "./runs.js";

describe("compileLike", () => {
  it.each([
    ["comp", "COMP", true],
    ["comp", "composite", false],
    ["comp%", "Composite", true],
    ["%sit%", "composite", true],
    ["%ite", "composite", true],
    ["c%p%e", "composite", true],
    ["c%e%p", "composite", false],
    ["_omp", "comp", true],
    ["_omp", "omp", false],
    ["%", "", true],
    ["", "", true],
    ["", "a", false],
    ["%aa%aa%", "aaa", false],
    ["a%a", "a", false],
    ["%\n%", "a\nb", true],
    [String.raw`100\%`, "100%", true],
    [String.raw`100\%`, "100x", false],
    [String.raw`a\_b`, "a_b", true],
    [String.raw`a\_b`, "axb", false],
    [String.raw`a\\b`, String.raw`a\b`, true],
    ["a\\", "a\\", true],
  ])("%j fits %j: %s", (pattern, text, expected) => {
    const fits = compileLike(pattern)(text);

    expect(fits).toBe(expected);
  });

  it("agrees with a regular expression", () => {
    const character = fc.constantFrom("a", "b", "%", "_", ".");
    const pattern = fc.array(character, { maxLength: 8 }).map((parts) => parts.join(""));
    const text = fc.array(fc.constantFrom("a", "b", "."), { maxLength: 8 }).map((parts) => parts.join(""));

    fc.assert(
      fc.property(pattern, text, (given, subject) => {
        const source = given.replaceAll(".", "\\.").replaceAll("%", ".*").replaceAll("_", ".");

        expect(compileLike(given)(subject)).toBe(new RegExp(`^${source}$`, "s").test(subject));
      }),
      { numRuns: runs },
    );
  });

  it("takes no longer on patterns that make others backtrack", () => {
    const fits = compileLike(`${"%a".repeat(200)}%b`);

    const start = performance.now();
    const found = fits("a".repeat(20_000));

    expect(found).toBe(false);
    expect(performance.now() - start).toBeLessThan(2_000);
  });
});
