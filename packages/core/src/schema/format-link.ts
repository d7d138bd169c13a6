import type { EntityLink } from "./entity-map.js";

/**
 * The `link` of an entity as a path for people to read, from the project down to the entity.
 *
 * @param separator - Defaults to `" / "`.
 * @example
 * formatLink(task.link); // "Big Buck Bunny / 010 / comp"
 */
export function formatLink(link: readonly Pick<EntityLink, "name">[], separator = " / "): string {
  return link.map(({ name }) => name).join(separator);
}
