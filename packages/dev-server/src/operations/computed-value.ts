import type { SchemaRegistry } from "@ftrack-kit/core";
import { latestVersionOf, reviewThumbnailOf } from "../schema/relation-computed.js";
import { wellKnown } from "../schema/well-known.js";
import { parseTime } from "../store/dates.js";
import type { ReadStore, Row } from "../store/row.js";

/** What values that no row holds are made from. */
export interface ComputedContext {
  readonly store: ReadStore;
  readonly registry: SchemaRegistry;
  /** Milliseconds since 1970, from the server's clock. */
  readonly now: () => number;
  readonly urls: {
    componentUrl(componentId: string): string;
    /** The default image when there is no component. */
    thumbnailUrl(componentId: string | null): string;
  };
}

/** One step of a `link`: from the project down to the entity (wire protocol 3.9). */
export interface LinkItem {
  readonly type: string;
  readonly id: string;
  readonly name: string;
}

/**
 * The value of an attribute that is worked out on reading, such as `link`, `thumbnail_url` or `time_logged`.
 *
 * @returns `undefined` when the row's type computes no such attribute.
 */
export function computedValue(row: Row, attribute: string, context: ComputedContext): unknown {
  return Object.hasOwn(computations, attribute) ? computations[attribute]?.(row, context) : undefined;
}

type Computation = (row: Row, context: ComputedContext) => unknown;

const computations: Readonly<Record<string, Computation>> = {
  link: (row, { store, registry }) => linkOf(row, store, registry),
  _link: (row, { store, registry }) => linkOf(row, store, registry),
  thumbnail_url: thumbnailUrl,
  thumbnail_id: (row, { store }) =>
    row.__entity_type__ === "ReviewSession" ? reviewThumbnailOf(row, store) : undefined,
  url: componentUrl,
  time_logged: (row, { store }) => ("bid" in row ? timeLogged(row, store) : undefined),
  bid_time_logged_difference: (row, { store }) =>
    "bid" in row ? Number(row.bid ?? 0) - timeLogged(row, store) : undefined,
  is_latest_version: (row, { store }) =>
    row.__entity_type__ === "AssetVersion" ? latestVersionOf(row.asset_id, store)?.id === row.id : undefined,
  is_open: (row, { now }) => (row.__entity_type__ === "ReviewSession" ? isOpen(row, now()) : undefined),
};

/** The path of a context, version or group; `undefined` for anything else. */
export function linkOf(
  row: Row,
  store: ReadStore,
  registry: SchemaRegistry,
): readonly LinkItem[] | undefined {
  const family = registry.has(row.__entity_type__) ? registry.familyOf(row.__entity_type__) : undefined;
  if (family === "Context") return chain(row, "Context", store);
  if (row.__entity_type__ === "Group") return chain(row, "Resource", store);
  if (family !== "AssetVersion") return undefined;
  const asset = typeof row.asset_id === "string" ? store.get("Asset", row.asset_id) : undefined;
  const parent = typeof asset?.context_id === "string" ? store.get("Context", asset.context_id) : undefined;
  return [
    ...(parent ? chain(parent, "Context", store) : []),
    ...(asset ? [item(asset)] : []),
    { ...item(row), name: `v${String(row.version ?? 0)}` },
  ];
}

function chain(row: Row, family: string, store: ReadStore): LinkItem[] {
  const items: LinkItem[] = [];
  const seen = new Set<unknown>();
  for (let current: Row | undefined = row; current && !seen.has(current.id); ) {
    seen.add(current.id);
    items.unshift(item(current));
    current = typeof current.parent_id === "string" ? store.get(family, current.parent_id) : undefined;
  }
  return items;
}

const item = (row: Row): LinkItem => ({
  type: row.__entity_type__,
  id: String(row.id),
  name: String(row.name ?? ""),
});

/** New clients read `value`, old ones `url` (wire protocol 3.10). */
const address = (url: string) => ({ url, value: url });

function thumbnailUrl(row: Row, { store, urls }: ComputedContext): unknown {
  const isReview = row.__entity_type__ === "ReviewSession";
  const id = isReview
    ? reviewThumbnailOf(row, store)
    : "thumbnail_id" in row
      ? row.thumbnail_id
      : row.component_id;
  return id === undefined ? undefined : address(urls.thumbnailUrl(typeof id === "string" ? id : null));
}

/** Only files in the server's own location have an address. */
function componentUrl(row: Row, { urls }: ComputedContext): unknown {
  if (typeof row.component_id !== "string") return undefined;
  const elsewhere =
    row.__entity_type__ === "ComponentLocation" && row.location_id !== wellKnown.locations.server;
  return elsewhere ? null : address(urls.componentUrl(row.component_id));
}

function timeLogged(row: Row, store: ReadStore): number {
  let total = 0;
  for (const timelog of store.by("Timelog", "context_id", row.id)) total += Number(timelog.duration ?? 0);
  return total;
}

function isOpen(session: Row, now: number): boolean {
  const start = parseTime(session.start_date);
  const end = parseTime(session.end_date);
  return (start === undefined || start <= now) && (end === undefined || now <= end);
}
