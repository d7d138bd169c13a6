import { type Criteria, isSubquery, type Path, type Projection, type QueryTree, type Value } from "./tree.js";

/**
 * Writes a tree as text.
 *
 * The inverse of {@link parseQuery}: reading the text again gives an equal tree, and printing that gives the same
 * text. Keywords come out in lower case, strings in double quotes, parentheses only where they matter, and
 * `offset` before `limit`, last (wire protocol 5.8).
 */
export function printQuery(tree: QueryTree): string {
  const parts: string[] = [];
  if (tree.projections.length > 0) parts.push(`select ${list(tree.projections, printProjection)} from`);
  parts.push(tree.entityType.name);
  if (tree.where) parts.push(`where ${printCriteria(tree.where)}`);
  if (tree.groupBy.length > 0) parts.push(`group by ${list(tree.groupBy, printPath)}`);
  if (tree.orderBy.length > 0) {
    const print = ({ path, descending }: QueryTree["orderBy"][number]) =>
      descending ? `${printPath(path)} desc` : printPath(path);
    parts.push(`order by ${list(tree.orderBy, print)}`);
  }
  if (tree.offset !== undefined) parts.push(`offset ${tree.offset}`);
  if (tree.limit !== undefined) parts.push(`limit ${tree.limit}`);
  return parts.join(" ");
}

/** Writes criteria as they follow `where`. */
export function printCriteria(criteria: Criteria): string {
  switch (criteria.kind) {
    case "and":
    case "or": {
      const print = (operand: Criteria) =>
        operand.kind === "or" || operand.kind === criteria.kind
          ? `(${printCriteria(operand)})`
          : printCriteria(operand);
      return criteria.operands.map(print).join(` ${criteria.kind} `);
    }
    case "not": {
      const { operand } = criteria;
      const grouped = operand.kind === "and" || operand.kind === "or";
      return grouped ? `not (${printCriteria(operand)})` : `not ${printCriteria(operand)}`;
    }
    case "comparison":
      return `${printPath(criteria.path)} ${criteria.spelling} ${criteria.value.source}`;
    case "in": {
      const { path, negated, values } = criteria;
      const inner = isSubquery(values) ? printQuery(values) : list(values, printValue);
      return `${printPath(path)} ${negated ? "not_in" : "in"} (${inner})`;
    }
    case "existence": {
      const inner = criteria.criteria ? printCriteria(criteria.criteria) : "";
      return `${printPath(criteria.path)} ${criteria.quantifier} (${inner})`;
    }
  }
}

/** Writes a path, casts included. */
export function printPath(path: Path): string {
  return path.segments
    .map(({ name, cast }) => (cast === undefined ? name : `${name}[${cast.name}]`))
    .join(".");
}

const printProjection = (projection: Projection): string =>
  projection.kind === "path"
    ? printPath(projection)
    : `${projection.function}(${printPath(projection.path)})`;

const printValue = (value: Value): string => value.source;

const list = <Item>(items: readonly Item[], print: (item: Item) => string): string =>
  items.map(print).join(", ");
