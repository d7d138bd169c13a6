import { printPath } from "../query/printer.js";
import { type Criteria, isSubquery, type Path, type QueryTree } from "../query/tree.js";
import type { Attribute } from "../schema/entity-type.js";
import type { SchemaRegistry } from "../schema/schema-registry.js";

/** Attributes that a query reads of one type. */
export interface Reads {
  /** Attributes whose change shows in a row. */
  readonly shown: Set<string>;
  /** Attributes whose change may move rows in, out or about. */
  readonly deciding: Set<string>;
}

/** What a query reads of a type that its rows are related to. */
interface RelatedReads extends Reads {
  /** Entities of the type come and go through a to-many relation that is shown, or that decides. */
  members: "none" | "shown" | "deciding";
}

/** Everything whose change can change the result of a query. */
export interface Dependencies {
  readonly entityType: string;
  /** What is read of the rows themselves. */
  readonly root: Reads;
  /** Attributes of the rows that their order follows from. */
  readonly placing: ReadonlySet<string>;
  /** What is read along relations, by the type they lead to. */
  readonly related: ReadonlyMap<string, RelatedReads>;
  /** Root scalars that are selected as they are and decide nothing: a change can be shown without asking. */
  readonly patchable: ReadonlySet<string>;
  /** Rows are groups: whatever concerns one row concerns them all. */
  readonly grouped: boolean;
  /** A computed value decides: any change may change everything. */
  readonly opaque: boolean;
  /** Something computed is shown: any change near a row may change it. */
  readonly computed: boolean;
}

/** Reads off a query what its result depends on. */
export function readDependencies(tree: QueryTree, registry: SchemaRegistry): Dependencies {
  const { name } = tree.entityType;
  const reader = new Reader(registry);
  for (const attribute of alwaysSent(name, registry)) reader.root.shown.add(attribute);
  const grouped = tree.groupBy.length > 0 || tree.projections.some(({ kind }) => kind === "aggregate");
  for (const projection of tree.projections) {
    const path = projection.kind === "aggregate" ? projection.path : projection;
    reader.path(name, path, grouped ? "deciding" : "shown", reader.root);
  }
  for (const path of tree.groupBy) reader.path(name, path, "deciding", reader.root);
  for (const { path } of tree.orderBy) {
    reader.path(name, path, "deciding", reader.root);
    reader.path(name, path, "deciding", reader.placing);
  }
  if (tree.where) reader.criteria(name, tree.where, reader.root);
  const { root, placing, related, opaque, computed } = reader;
  return {
    entityType: name,
    root,
    placing: placing.deciding,
    related,
    patchable: patchableOf(tree, registry, root),
    grouped,
    opaque,
    computed,
  };
}

function patchableOf(tree: QueryTree, registry: SchemaRegistry, root: Reads): ReadonlySet<string> {
  const patchable = new Set<string>();
  const names = tree.projections.flatMap((projection) =>
    projection.kind === "path" && projection.segments.length === 1 ? [printPath(projection)] : [],
  );
  for (const name of [...names, ...alwaysSent(tree.entityType.name, registry)]) {
    const attribute = registry.findAttribute(tree.entityType.name, name);
    if (!attribute || !isPatchable(attribute) || root.deciding.has(attribute.name)) continue;
    const reference = registry.find(tree.entityType.name)?.referenceOf.get(attribute.name);
    if (!reference || !root.shown.has(reference.name)) patchable.add(attribute.name);
  }
  return patchable;
}

/** Attributes that come with every row of a type, whatever is selected; schemas give them by name or by column. */
function alwaysSent(type: string, registry: SchemaRegistry): string[] {
  return [type, ...registry.subtypesOf(type)].flatMap((name) => {
    const known = registry.find(name);
    const sent = new Set(known?.schema.system_projections);
    const attributes = [...(known?.attributes.values() ?? [])];
    return attributes
      .filter((one) => sent.has(one.name) || sent.has(one.alias ?? one.name))
      .map((one) => one.name);
  });
}

/** Events spell dates and computed values in their own ways: those are asked for. */
const isPatchable = ({ kind, scalar, computed }: Attribute) =>
  kind === "scalar" &&
  !computed &&
  (scalar === "string" || scalar === "boolean" || scalar === "integer" || scalar === "number");

