import type { EntityType } from "@ftrack-kit/core";

/**
 * Attributes every answer carries besides the primary key.
 *
 * Schemas name them, and the column that classifies a typed context, by backend name; names that fit no attribute
 * are left out (wire protocol 3.3 and 4.1).
 */
export function systemProjections({ schema, attributes, primaryKey }: EntityType): readonly string[] {
  const classifiers =
    typeof schema.alias_for === "object" ? Object.keys(schema.alias_for.classifiers ?? {}) : [];
  const byAlias = new Map<string, string>();
  for (const { name, alias, kind } of attributes.values()) {
    if (alias !== undefined && kind === "scalar") byAlias.set(alias, name);
  }
  const names = [...(schema.system_projections ?? []), ...classifiers].flatMap((backend) => {
    const name = byAlias.get(backend) ?? backend;
    return attributes.has(name) && !primaryKey.includes(name) ? [name] : [];
  });
  return [...new Set(names)];
}
