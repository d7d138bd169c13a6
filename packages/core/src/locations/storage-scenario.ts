import { LocationError } from "../errors/location-error.js";
import { DiskAccessor } from "./disk-accessor.js";
import type { Location } from "./location.js";
import type { LocationHost } from "./location-host.js";
import type { Locations } from "./locations.js";
import { StandardStructure } from "./standard-structure.js";

const centralised = "ftrack.centralized-storage";

interface ScenarioData {
  readonly location_id: string;
  readonly location_name: string;
  readonly accessor: { readonly mount_points: Readonly<Record<string, string | undefined>> };
}

/**
 * Sets up the storage that the server's administrator configured for the whole studio, where there is one.
 *
 * @returns The location, or `undefined` when the server names no centralised storage or there is no file system.
 * @throws {@link LocationError} `location_not_configured` when the scenario's data is incomplete or this kind of
 *   machine has no mount point: without one, files would land in whatever folder the process runs in.
 */
export function activateStorageScenario(host: LocationHost, locations: Locations): Location | undefined {
  const { scenario, data } = host.serverInformation.storage_scenario ?? {};
  if (scenario !== centralised || !host.files) return undefined;
  const { location_id: id, location_name: name, accessor } = readData(data);
  const prefix = mountPoint(host, accessor.mount_points, name);
  return locations.use({
    id,
    name,
    accessor: new DiskAccessor({ files: host.files, prefix }),
    structure: new StandardStructure(),
    priority: 1,
  });
}

function readData(data: unknown): ScenarioData {
  const { location_id, location_name, accessor } = (data ?? {}) as Partial<ScenarioData>;
  const complete = typeof location_id === "string" && typeof location_name === "string";
  if (complete && typeof accessor?.mount_points === "object") return { location_id, location_name, accessor };
  throw new LocationError("location_not_configured", {
    message:
      "The server's centralised storage is set up incompletely; ask an administrator to configure it again.",
    details: { scenario: centralised },
  });
}

function mountPoint(
  { files }: LocationHost,
  points: ScenarioData["accessor"]["mount_points"],
  name: string,
): string {
  const system = files?.system ?? "linux";
  const prefix = points[system]?.trim();
  if (prefix) return prefix;
  throw new LocationError("location_not_configured", {
    message: `Location "${name}" has no mount point for ${system}; ask an administrator to set one.`,
    details: { location: name, system },
  });
}