type Use = "shown" | "deciding";

class Reader {
  readonly root: Reads = { shown: new Set(), deciding: new Set() };
  readonly placing: Reads = { shown: new Set(), deciding: new Set() };
  readonly related = new Map<string, RelatedReads>();
  opaque = false;
  computed = false;
  readonly #registry: SchemaRegistry;

  constructor(registry: SchemaRegistry) {
    this.#registry = registry;
  }

  /** Notes every step of a path and gives the type it leads to, where it leads to one. */
  path(start: string, path: Path, use: Use, reads: Reads): string | undefined {
    let type: string | undefined = start;
    let current = reads;
    for (const { name, cast } of path.segments) {
      if (type === undefined) return undefined;
      const target = this.#step(type, name, use, current);
      type = cast?.name ?? target;
      if (type !== undefined) current = this.#relatedTo(target ?? type);
    }
    return type;
  }

  criteria(type: string, criteria: Criteria, reads: Reads): void {
    switch (criteria.kind) {
      case "and":
      case "or":
        for (const operand of criteria.operands) this.criteria(type, operand, reads);
        return;
      case "not":
        this.criteria(type, criteria.operand, reads);
        return;
      case "comparison":
        this.path(type, criteria.path, "deciding", reads);
        return;
      case "in":
        this.path(type, criteria.path, "deciding", reads);
        if (isSubquery(criteria.values)) this.#subquery(criteria.values);
        return;
      case "existence": {
        const reached = this.path(type, criteria.path, "deciding", reads);
        if (!criteria.criteria) return;
        if (reached === undefined) this.opaque = true;
        else this.criteria(reached, criteria.criteria, this.#relatedTo(reached));
      }
    }
  }

  #subquery(tree: QueryTree): void {
    const { name } = tree.entityType;
    const reads = this.#relatedTo(name);
    reads.members = "deciding";
    for (const projection of tree.projections) {
      this.path(name, projection.kind === "path" ? projection : projection.path, "deciding", reads);
    }
    for (const { path } of tree.orderBy) this.path(name, path, "deciding", reads);
    if (tree.where) this.criteria(name, tree.where, reads);
  }

  #relatedTo(type: string): RelatedReads {
    const known = this.related.get(type);
    if (known) return known;
    const shown = new Set(alwaysSent(type, this.#registry));
    const reads: RelatedReads = { shown, deciding: new Set(), members: "none" };
    this.related.set(type, reads);
    return reads;
  }

  #step(type: string, name: string, use: Use, reads: Reads): string | undefined {
    const attribute = this.#registry.findAttribute(type, name);
    reads[use].add(name);
    if (!attribute || isDerived(attribute)) {
      // Computed values and virtual names follow from things that no event tells apart.
      if (use === "deciding") this.opaque = true;
      else this.computed = true;
    }
    if (attribute?.foreignKey !== undefined) reads[use].add(attribute.foreignKey);
    if (attribute?.target !== undefined && attribute.kind !== "reference") {
      const members = this.#relatedTo(attribute.target);
      if (members.members !== "deciding") members.members = use;
      if (attribute.keyValue) members[use].add(attribute.keyValue.key).add(attribute.keyValue.value);
    }
    return attribute?.target;
  }
}

function isDerived({ kind, name, target, foreignKey, computed, mutable }: Attribute): boolean {
  // References without a foreign key, such as an asset's latest version, follow from other rows.
  if (kind === "reference") return foreignKey === undefined;
  if (kind !== "scalar") return indirectCollections.has(name) || silentTypes.test(target ?? "");
  return computed || (!mutable && !fixed.test(name));
}

/** Read-only scalars that never change once the row exists. */
const fixed = /^id$|_id$|_type$|^created_|^key$/;
/** Types that no event tells of (wire protocol 8.1). */
const silentTypes = /StatusChange$|CustomAttributeLinkFrom$/;
/** Collections that no foreign key of their members tells of. */
const indirectCollections: ReadonlySet<string> = new Set([
  "ancestors",
  "descendants",
  "lists",
  "items",
  "scopes",
  "uses_versions",
  "used_in_versions",
]);
