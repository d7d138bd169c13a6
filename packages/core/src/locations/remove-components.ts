import { LocationError } from "../errors/location-error.js";
import { forEachConcurrently } from "../util/concurrent.js";
import type { ComponentTree } from "./component-facts.js";
import { loadComponents } from "./component-queries.js";
import { idsOf } from "./id-of.js";
import type { Location, RemoveOptions } from "./location.js";
import type { EntityReference, LocationHost } from "./location-host.js";

export async function removeComponents(
  host: LocationHost,
  location: Location,
  references: readonly EntityReference[],
  { recursive = true, concurrency = 4, signal }: RemoveOptions = {},
): Promise<void> {
  if (idsOf(references).length === 0) return;
  const trees = await loadComponents(host, references, { signal });
  const components = recursive
    ? [...new Map(trees.flatMap(flatten).map((tree) => [tree.id, tree])).values()]
    : trees;
  const ids = components.map(({ id }) => id);
  const identifiers = await location.getResourceIdentifiers(ids, { signal, kind: "read" });
  if (location.managed) {
    const accessor = location.requireAccessor();
    const resources = components.map((component, index) => ({
      component,
      identifier: identifiers[index] as string,
    }));
    const remove = async ({ component, identifier }: (typeof resources)[number]) => {
      signal?.throwIfAborted();
      // A sequence is its files; there is nothing under its own identifier.
      if (component.kind !== "sequence")
        await accessor.remove(identifier).catch(tolerateMissing(host, identifier));
    };
    await forEachConcurrently(
      resources.filter(({ component }) => component.kind === "file"),
      concurrency,
      remove,
    );
    await forEachConcurrently(
      resources.filter(({ component }) => component.kind === "container"),
      1,
      remove,
    );
  }
  await location.registry.remove(ids, { signal });
  for (const id of ids) {
    host.events.publish("ftrack.location.component-removed", { component_id: id, location_id: location.id });
  }
}

/** Members first, so that containers are empty when their turn comes. */
function flatten(tree: ComponentTree): ComponentTree[] {
  return [...tree.members.flatMap(flatten), tree];
}

/** Data that is gone already must not keep its row alive for ever. */
function tolerateMissing(host: LocationHost, identifier: string): (error: unknown) => void {
  return (error) => {
    if (!(error instanceof LocationError) || error.code !== "location_resource_missing") throw error;
    host.logger.warn(`"${identifier}" was gone already when it was to be removed.`, { identifier });
  };
}
