import type { QueryErrorCode } from "../errors/query-error.js";
import type { Attribute } from "../schema/entity-type.js";
import type { SchemaRegistry } from "../schema/schema-registry.js";
import { didYouMean } from "../util/suggest.js";
import { parseQuery } from "./parser.js";
import { printQuery } from "./printer.js";
import { createQueryError } from "./query-error.js";
import {
  type Criteria,
  isSubquery,
  type Name,
  type Path,
  type QueryTree,
  type Segment,
  type Span,
} from "./tree.js";

/**
 * Names that schemas lack and real expressions use (wire protocol 5.11), with the type each leads to; `undefined`
 * where nothing can be said about what follows.
 */
// Names that start with an underscore are always let through: `_link`, `__permissions.…` and the like.
const tolerated: Readonly<Record<string, Readonly<Record<string, string | undefined>>>> = {
  Status: { type: "State" },
  Note: { parent: undefined },
  Setting: { id: undefined },
  AssetVersion: { project: "Project" },
  Component: { note_id: undefined },
};
/** Scalars whose values may be objects with members of their own. */
const open: ReadonlySet<string> = new Set(["object", "variable", "unknown"]);

/**
 * Checks the types and attributes a query names against the server's schemas.
 *
 * Attributes of subtypes are found through a base type (wire protocol 4.3, rule 2).
 *
 * @param text - The text the tree was read from, for the caret in the message. Without it, the tree is printed, and
 * the caret stands in that.
 * @throws {@link QueryError} `query_unknown_type` or `query_unknown_attribute`, with `details.offset`, the place
 * marked by a caret and the nearest name.
 * @example
 * checkQuery(parseQuery(text), session.schemas, text);
 */
export function checkQuery(tree: QueryTree, registry: SchemaRegistry, text?: string): void {
  if (text !== undefined) {
    new Checker(registry, text).query(tree);
    return;
  }
  // A tree that was built knows no places in a text.
  const printed = printQuery(tree);
  new Checker(registry, printed).query(parseQuery(printed));
}

/** Types a path may have reached, none when it ended in a value; `undefined` when nothing is known. */
type Types = readonly string[] | undefined;
type Use = "select" | "filter";

class Checker {
  readonly #registry: SchemaRegistry;
  readonly #text: string;

  constructor(registry: SchemaRegistry, text: string) {
    this.#registry = registry;
    this.#text = text;
  }

  query(tree: QueryTree): void {
    const types = this.#type(tree.entityType);
    for (const projection of tree.projections) {
      const path = projection.kind === "path" ? projection : projection.path;
      this.#path(types, path, "select");
    }
    if (tree.where) this.#criteria(types, tree.where);
    for (const path of tree.groupBy) this.#path(types, path, "filter");
    for (const { path } of tree.orderBy) this.#path(types, path, "filter");
  }

  #criteria(types: Types, criteria: Criteria): void {
    switch (criteria.kind) {
      case "and":
      case "or":
        for (const operand of criteria.operands) this.#criteria(types, operand);
        return;
      case "not":
        this.#criteria(types, criteria.operand);
        return;
      case "comparison":
        this.#path(types, criteria.path, "filter");
        return;
      case "in":
        this.#path(types, criteria.path, "filter");
        if (isSubquery(criteria.values)) this.query(criteria.values);
        return;
      case "existence": {
        const reached = this.#path(types, criteria.path, "filter");
        if (isValue(reached)) this.#failValue(criteria.path.segments, criteria.path);
        if (criteria.criteria) this.#criteria(reached, criteria.criteria);
      }
    }
  }

  /** Walks a path and gives the types it leads to. */
  #path(start: Types, path: Path, use: Use): Types {
    let types = start;
    for (const [index, segment] of path.segments.entries()) {
      if (isValue(types)) this.#failValue(path.segments.slice(0, index), segment);
      const targets = types === undefined ? undefined : this.#targets(types, segment, use);
      types = segment.cast === undefined ? targets : this.#type(segment.cast);
    }
    return types;
  }

  #targets(types: readonly string[], segment: Segment, use: Use): Types {
    const found = types.flatMap((type) => this.#attributes(type, segment.name));
    if (found.length === 0) return this.#toleratedTargets(types, segment);
    if (use === "select" && found.every(({ restricted }) => restricted)) {
      const message = `${types.join(" or ")}.${segment.name} can be filtered on, not selected.`;
      this.#fail("query_unknown_attribute", message, segment, { attribute: segment.name });
    }
    if (found.some(({ kind, scalar }) => kind === "scalar" && open.has(scalar))) return undefined;
    return [...new Set(found.flatMap(({ target }) => target ?? []))];
  }

  /** The attribute of a type or, when it has none of that name, those of its subtypes. */
  #attributes(type: string, name: string): readonly Attribute[] {
    const own = this.#registry.find(type)?.attributes.get(name);
    if (own) return [own];
    const subtypes = this.#registry.subtypesOf(type);
    return subtypes.flatMap((subtype) => this.#registry.find(subtype)?.attributes.get(name) ?? []);
  }

  #toleratedTargets(types: readonly string[], segment: Segment): Types {
    if (segment.name.startsWith("_")) return undefined;
    for (const type of types.flatMap((type) => [type, this.#registry.familyOf(type)])) {
      const names = Object.hasOwn(tolerated, type) ? tolerated[type] : undefined;
      if (names === undefined || !Object.hasOwn(names, segment.name)) continue;
      const target = names[segment.name];
      return target === undefined ? undefined : [target];
    }
    const known = types.flatMap((type) => [...(this.#registry.find(type)?.attributes.keys() ?? [])]);
    const message = `${types.join(" or ")} has no attribute "${segment.name}".${didYouMean(segment.name, known)}`;
    const details = { entityType: types[0], attribute: segment.name };
    return this.#fail("query_unknown_attribute", message, segment, details);
  }

  #type({ name, start, end }: Name): Types {
    if (this.#registry.has(name)) return [name];
    const message = `The server has no entity type "${name}".${didYouMean(name, this.#registry.names)}`;
    return this.#fail("query_unknown_type", message, { start, end }, { entityType: name });
  }

  #failValue(segments: readonly Segment[], place: Span): never {
    const path = segments.map(({ name }) => name).join(".");
    const message = `"${path}" is a value: it has no attributes, and "has" and "any" do not apply to it.`;
    this.#fail("query_unknown_attribute", message, place, { attribute: path });
  }

  #fail(
    code: QueryErrorCode,
    message: string,
    { start, end }: Span,
    details: Record<string, unknown>,
  ): never {
    throw createQueryError(code, message, { text: this.#text, offset: start, end }, details);
  }
}

/** Whether a path ended in something that has no attributes. */
const isValue = (types: Types): boolean => types?.length === 0;
