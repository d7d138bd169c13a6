import type { Row } from "../store/row.js";
import type { QuerySource } from "./query-source.js";

/**
 * Rows of some types and their subtypes, in primary key order.
 *
 * @param limit - Give up, with `undefined`, where there are more.
 */
export function rowsOfTypes(
  { registry, store }: QuerySource,
  types: readonly string[],
  limit = Number.POSITIVE_INFINITY,
): readonly Row[] | undefined {
  const lists: (readonly Row[])[] = [];
  let count = 0;
  for (const type of types) {
    const list = registry.familyOf(type) === type ? store.all(type) : rowsOfSubtype(type);
    count += list.length;
    if (count > limit) return undefined;
    lists.push(list);
  }
  return lists.length === 1 ? lists[0] : lists.flat();

  function rowsOfSubtype(type: string): readonly Row[] {
    const family = registry.familyOf(type);
    const subtypes = registry.subtypesOf(type);
    if (subtypes.length === 0) return store.by(family, "__entity_type__", type);
    const kinds = new Set([type, ...subtypes]);
    return store.all(family).filter((row) => kinds.has(row.__entity_type__));
  }
}
