import { ql } from "../query/ql.js";
import { queryByIds } from "./component-queries.js";
import type { CallOptions, HostRow, LocationHost } from "./location-host.js";

/** The `ComponentLocation` rows of components in a location. */
export function queryIdentifiers(
  host: LocationHost,
  locationId: string,
  componentIds: readonly string[],
  options: CallOptions | undefined,
): Promise<HostRow[]> {
  return queryByIds(
    host,
    componentIds,
    (part) => ql`
      select component_id, resource_identifier from ComponentLocation
      where location_id is ${locationId} and component_id in (${part})`,
    options,
  );
}
