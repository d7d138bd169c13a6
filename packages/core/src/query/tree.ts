/**
 * A node of the tree of a query expression (wire protocol 5.1).
 *
 * Nodes are plain immutable objects. `start` and `end` are offsets into the text a node was read from; nodes that
 * were built rather than read carry `0` and `0`. Logical nodes hold two operands or more, never one.
 */
export interface Span {
  readonly start: number;
  readonly end: number;
}

/** A whole query, or a sub-query of an `in (…)`. */
export interface QueryTree extends Span {
  readonly kind: "query";
  /** Empty when the query has no `select`. */
  readonly projections: readonly Projection[];
  readonly entityType: Name;
  readonly where: Criteria | undefined;
  readonly groupBy: readonly Path[];
  readonly orderBy: readonly Ordering[];
  readonly limit: number | undefined;
  readonly offset: number | undefined;
}

/** A word that names an entity type. */
export interface Name extends Span {
  readonly kind: "name";
  readonly name: string;
}

/** What a query selects. */
export type Projection = Path | Aggregate;

/** `status.type`, with an optional cast on each step: `parent[Shot].name`. */
export interface Path extends Span {
  readonly kind: "path";
  readonly segments: readonly Segment[];
}

/** One step of a path. */
export interface Segment extends Span {
  readonly name: string;
  /** Subtype the step is narrowed to. */
  readonly cast: Name | undefined;
}

/** What `group by` can say of the rows of a group. */
export type AggregateFunction = "count" | "sum" | "avg" | "min" | "max";

/** `count(id)` */
export interface Aggregate extends Span {
  readonly kind: "aggregate";
  readonly function: AggregateFunction;
  readonly path: Path;
}

/** One sort key of an `order by`. */
export interface Ordering extends Span {
  readonly kind: "ordering";
  readonly path: Path;
  readonly descending: boolean;
}

/** What rows have to fit. */
export type Criteria = Logical | Negation | Comparison | Membership | Existence;

/** `a and b and c`: operands of one chain stand side by side. */
export interface Logical extends Span {
  readonly kind: "and" | "or";
  readonly operands: readonly Criteria[];
}

/** `not a` */
export interface Negation extends Span {
  readonly kind: "not";
  readonly operand: Criteria;
}

/** What a comparison means, whichever word it was written with. */
export type ComparisonOperator = "=" | "!=" | ">" | "<" | ">=" | "<=" | "like" | "not_like";

/** `bid > 10` */
export interface Comparison extends Span {
  readonly kind: "comparison";
  readonly path: Path;
  readonly operator: ComparisonOperator;
  /** The operator as written, in lower case: `is`, `after`, `greater_than` …; printing keeps it. */
  readonly spelling: string;
  readonly value: Value;
}

/** `id in ("a", "b")`, `id not_in (select …)` */
export interface Membership extends Span {
  readonly kind: "in";
  readonly path: Path;
  readonly negated: boolean;
  /** A list, possibly empty, or a sub-query whose first projection (or primary key) gives the values. */
  readonly values: readonly Value[] | QueryTree;
}

/** `parent has (…)`, `timelogs any ()`. Paths of `criteria` start at the type `path` leads to. */
export interface Existence extends Span {
  readonly kind: "existence";
  readonly path: Path;
  /** The word as written; both work on references and on collections. */
  readonly quantifier: "has" | "any";
  /** `undefined` asks only whether there is something. */
  readonly criteria: Criteria | undefined;
}

/** A literal. */
export interface Value extends Span {
  readonly kind: "value";
  /** What it stands for: without quotes, with backslash escapes undone. */
  readonly text: string;
  /**
   * The literal as it prints: a bare word, or text in double quotes.
   *
   * A `like` pattern is read from here, because only here an escaped `\%` differs from a wildcard `%`.
   */
  readonly source: string;
  /** Bare words may be `none`, `true`, a number …; quoted text is always text. */
  readonly quoted: boolean;
}

/** Whether a literal is the bare word for "no value": `none`, or `null` (wire protocol 5.3). */
export function isNone(value: Value): boolean {
  return !value.quoted && /^(?:none|null)$/i.test(value.text);
}

/** Whether the values of an `in (…)` come from a sub-query. */
export function isSubquery(values: Membership["values"]): values is QueryTree {
  return "kind" in values;
}
