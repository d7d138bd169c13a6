import { OptionsError } from "../errors/options-error.js";

/** @throws {@link OptionsError} `options_invalid` for what is no object. */
export function assertObject(given: unknown, what: string): void {
  if (typeof given === "object" && given !== null) return;
  throw new OptionsError("options_invalid", {
    message: `${what} must be an object; ${given === null ? "null" : `a value of type ${typeof given}`} was given.`,
  });
}
