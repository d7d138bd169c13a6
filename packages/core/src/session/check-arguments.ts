import { OptionsError } from "../errors/options-error.js";

const isObject = (value: unknown): value is object => typeof value === "object" && value !== null;

const kinds = {
  text: ["text", (value: unknown) => typeof value === "string"],
  object: ["an object", isObject],
  list: ["a list", (value: unknown) => isObject(value) && Symbol.iterator in value],
  query: ["a query", (value: unknown) => typeof value === "string" || isObject(value)],
  function: ["a function", (value: unknown) => typeof value === "function"],
} as const;

/** What an argument has to be; a `?` stands for "or nothing". */
type Kind = keyof typeof kinds | `${keyof typeof kinds}?`;

/**
 * Refuses what only plain JavaScript can pass, before anything is done with it.
 *
 * @throws {@link OptionsError} `options_invalid`; it is a `TypeError` too, and names call and argument.
 */
export function checkArguments(
  call: string,
  given: Readonly<Record<string, readonly [kind: Kind, value: unknown]>>,
): void {
  for (const [argument, [kind, value]] of Object.entries(given)) {
    if (value === undefined && kind.endsWith("?")) continue;
    const [expectation, fits] = kinds[kind.replace("?", "") as keyof typeof kinds];
    if (fits(value)) continue;
    throw new OptionsError("options_invalid", {
      message: `${call}() takes ${expectation} as "${argument}"; ${value === null ? "null" : `a value of type ${typeof value}`} was given.`,
      details: { call, argument },
    });
  }
}
