import type { UpdatedEntity } from "../events/update-event.js";
import { quote } from "../query/literal.js";
import { parsePath } from "../query/parse-path.js";
import { printPath, printQuery } from "../query/printer.js";
import { withPaging } from "../query/transform.js";
import type { Criteria, QueryTree } from "../query/tree.js";
import type { SchemaRegistry } from "../schema/schema-registry.js";
import { type Dependencies, readDependencies } from "./dependencies.js";
import { assessUpdate, type Impact, type KnownRows } from "./impact.js";
import type { LiveRow, LiveSource, PendingEntity } from "./live-host.js";
import { LiveRows } from "./live-rows.js";
import { isRelated, overlayPending } from "./overlay.js";
import { overlayGroups } from "./overlay-groups.js";

/** Everything about a query that does not change while it is live, and what is done by it. */
export interface LivePlan {
  /** The query with the primary key among its projections. */
  readonly tree: QueryTree;
  readonly registry: SchemaRegistry;
  readonly dependencies: Dependencies;
  /** Attribute that tells rows apart; without one, every change asks for all rows. */
  readonly key: string | undefined;
  /** Rows come in an order that was asked for. */
  readonly ordered: boolean;
  /** Which rows there are depends on how many there are before them. */
  readonly bounded: boolean;
  /** Names the result in a store. */
  readonly storedAs: string;
  /** What tells a row apart from the others. */
  keyOf(row: LiveRow, index: number): string;
  createRows(): LiveRows;
  /** The same query for some of its rows, in no particular order. */
  only(key: string, values: Iterable<string>): QueryTree;
  /** What an update means for the result. */
  assess(update: UpdatedEntity, rows: KnownRows): Impact;
  /** Whether rows show something of the entity that they are related to. */
  relates(entity: PendingEntity): boolean;
  /** Rows with the session's own changes. */
  overlay(rows: LiveRows, pending: readonly PendingEntity[]): LiveRow[];
}

export function planLive({ tree: given, registry }: LiveSource): LivePlan {
  const { primaryKey } = registry.get(given.entityType.name);
  const grouped = given.groupBy.length > 0 || given.projections.some(({ kind }) => kind === "aggregate");
  const tree = grouped ? given : withKey(given, primaryKey);
  const key = grouped || primaryKey.length !== 1 ? undefined : primaryKey[0];
  const plan: LivePlan = {
    tree,
    registry,
    dependencies: readDependencies(tree, registry),
    key,
    ordered: tree.orderBy.length > 0,
    bounded: tree.limit !== undefined || (tree.offset ?? 0) > 0,
    storedAs: printQuery(tree),
    keyOf: (row, index) => {
      if (key !== undefined) return String(row[key]);
      // Groups have no key of their own, but every answer brings all of them.
      return grouped ? String(index) : JSON.stringify(primaryKey.map((name) => row[name]));
    },
    createRows: () => new LiveRows(plan),
    only: (name, values) => onlyRows(tree, name, values),
    assess: (update, rows) => assessUpdate(update, plan, rows),
    relates: (entity) => isRelated(entity, plan),
    overlay: (rows, pending) =>
      grouped ? overlayGroups(rows.values(), pending, plan) : overlayPending(rows, pending, plan),
  };
  return plan;
}

function withKey(tree: QueryTree, primaryKey: readonly string[]): QueryTree {
  const selected = new Set(
    tree.projections.flatMap((projection) => (projection.kind === "path" ? [printPath(projection)] : [])),
  );
  const missing = primaryKey.filter((name) => !selected.has(name));
  return { ...tree, projections: [...tree.projections, ...missing.map(parsePath)] };
}

function onlyRows(tree: QueryTree, key: string, values: Iterable<string>): QueryTree {
  const span = { start: 0, end: 0 };
  const only: Criteria = {
    ...span,
    kind: "in",
    path: parsePath(key),
    negated: false,
    values: Array.from(values, (text) => ({
      ...span,
      kind: "value",
      text,
      source: quote(text),
      quoted: true,
    })),
  };
  const where: Criteria = tree.where ? { ...span, kind: "and", operands: [tree.where, only] } : only;
  return { ...withPaging(tree, { limit: undefined, offset: undefined }), orderBy: [], where };
}
