import { OptionsError } from "../errors/options-error.js";
import { didYouMean } from "../util/suggest.js";
import { assertObject } from "./assert-object.js";
import type { EntityReference, HostEntity } from "./location-host.js";

/** Attributes of the component; what is left out is found out. */
export interface ComponentData {
  readonly id?: string | undefined;
  /** Defaults to the name of a `File` without its extension, and to `"main"`. */
  readonly name?: string | undefined;
  /** With its dot. */
  readonly file_type?: string | undefined;
  /** Bytes. Needed for a stream that is to be sent on without being held. */
  readonly size?: number | undefined;
  readonly version?: EntityReference | HostEntity | undefined;
  readonly version_id?: string | undefined;
  readonly metadata?: Readonly<Record<string, string>> | undefined;
}

const known: Readonly<Record<keyof ComponentData, true>> = {
  id: true,
  name: true,
  file_type: true,
  size: true,
  version: true,
  version_id: true,
  metadata: true,
};

/** @throws {@link OptionsError} `options_invalid`, or `options_unknown`: names nobody reads would be lost without a word. */
export function checkComponentData(data: ComponentData): void {
  assertObject(data, "The data of a component");
  const name = Object.keys(data).find((given) => !Object.hasOwn(known, given));
  if (name === undefined) return;
  throw new OptionsError("options_unknown", {
    message: `A component is not made with "${name}".${didYouMean(name, Object.keys(known))}`,
    details: { option: name },
  });
}
