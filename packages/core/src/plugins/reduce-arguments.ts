import { PluginError } from "../errors/plugin-error.js";
import type { Plugin } from "./plugin.js";
import { type ArgumentSchema, describeIssue, isArgumentSchema } from "./standard-schema.js";

export interface ReducedArguments {
  readonly accepted: unknown;
  /** Names the plugin does not take. */
  readonly dropped: readonly string[];
}

type Given = Readonly<Record<string, unknown>>;

/**
 * What of the given arguments a plugin receives.
 *
 * @throws {@link PluginError} `plugin_arguments` when a value does not fit the plugin's schema.
 */
export async function reduceArguments(plugin: Plugin, given: Given): Promise<ReducedArguments> {
  const declared = plugin.pluginArguments;
  if (declared === undefined) return { accepted: given, dropped: [] };
  if (isArgumentSchema(declared)) return parseWith(declared, given);
  return { accepted: pick(given, declared), dropped: namesBeside(given, declared) };
}

async function parseWith(schema: ArgumentSchema, given: Given): Promise<ReducedArguments> {
  const known = Object.keys(schema.shape ?? given);
  // Schemas differ in what they do with names they do not know: strict ones refuse, loose ones let them through.
  let result = await schema["~standard"].validate(given);
  if (result.issues) result = await schema["~standard"].validate(pick(given, known));
  if (result.issues) {
    const issues = result.issues.map(describeIssue);
    throw new PluginError("plugin_arguments", {
      message: `The plugin's arguments do not fit: ${issues.join("; ")}.`,
      details: { issues },
    });
  }
  const accepted = result.value;
  const passed = typeof accepted === "object" && accepted !== null ? Object.keys(accepted) : [];
  return { accepted, dropped: namesBeside(given, [...known, ...passed]) };
}

function pick(given: Given, names: readonly string[]): Given {
  return Object.fromEntries(
    names.filter((name) => Object.hasOwn(given, name)).map((name) => [name, given[name]]),
  );
}

function namesBeside(given: Given, names: readonly string[]): string[] {
  return Object.keys(given).filter((name) => !names.includes(name));
}
