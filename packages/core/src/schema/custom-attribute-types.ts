import type { EntityType } from "./entity-type.js";
import type { SchemaRegistry } from "./schema-registry.js";

/** A row of `CustomAttributeConfiguration`, with the attributes its type depends on. */
export interface CustomAttributeConfiguration {
  readonly key: string;
  readonly label?: string | null | undefined;
  /** Backend name of the types it is for: `task` for typed contexts, `show` for projects, `assetversion` … */
  readonly entity_type: string | null;
  /** The object type it is for; none stands for every typed context. */
  readonly object_type?: { readonly name: string } | null | undefined;
  readonly is_hierarchical?: boolean | null | undefined;
  readonly type?: { readonly name: string } | null | undefined;
  /** JSON text; holds the choices of an enumerator. */
  readonly config?: string | null | undefined;
}

/** One custom attribute of a type: its key, the TypeScript type of its value, and what people call it. */
export interface CustomAttributeType {
  readonly key: string;
  readonly valueType: string;
  readonly label: string | undefined;
}

const hierarchicalTypes: ReadonlySet<string> = new Set(["asset", "assetversion", "show", "task"]);

/**
 * The custom attributes entities of a type may have, in order of their keys (wire protocol 3.8).
 *
 * A base type has those of all its subtypes.
 */
export function customAttributesOf(
  type: EntityType,
  registry: SchemaRegistry,
  configurations: readonly CustomAttributeConfiguration[],
): CustomAttributeType[] {
  const names = [type.name, ...registry.subtypesOf(type.name)];
  const types = names.map((name) => registry.get(name));
  const found = new Map<string, { valueTypes: Set<string>; label: string | undefined }>();
  for (const configuration of configurations) {
    if (!types.some((candidate) => appliesTo(configuration, candidate))) continue;
    const known = found.get(configuration.key);
    const valueTypes = known?.valueTypes ?? new Set();
    valueTypes.add(valueTypeOf(configuration));
    found.set(configuration.key, { valueTypes, label: known?.label ?? configuration.label ?? undefined });
  }
  return [...found]
    .sort(([left], [right]) => (left < right ? -1 : 1))
    .map(([key, { valueTypes, label }]) => ({
      key,
      label,
      valueType: valueTypes.has("unknown") ? "unknown" : `${[...valueTypes].sort().join(" | ")} | null`,
    }));
}

function appliesTo(configuration: CustomAttributeConfiguration, type: EntityType): boolean {
  const { entity_type: entityType, object_type: objectType, is_hierarchical: hierarchical } = configuration;
  if (hierarchical) return hierarchicalTypes.has(type.eventName);
  if (type.eventName !== entityType?.toLowerCase()) return false;
  // An entity type is called as its object type, without blanks (wire protocol 4.3).
  return objectType == null || objectType.name.replace(/\s/g, "") === type.name;
}

function valueTypeOf({ type, config }: CustomAttributeConfiguration): string {
  switch (type?.name) {
    case "number":
      return "number";
    case "boolean":
      return "boolean";
    case "enumerator": {
      const choices = readChoices(config);
      return choices.length === 0
        ? "string[]"
        : `(${choices.map((choice) => JSON.stringify(choice)).join(" | ")})[]`;
    }
    case "dynamic enumerator":
      return "string[]";
    case "text":
    case "date":
    case "expression":
    case "url":
      return "string";
    default:
      return "unknown";
  }
}

/** Values of an enumerator's menu, which is JSON text within JSON text. */
function readChoices(config: string | null | undefined): string[] {
  const outer = parseJson(config);
  const data = isRecord(outer) ? outer.data : undefined;
  const menu = typeof data === "string" ? parseJson(data) : data;
  if (!Array.isArray(menu)) return [];
  const values = menu.map((item: unknown) => (isRecord(item) ? item.value : undefined));
  return [...new Set(values.filter((value) => typeof value === "string"))].sort();
}

function parseJson(text: string | null | undefined): unknown {
  try {
    return JSON.parse(text ?? "null");
  } catch {
    return undefined;
  }
}

const isRecord = (value: unknown): value is Readonly<Record<string, unknown>> =>
  typeof value === "object" && value !== null;
