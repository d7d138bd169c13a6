import type { UpdatedEntity } from "../events/update-event.js";
import type { Path } from "../query/tree.js";
import type { EntityType } from "../schema/entity-type.js";
import type { LiveRow } from "./live-host.js";
import type { ReadPath } from "./match-locally.js";
import { readRow } from "./read-row.js";

/**
 * What is known of an entity before or after an update: the event's own values, then those of its row.
 *
 * @param row - Its row in the result, where it has one.
 */
export function evidenceOf(
  update: UpdatedEntity,
  side: "old" | "new",
  type: EntityType | undefined,
  row: LiveRow | undefined,
): ReadPath {
  const { key, project } = update;
  const changes = update.changes as Readonly<Record<string, Readonly<Record<"old" | "new", unknown>>>>;
  const scalarOf = (name: string): unknown => {
    const attribute = type?.attributes.get(name);
    // Events spell dates in their own way, and computed values are not theirs to tell.
    const isTold = attribute?.kind === "scalar" && attribute.scalar !== "datetime" && !attribute.computed;
    const change = changes[name];
    if (change) return isTold ? change[side] : undefined;
    if (type?.primaryKey.length === 1 && name === type.primaryKey[0]) return key;
    if (name === "project_id" && attribute && project !== null) return project;
    return readRow(row, [name]);
  };
  return ({ segments }: Path) => {
    if (segments.some(({ cast }) => cast !== undefined)) return undefined;
    const [first, ...rest] = segments.map(({ name }) => name);
    if (first === undefined) return undefined;
    if (rest.length === 0) return scalarOf(first);
    const foreignKey = type?.attributes.get(first)?.foreignKey;
    if (foreignKey === undefined) return undefined;
    const isKey = rest.length === 1 && rest[0] === "id";
    const target = scalarOf(foreignKey);
    if (target === null || (isKey && target !== undefined)) return target;
    return foreignKey in changes ? undefined : readRow(row, [first, ...rest]);
  };
}
