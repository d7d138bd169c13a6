import { readAttribute } from "../entity/attribute-values.js";
import type { EntityRecord } from "../entity/entity-record.js";
import type { EntityLink } from "../schema/entity-map.js";
import type { EntityStore } from "./entity-store.js";
import { hasDefaults } from "./has-defaults.js";

/**
 * What records are below, from the project down to the parent: what `link` names, but for the record itself.
 *
 * Two requests at most, however many are asked for: one for links that are not loaded, one for what they name. What
 * the server does not show is left out.
 *
 * @throws {@link EntityError} `entity_unknown_attribute` for a type without `link`.
 */
export async function loadAncestors(
  store: EntityStore,
  records: readonly EntityRecord[],
  signal: AbortSignal | undefined,
): Promise<EntityRecord[][]> {
  await store.populator.populate(records, ["link"], { signal, withPeers: false });
  const links = records.map(stepsAbove);
  const found = new Map<string, EntityRecord>();
  const missing = new Map<string, Set<string>>();
  for (const { type, id } of links.flat()) {
    const known = store.find(type, id);
    if (known && hasDefaults(known)) found.set(id, known);
    else missing.set(type, (missing.get(type) ?? new Set()).add(id));
  }
  const fetching = Array.from(missing, ([type, ids]) => store.fetchByKeys(type, [...ids], signal));
  for (const record of (await Promise.all(fetching)).flat()) found.set(record.key, record);
  return links.map((steps) => steps.flatMap(({ id }) => found.get(id) ?? []));
}

function stepsAbove(record: EntityRecord): readonly EntityLink[] {
  const link = readAttribute(record, record.model.type.attribute("link"));
  return Array.isArray(link) ? (link as EntityLink[]).slice(0, -1) : [];
}
