import type { EntityModel } from "../entity/entity-model.js";
import type { Attribute } from "../schema/entity-type.js";

/**
 * What to select so that a path is loaded: relations at its end bring their default projections, mapped attributes
 * their keys and values, so that reading them needs no further request.
 */
export function projectionsOf(model: EntityModel, path: string): readonly string[] {
  const { registry } = model.host;
  let type = model.type.name;
  const steps = path.split(".");
  for (const [index, step] of steps.entries()) {
    const attribute = registry.findAttribute(type, step);
    const prefix = steps.slice(0, index + 1).join(".");
    if (attribute?.kind === "mapped") return pairProjections(prefix, attribute);
    if (attribute?.target === undefined) return [path];
    type = attribute.target;
  }
  const defaults = registry.find(type)?.defaultProjections ?? [];
  return defaults.length === 0 ? [path] : defaults.map((name) => `${path}.${name}`);
}

function pairProjections(prefix: string, attribute: Attribute): readonly string[] {
  const { key, value } = attribute.keyValue ?? { key: "key", value: "value" };
  return [`${prefix}.${key}`, `${prefix}.${value}`];
}
