import { OptionsError } from "../errors/options-error.js";
import { didYouMean } from "../util/suggest.js";
import type { ComponentData } from "./create-component.js";

const known: Readonly<Record<keyof ComponentData, true>> = {
  id: true,
  name: true,
  file_type: true,
  size: true,
  version: true,
  version_id: true,
  metadata: true,
};

/** @throws {@link OptionsError} `options_unknown`: names nobody reads would be lost without a word. */
export function checkComponentData(data: ComponentData): void {
  const name = Object.keys(data).find((given) => !Object.hasOwn(known, given));
  if (name === undefined) return;
  throw new OptionsError("options_unknown", {
    message: `A component is not made with "${name}".${didYouMean(name, Object.keys(known))}`,
    details: { option: name },
  });
}
