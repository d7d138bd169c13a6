import { OptionsError } from "../errors/options-error.js";
import type { EntityReference } from "./location-host.js";

/** @throws {@link OptionsError} `options_invalid` for what is neither an id nor an entity with one. */
export function idOf(reference: EntityReference): string {
  const given = reference as { readonly id?: unknown } | string | null | undefined;
  const id = typeof given === "string" ? given : given?.id;
  if (typeof id === "string" && id !== "") return id;
  throw new OptionsError("options_invalid", {
    message: `An entity or its id was expected; ${describe(given)} was given.`,
  });
}

/** @throws {@link OptionsError} `options_invalid` for what is no list, and for what in it is no entity. */
export function idsOf(references: readonly EntityReference[]): string[] {
  if (Array.isArray(references)) return references.map(idOf);
  throw new OptionsError("options_invalid", {
    message: `A list of entities or their ids was expected; ${describe(references)} was given.`,
  });
}

function describe(given: unknown): string {
  if (given === null || given === "") return given === null ? "null" : "an empty text";
  return typeof given === "object" ? "an object without an id" : `a value of type ${typeof given}`;
}
