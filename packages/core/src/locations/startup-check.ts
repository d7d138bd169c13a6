import type { LocationHost } from "./location-host.js";
import { centralisedStorage, mountPointOf } from "./storage-scenario.js";

const consequence = "ftrack may not be able to store and track files correctly.";

/**
 * Answers ftrack Connect, which asks at its start whether the studio's storage can be used on this machine: with a
 * warning for its user, or with nothing where all is well (wire protocol 8.4).
 *
 * @returns How to stop.
 */
export function answerStartupChecks(host: LocationHost): () => void {
  const expression = `topic=ftrack.connect.verify-startup and data.storage_scenario.scenario="${centralisedStorage}"`;
  return host.events.subscribe(expression, ({ data }) => {
    const { storage_scenario } = data as { readonly storage_scenario: { readonly data?: unknown } };
    return checkStorage(host, storage_scenario.data);
  });
}

async function checkStorage({ files }: LocationHost, data: unknown): Promise<string | undefined> {
  if (!files) return undefined;
  const folder = mountPointOf(files, data);
  if (folder === undefined) {
    return `The storage scenario has no mount point for this kind of machine (${files.system}). ${consequence}`;
  }
  if ((await files.stat(folder))?.kind === "folder") return undefined;
  return `The path ${folder} does not exist. ${consequence} Make the folder, or mount the drive it is on.`;
}
