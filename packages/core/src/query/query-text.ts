import type { Criteria, QueryTree } from "./tree.js";

/**
 * A piece of query text whose values are escaped: what `ql` and the builder make.
 *
 * `Expression` is the literal text the type of its rows is read from, where it is known.
 */
export abstract class QueryText<Expression extends string = string> {
  /** Type only: carries the literal text, holds nothing. */
  declare readonly expression: Expression;
  readonly text: string;

  constructor(text: string) {
    this.text = text;
  }

  /**
   * The text as criteria. Who makes a text knows how to read it, so that builders need no parser.
   *
   * @throws {@link QueryError} `query_syntax` when it is something else.
   */
  abstract readCriteria(): Criteria;

  /**
   * The text as a whole query.
   *
   * @throws {@link QueryError} `query_syntax` when it is something else.
   */
  abstract readQuery(): QueryTree;

  toString(): string {
    return this.text;
  }

  toJSON(): string {
    return this.text;
  }
}

/** What a session takes as a query: text, or text made by `ql` or the builder. */
export type QueryLike<Expression extends string = string> = Expression | QueryText<Expression>;
