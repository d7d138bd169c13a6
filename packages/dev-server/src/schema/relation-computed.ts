import { type ReadStore, type Row, rowKey } from "../store/row.js";
import { wellKnownFamilies } from "./families.js";

/** Relations that no single column holds. */

const context = (store: ReadStore, id: unknown): Row | undefined =>
  typeof id === "string" ? store.get("Context", id) : undefined;

const isTypedContext = (row: Row): boolean => row.context_type === "task";

/** Typed contexts above a row, the nearest last. */
export function ancestorsOf(row: Row, store: ReadStore): readonly Row[] {
  const found: Row[] = [];
  const seen = new Set<unknown>([row.id]);
  for (let above = context(store, row.parent_id); above; above = context(store, above.parent_id)) {
    if (seen.has(above.id)) break;
    seen.add(above.id);
    if (isTypedContext(above)) found.unshift(above);
  }
  return found;
}

/** Typed contexts below a row, parents before their children. */
export function descendantsOf(row: Row, store: ReadStore): readonly Row[] {
  const found: Row[] = [];
  const seen = new Set<unknown>([row.id]);
  const open: Row[] = [row];
  for (let next = open.shift(); next; next = open.shift()) {
    for (const child of store.by("Context", "parent_id", next.id)) {
      if (seen.has(child.id)) continue;
      seen.add(child.id);
      found.push(child);
      open.push(child);
    }
  }
  return found;
}

/** The version with the highest number of an asset. */
export function latestVersionOf(assetId: unknown, store: ReadStore): Row | undefined {
  let latest: Row | undefined;
  for (const version of store.by("AssetVersion", "asset_id", assetId)) {
    if (!latest || Number(version.version ?? 0) > Number(latest.version ?? 0)) latest = version;
  }
  return latest;
}

/** A review session shows the thumbnail of the first version in it that has one. */
export function reviewThumbnailOf(session: Row, store: ReadStore): unknown {
  const objects = [...store.by("ReviewSessionObject", "review_session_id", session.id)];
  objects.sort((left, right) => Number(left.sort_order ?? 0) - Number(right.sort_order ?? 0));
  for (const { version_id: version } of objects) {
    const thumbnail = typeof version === "string" ? store.get("AssetVersion", version)?.thumbnail_id : null;
    if (thumbnail !== null && thumbnail !== undefined) return thumbnail;
  }
  return null;
}

/** The row a note, metadata or setting belongs to: its column says the id, whatever the type. */
export function ownerOf(row: Row, store: ReadStore): Row | undefined {
  const id = row.parent_id;
  if (typeof id !== "string") return undefined;
  for (const family of wellKnownFamilies) {
    const owner = store.get(family, id);
    if (owner) return owner;
  }
  return undefined;
}

const rows = (row: Row | undefined): readonly Row[] => (row ? [row] : []);

export const latestVersion = (row: Row, store: ReadStore): readonly Row[] =>
  rows(latestVersionOf(row.id, store));

export const setting = (row: Row, store: ReadStore): readonly Row[] =>
  rows(store.get("Setting", rowKey([row.name, row.group])));

export function reviewThumbnail(row: Row, store: ReadStore): readonly Row[] {
  const id = reviewThumbnailOf(row, store);
  return rows(typeof id === "string" ? store.get("Component", id) : undefined);
}
