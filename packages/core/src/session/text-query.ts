import type { Operation } from "../codec/operations.js";
import { checkQuery } from "../query/check.js";
import { parsePath } from "../query/parse-path.js";
import { parseQuery } from "../query/parser.js";
import { printQuery } from "../query/printer.js";
import { splitQuery, withDefaultProjections, withGroupProjections } from "../query/transform.js";
import type { QueryTree } from "../query/tree.js";
import type { SchemaRegistry } from "../schema/schema-registry.js";
import { EachOnce } from "./arrangement.js";
import { type QueryPage, streamPages } from "./page-stream.js";
import { createIdentify, keysPerPage, planQuery, type QueryPlan } from "./query-plan.js";
import type { PreparedQuery, QuerySource } from "./query-result.js";

/** Where the pages of queries come from. */
export interface QueryLanes {
  /** Resolves once schemas are there. */
  registry(): Promise<SchemaRegistry>;
  /** Entities of the session. */
  tracked(operation: Operation, signal: AbortSignal | undefined): Promise<QueryPage<unknown>>;
  /** Plain immutable rows. */
  plain(operation: Operation, signal: AbortSignal | undefined): Promise<QueryPage<unknown>>;
  /** Records of a query that groups. */
  grouped(operation: Operation, signal: AbortSignal | undefined): Promise<QueryPage<unknown>>;
  /** Rows as they came. */
  raw(operation: Operation, signal: AbortSignal | undefined): Promise<QueryPage<unknown>>;
}

/** A query given as text, or as the tree a builder made. */
export class TextQuery implements QuerySource {
  readonly #expression: string | QueryTree;
  readonly #lanes: QueryLanes;
  readonly #toOperation: (expression: string) => Operation;
  #prepared: Promise<PreparedQuery> | undefined;

  constructor(
    expression: string | QueryTree,
    lanes: QueryLanes,
    toOperation: (expression: string) => Operation = (text) => ({ action: "query", expression: text }),
  ) {
    this.#expression = expression;
    this.#lanes = lanes;
    this.#toOperation = toOperation;
  }

  prepare(): Promise<PreparedQuery> {
    this.#prepared ??= this.#prepare().catch((error: unknown) => {
      this.#prepared = undefined;
      throw error;
    });
    return this.#prepared;
  }

  async #prepare(): Promise<PreparedQuery> {
    const given = this.#expression;
    const tree = typeof given === "string" ? parseQuery(given) : given;
    const registry = await this.#lanes.registry();
    checkQuery(tree, registry, typeof given === "string" ? given : undefined);
    const grouped = tree.groupBy.length > 0 || tree.projections.some(({ kind }) => kind === "aggregate");
    return { tree: grouped ? withGroupProjections(tree) : withDefaultProjections(tree, registry), grouped };
  }

  async plan(query: QueryTree, pageSize: number, signal: AbortSignal | undefined): Promise<QueryPlan> {
    const registry = await this.#lanes.registry();
    const fetchPlain = (part: QueryTree, partSignal: AbortSignal | undefined) =>
      this.#lanes.plain(this.#operation(part), partSignal);
    return planQuery(query, { registry, pageSize, signal, fetchPlain });
  }

  async fetchPage<Row>(query: QueryTree, signal: AbortSignal | undefined): Promise<QueryPage<Row>> {
    const { grouped } = await this.prepare();
    const lane = grouped ? this.#lanes.grouped : this.#lanes.tracked;
    // The row's type was read from the same expression.
    return lane(this.#operation(query), signal) as Promise<QueryPage<Row>>;
  }

  async fetchPlainPage<Row>(query: QueryTree, signal: AbortSignal | undefined): Promise<QueryPage<Row>> {
    const { grouped } = await this.prepare();
    const lane = grouped ? this.#lanes.grouped : this.#lanes.plain;
    return lane(this.#operation(query), signal) as Promise<QueryPage<Row>>;
  }

  async count(query: QueryTree, signal: AbortSignal | undefined): Promise<number> {
    const type = (await this.#lanes.registry()).get(query.entityType.name);
    const projections = type.primaryKey.map(parsePath);
    const parts = splitQuery(query).map((part) => ({ ...part, projections }));
    const pages = streamPages(
      parts,
      (part, partSignal) => this.#lanes.raw(this.#operation(part), partSignal),
      {
        pageSize: keysPerPage,
        signal,
        arrangement: parts.length > 1 ? new EachOnce(createIdentify(type), query) : undefined,
      },
    );
    let found = 0;
    for await (const rows of pages) found += rows.length;
    return found;
  }

  #operation(query: QueryTree): Operation {
    return this.#toOperation(printQuery(query));
  }
}
