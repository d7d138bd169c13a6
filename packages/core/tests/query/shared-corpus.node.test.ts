import { existsSync, readFileSync } from "node:fs";
import { expect, it } from "vitest";
import { parseQuery } from "../../src/query/parser.js";
import { printQuery } from "../../src/query/printer.js";

const corpus = new URL("../../../../../shared/facts/query-expressions.txt", import.meta.url);

it.runIf(existsSync(corpus))("reads and writes every expression seen in the field", () => {
  const expressions = readFileSync(corpus, "utf8")
    .split("\n")
    .filter((line) => line.trim() !== "");

  const unstable = expressions.filter((text) => {
    const printed = printQuery(parseQuery(text));
    return printQuery(parseQuery(printed)) !== printed;
  });

  expect(expressions.length).toBeGreaterThan(150);
  expect(unstable).toEqual([]);
});
