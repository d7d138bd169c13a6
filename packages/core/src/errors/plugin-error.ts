import { FtrackError } from "./ftrack-error.js";

export type PluginErrorCode = "plugin_load" | "plugin_contract" | "plugin_register" | "plugin_arguments";

/** A plugin could not be loaded, understood or registered. */
export class PluginError extends FtrackError<PluginErrorCode> {
  override readonly name: string = "PluginError";
}
