import { InvalidArgumentError } from "commander";

/** Reads an option that counts something. */
export function parseWholeNumber(text: string): number {
  if (/^\d+$/.test(text) && Number.isSafeInteger(Number(text))) return Number(text);
  throw new InvalidArgumentError("It has to be a whole number.");
}
