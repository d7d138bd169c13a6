import type { LocationHost } from "./location-host.js";
import type { Locations } from "./locations.js";

/** What components and media work with. */
export interface LocationServices {
  readonly host: LocationHost;
  readonly locations: Locations;
}
