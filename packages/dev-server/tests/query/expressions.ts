import type { SchemaRegistry } from "@ftrack-kit/core";
import fc from "fast-check";

/** Random expressions that mostly make sense: real types, attributes that exist, values of every kind. */
export function expressions(registry: SchemaRegistry): fc.Arbitrary<string> {
  const types = [...registry.names];
  const type = fc.constantFrom(...types, "Task", "Task", "Context", "AssetVersion", "Tusk");
  return type.chain((name) => expression(registry, name, 2));
}

function expression(registry: SchemaRegistry, type: string, depth: number): fc.Arbitrary<string> {
  const paths = path(registry, type);
  const selected = fc
    .array(paths, { maxLength: 3 })
    .map((names) => (names.length ? `select ${names.join(", ")} from ` : ""));
  const condition = criteria(registry, type, depth).map((text) => ` where ${text}`);
  const order = fc
    .tuple(paths, fc.constantFrom("", " desc"))
    .map(([name, direction]) => ` order by ${name}${direction}`);
  const limit = fc.nat({ max: 3 }).map((count) => ` limit ${count}`);
  return fc
    .tuple(
      selected,
      fc.option(condition, { nil: "" }),
      fc.option(order, { nil: "" }),
      fc.option(limit, { nil: "" }),
    )
    .map(([select, where, by, most]) => `${select}${type}${where}${by}${most}`);
}

function criteria(registry: SchemaRegistry, type: string, depth: number): fc.Arbitrary<string> {
  const paths = path(registry, type);
  const operators = ["=", "is", "!=", "is_not", ">", "<", ">=", "<=", "like", "not_like", "after", "before"];
  const compared = fc.tuple(paths, fc.constantFrom(...operators), value).map((parts) => parts.join(" "));
  const listed = fc
    .tuple(paths, fc.constantFrom("in", "not_in"), fc.array(value, { maxLength: 3 }))
    .map(([name, word, values]) => `${name} ${word} (${values.join(", ")})`);
  if (depth === 0) return fc.oneof(compared, listed);
  const inner = criteria(registry, type, depth - 1);
  const subquery = fc
    .tuple(
      paths,
      fc.constantFrom("Task", "Shot", "User").chain((name) => expression(registry, name, depth - 1)),
    )
    .map(([name, query]) => `${name} in (${query})`);
  const relations = [...(registry.find(type)?.attributes.values() ?? [])].filter(
    ({ target }) => target !== undefined,
  );
  const existence = relations.length
    ? fc
        .constantFrom(...relations)
        .chain(({ name, target }) =>
          fc
            .option(criteria(registry, target ?? type, depth - 1), { nil: "" })
            .map((text) => `${name} ${depth % 2 ? "any" : "has"} (${text})`),
        )
    : compared;
  const joined = fc.tuple(inner, fc.constantFrom("and", "or"), inner).map((parts) => `(${parts.join(" ")})`);
  return fc.oneof(
    compared,
    listed,
    existence,
    joined,
    subquery,
    inner.map((text) => `not (${text})`),
  );
}

/** Up to three steps along attributes that exist. */
function path(registry: SchemaRegistry, type: string): fc.Arbitrary<string> {
  const attributes = [...(registry.find(type)?.attributes.values() ?? [])];
  if (attributes.length === 0) return fc.constantFrom("id", "name");
  return fc.array(fc.nat(), { minLength: 1, maxLength: 3 }).map((choices) => {
    const names: string[] = [];
    let current = attributes;
    for (const choice of choices) {
      const attribute = current[choice % current.length];
      if (!attribute) break;
      names.push(attribute.name);
      if (attribute.target === undefined) break;
      current = [...(registry.find(attribute.target)?.attributes.values() ?? [])];
    }
    return names.join(".");
  });
}

const value = fc.oneof(
  fc.constantFrom(
    "none",
    "true",
    "p1",
    "t1",
    "sh1",
    "ada",
    "u1",
    '"2026-03-01"',
    '"%a_b\\%"',
    '""',
    "Animation",
  ),
  fc.integer().map(String),
  fc.string({ maxLength: 8 }).map((text) => JSON.stringify(text.replace(/["\\]/g, ""))),
);
