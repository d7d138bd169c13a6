import { ql } from "../query/ql.js";
import type { ComponentTree } from "./component-facts.js";
import { loadComponents, queryByIds } from "./component-queries.js";
import { idsOf } from "./id-of.js";
import type { CallOptions, EntityReference, LocationHost } from "./location-host.js";

/** Percentage by location id. */
export type Availability = Readonly<Record<string, number>>;

/**
 * How much of each component every location has, in percent, in the order given.
 *
 * A container is as available as its members are on average; without members it is what its own row says.
 *
 * @param locationIds - Only these; all locations of the server otherwise.
 */
export async function getAvailability(
  host: LocationHost,
  references: readonly EntityReference[],
  locationIds?: readonly string[],
  options?: CallOptions,
): Promise<Availability[]> {
  if (idsOf(references).length === 0) return [];
  const [trees, ids] = await Promise.all([
    loadComponents(host, references, options),
    locationIds ??
      host.query("select id from Location", options).then((rows) => rows.map(({ id }) => String(id))),
  ]);
  const leaves = new Set(trees.flatMap(leavesOf));
  const rows = await queryByIds(
    host,
    leaves,
    (part) => ql`select component_id, location_id from ComponentLocation where component_id in (${part})`,
    options,
  );
  const present = new Set(rows.map((row) => `${row.component_id} ${row.location_id}`));
  return trees.map((tree) =>
    Object.fromEntries(ids.map((locationId) => [locationId, round(percentage(tree, locationId, present))])),
  );
}

function leavesOf({ id, members }: ComponentTree): string[] {
  return members.length === 0 ? [id] : members.flatMap(leavesOf);
}

function percentage(
  { id, members }: ComponentTree,
  locationId: string,
  present: ReadonlySet<string>,
): number {
  if (members.length === 0) return present.has(`${id} ${locationId}`) ? 100 : 0;
  const sum = members.reduce((total, member) => total + percentage(member, locationId, present), 0);
  return sum / members.length;
}

const round = (value: number): number => Math.min(100, Math.max(0, Math.round(value * 1e9) / 1e9));
