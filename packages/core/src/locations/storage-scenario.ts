import { LocationError } from "../errors/location-error.js";
import type { Files } from "../platform/files.js";
import { DiskAccessor } from "./disk-accessor.js";
import type { Location } from "./location.js";
import type { LocationHost } from "./location-host.js";
import type { Locations } from "./locations.js";
import { StandardStructure } from "./standard-structure.js";

/** The scenario of one place for the whole studio; the only one that asks anything of a client. */
export const centralisedStorage = "ftrack.centralized-storage";

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
  if (scenario !== centralisedStorage || !host.files) return undefined;
  const settings = readData(data);
  const { location_id: id, location_name: name } = settings;
  const prefix = mountPoint(host.files, settings);
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
    details: { scenario: centralisedStorage },
  });
}

function mountPoint({ system }: Files, data: ScenarioData): string {
  const prefix = mountPointOf({ system }, data);
  if (prefix !== undefined) return prefix;
  const name = data.location_name;
  throw new LocationError("location_not_configured", {
    message: `Location "${name}" has no mount point for ${system}; ask an administrator to set one.`,
    details: { location: name, system },
  });
}

/** Where a scenario's storage is on a kind of machine; `undefined` where nobody said. */
export function mountPointOf({ system }: Pick<Files, "system">, data: unknown): string | undefined {
  const points = (data as Partial<ScenarioData> | undefined)?.accessor?.mount_points;
  return points?.[system]?.trim() || undefined;
}
