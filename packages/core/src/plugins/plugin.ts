import { type ArgumentSchema, isArgumentSchema } from "./standard-schema.js";

/** What a plugin accepts: names, or a schema that also checks and converts the values. */
export type PluginArguments = readonly string[] | ArgumentSchema;

/** The type of a plugin's second parameter, from what it declares. */
export type PluginArgumentsOf<Declared> =
  Declared extends ArgumentSchema<infer Output>
    ? Output
    : Declared extends readonly (infer Name extends string)[]
      ? { readonly [Key in Name]?: unknown }
      : Readonly<Record<string, unknown>>;

/** A module that extends a session. */
export interface Plugin<
  Session = never,
  Declared extends PluginArguments | undefined = PluginArguments | undefined,
> {
  /** For logs; the path of its module otherwise. */
  readonly name?: string | undefined;
  /** Without it, every argument is handed over as it was given. */
  readonly pluginArguments?: Declared;
  /** Called once per session, before it is ready; the session waits for a promise. */
  register(session: Session, pluginArguments: PluginArgumentsOf<Declared>): unknown;
}

/**
 * The plugin in a module: the module itself, or its default export where that is one.
 *
 * @returns Why there is none, as text, when `register` is missing or a declaration is not understood.
 */
export function readPlugin(module: unknown): Plugin | string {
  const candidates = [module, isObject(module) ? module.default : undefined];
  const found = candidates.find((value) => isObject(value) && typeof value.register === "function");
  if (!isObject(found)) return "it exports no function named register";
  const declared = found.pluginArguments;
  const understood = declared === undefined || isArgumentSchema(declared) || isNameList(declared);
  if (!understood) return "its pluginArguments is neither a list of names nor a schema";
  return found as unknown as Plugin;
}

function isNameList(value: unknown): value is readonly string[] {
  return Array.isArray(value) && value.every((name) => typeof name === "string");
}

function isObject(value: unknown): value is Record<string, unknown> {
  return (typeof value === "object" && value !== null) || typeof value === "function";
}
