import { linkOf } from "../operations/computed-value.js";
import type { QuerySource } from "../query/query-source.js";
import { foldCase } from "../query/text.js";
import type { Row } from "../store/row.js";

/** What an entity has to fit to be found (wire protocol 2.2). */
export interface SearchTerms {
  readonly entityType: string;
  /** All of them have to occur, each anywhere; blank ones occur everywhere. */
  readonly terms: readonly string[];
  /** Only entities below this context. */
  readonly contextId: string | undefined;
  /** Only typed contexts of these object types. */
  readonly objectTypeIds: readonly string[] | undefined;
}

const searched = [
  "name",
  "full_name",
  "label",
  "username",
  "first_name",
  "last_name",
  "email",
  "description",
  "comment",
  "content",
];

/** Compiles a search to a test on rows. */
export function compileSearch(
  { registry, store }: QuerySource,
  { entityType, terms, contextId, objectTypeIds }: SearchTerms,
): (row: Row) => boolean {
  const words = terms.map((term) => foldCase(term.trim())).filter((word) => word !== "");
  const types = objectTypeIds && objectTypeIds.length > 0 ? new Set<unknown>(objectTypeIds) : undefined;
  const placeOf = (row: Row): readonly { readonly id: string; readonly name: string }[] => {
    const own = linkOf(row, store, registry);
    if (own) return own;
    const above = row.context_id ?? row.parent_id;
    const context = typeof above === "string" ? store.get("Context", above) : undefined;
    return (context && linkOf(context, store, registry)) ?? [];
  };
  return (row) => {
    if (!registry.isKindOf(row.__entity_type__, entityType)) return false;
    if (types && !types.has(row.object_type_id)) return false;
    const place = placeOf(row);
    if (contextId !== undefined && !place.some(({ id }) => id === contextId && id !== row.id)) return false;
    const texts = [...searched.map((name) => row[name]), ...place.map(({ name }) => name)]
      .filter((text) => typeof text === "string")
      .map(foldCase);
    return words.every((word) => texts.some((text) => text.includes(word)));
  };
}
