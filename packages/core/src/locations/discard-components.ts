import type { LocationServices } from "./location-services.js";

/** Removes components that a failed call made: their data wherever this session reaches, and then their rows. */
export async function discardComponents(
  { host, locations }: LocationServices,
  componentIds: readonly string[],
  also: readonly { readonly entityType: string; readonly id: string }[] = [],
): Promise<boolean> {
  const entities = [...componentIds.map((id) => ({ entityType: "Component", id })), ...also];
  if (entities.length === 0) return true;
  try {
    for (const location of locations.accessible) {
      const present = await location.registry.get(componentIds, { kind: "read" });
      if (present.size > 0) await location.removeComponents([...present.keys()], { recursive: true });
    }
    await host.call(
      entities.map(({ entityType, id }) => ({
        action: "delete",
        entity_type: entityType,
        entity_key: [id],
      })),
    );
    return true;
  } catch (error) {
    // The failure that led here is the one to tell.
    host.logger.warn("What a failed call had made could not be removed.", {
      entities: entities.map(({ entityType, id }) => `${entityType} ${id}`),
      error: String(error),
    });
    return false;
  }
}
