import { printPath } from "../query/printer.js";
import type { Aggregate, Path } from "../query/tree.js";
import type { LiveRow, PendingEntity } from "./live-host.js";
import type { LivePlan } from "./live-plan.js";
import { matchLocally } from "./match-locally.js";
import { readNow, readShown } from "./read-shown.js";

/** A group as it is shown: its values, and what its aggregates come to. */
type Group = Record<string, unknown>;

/**
 * Groups with the session's own changes: entities are counted where they are now, and no longer where they were.
 *
 * What an entity was counted as has to be known; where it is not, and for aggregates other than `count` and `sum`,
 * groups stay as the server gave them until it has been asked again.
 */
export function overlayGroups(
  rows: readonly LiveRow[],
  pending: readonly PendingEntity[],
  plan: LivePlan,
): LiveRow[] {
  const { tree, registry, dependencies } = plan;
  const aggregates = tree.projections.filter((one): one is Aggregate => one.kind === "aggregate");
  const isCounted = aggregates.some((one) => one.function === "count");
  const own = pending.filter(({ entityType }) => registry.isKindOf(entityType, dependencies.entityType));
  if (own.length === 0 || !isCounted || !aggregates.every(isAdditive)) return [...rows];
  const names = tree.groupBy.map(printPath);
  const groups = new Map<string, Group>(rows.map((row) => [keyOf(names.map((name) => row[name])), row]));
  for (const entity of own) {
    const isConcerned = [...entity.changed].some((name) => dependencies.root.deciding.has(name));
    if (entity.state === "modified" && !isConcerned) continue;
    const left = entity.state === "created" ? undefined : partOf(plan, aggregates, readBefore(plan, entity));
    const right =
      entity.state === "deleted" ? undefined : partOf(plan, aggregates, (path) => readNow(entity, path));
    if (left === "unknown" || right === "unknown") continue;
    if (left) add(groups, names, aggregates, left, -1);
    if (right) add(groups, names, aggregates, right, 1);
  }
  const counts = aggregates.filter((one) => one.function === "count").map(columnOf);
  return [...groups.values()].filter(
    (group) => names.length === 0 || counts.some((name) => group[name] !== 0),
  );
}

/** What one entity adds: the group it is in, and its part of each aggregate. */
interface Part {
  readonly group: readonly unknown[];
  readonly amounts: readonly number[];
}

type Read = (path: readonly string[]) => unknown;

/** `undefined` for an entity that the query leaves out. */
function partOf(
  { tree }: LivePlan,
  aggregates: readonly Aggregate[],
  readNames: Read,
): Part | "unknown" | undefined {
  const read = ({ segments }: Path) =>
    segments.some(({ cast }) => cast !== undefined) ? undefined : readNames(segments.map(({ name }) => name));
  const isIn = matchLocally(tree.where, read);
  if (isIn === undefined) return "unknown";
  if (!isIn) return undefined;
  const group = tree.groupBy.map(read);
  const values = aggregates.map(({ path }) => read(path));
  if ([...group, ...values].includes(undefined)) return "unknown";
  const amounts = aggregates.map((one, index) => {
    const value = values[index];
    return one.function === "count" ? Number(value !== null) : Number(value);
  });
  return amounts.some(Number.isNaN) ? "unknown" : { group, amounts };
}

function add(
  groups: Map<string, Group>,
  names: readonly string[],
  aggregates: readonly Aggregate[],
  { group, amounts }: Part,
  sign: 1 | -1,
): void {
  const key = keyOf(group);
  const known = groups.get(key) ?? Object.fromEntries(names.map((name, index) => [name, group[index]]));
  const sums = aggregates.map((one, index) => {
    const column = columnOf(one);
    return [column, Number(known[column] ?? 0) + sign * (amounts[index] ?? 0)];
  });
  groups.set(key, Object.freeze({ ...known, ...Object.fromEntries(sums) }));
}

/** Values before the changes: those that were changed as they were, the others as they are. */
const readBefore =
  ({ registry }: LivePlan, entity: PendingEntity): Read =>
  (path) => {
    const [first, second, ...rest] = path;
    if (first === undefined) return undefined;
    if (!entity.changed.has(first)) return readNow(entity, path);
    const shown = readShown(entity, path);
    if (shown !== undefined) return shown;
    const before = entity.before(first);
    const isScalar = registry.findAttribute(entity.entityType, first)?.kind === "scalar";
    if (second === undefined) return isScalar ? before : undefined;
    return before === null || (second === "id" && rest.length === 0) ? before : undefined;
  };

const isAdditive = (one: Aggregate): boolean => one.function === "count" || one.function === "sum";

/** Name of an aggregate in a row (wire protocol 5.9). */
const columnOf = (one: Aggregate): string => `${one.function}_${printPath(one.path).replaceAll(".", "_")}`;

const keyOf = (values: readonly unknown[]): string => JSON.stringify(values);
