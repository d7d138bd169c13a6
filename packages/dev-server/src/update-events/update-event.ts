import type { SchemaRegistry } from "@ftrack-kit/core";
import type { Change, ReadStore, Row } from "../store/row.js";
import { changesBetween, type EventChanges, printCustomValue } from "./event-changes.js";
import { type EventEntity, EventRows } from "./event-rows.js";

/** One entity of an `ftrack.update` event (wire protocol 8.1). */
export interface UpdatedEntity extends EventEntity {
  readonly objectTypeId: string | null;
  readonly action: "add" | "update" | "remove" | "move" | "encoded";
  readonly keys: readonly string[];
  readonly changes: EventChanges | null;
  readonly parents: readonly EventEntity[];
}

export interface UpdateEvent {
  readonly id: string;
  readonly topic: "ftrack.update";
  readonly target: "";
  readonly sent: null;
  readonly inReplyToEvent: null;
  readonly source: {
    readonly id: string;
    readonly applicationId?: string;
    readonly user: { readonly id: string; readonly username: string };
  };
  readonly data: {
    readonly clientToken: string | null;
    readonly pushToken: string;
    readonly user: { readonly userid: string; readonly name: string };
    readonly parents: readonly string[];
    readonly entities: readonly UpdatedEntity[];
  };
}

/** Who changed something, as the request said. */
export interface UpdateEventContext {
  readonly store: ReadStore;
  readonly registry: SchemaRegistry;
  /** `User` row of the caller. */
  readonly user: Row;
  /** `ftrack-Clienttoken` header. */
  readonly clientToken: string | null;
  /** `ftrack-pushtoken` header; made up when absent. */
  readonly pushToken: string | null;
  /** Application of the client, where it is known. */
  readonly applicationId?: string | undefined;
  /** A fresh id without dashes. */
  readonly createId: () => string;
}

/** Rows clients never hear of: the history of statuses and the other side of custom links. */
const silentFamilies: ReadonlySet<string> = new Set(["StatusChange", "CustomAttributeLinkFrom"]);

/**
 * The event that tells of a committed request, in the dialect clients know.
 *
 * @returns `undefined` when nothing changed that clients hear of.
 */
export function createUpdateEvent(
  changes: readonly Change[],
  context: UpdateEventContext,
): UpdateEvent | undefined {
  const entities = describeChanges(changes, context);
  return entities.length === 0 ? undefined : wrapEntities(entities, context);
}

/** An event about a version whose media is ready. */
export function createEncodedEvent(version: Row, context: UpdateEventContext): UpdateEvent {
  const rows = new EventRows(context.store, context.registry, []);
  return wrapEntities([describe(rows, version, "encoded", null)], context);
}

function wrapEntities(entities: readonly UpdatedEntity[], context: UpdateEventContext): UpdateEvent {
  const { user, clientToken, pushToken, applicationId, createId } = context;
  const parents = new Set(entities.flatMap((entity) => entity.parents.map(({ entityId }) => entityId)));
  const id = String(user.id);
  return {
    id: createId(),
    topic: "ftrack.update",
    target: "",
    sent: null,
    inReplyToEvent: null,
    source: {
      id: clientToken ?? createId(),
      ...(applicationId === undefined ? {} : { applicationId }),
      user: { id, username: String(user.username) },
    },
    data: {
      clientToken,
      pushToken: pushToken ?? createId(),
      user: { userid: id, name: `${String(user.first_name ?? "")} ${String(user.last_name ?? "")}`.trim() },
      parents: [...parents],
      entities,
    },
  };
}

function describeChanges(
  changes: readonly Change[],
  { store, registry }: UpdateEventContext,
): UpdatedEntity[] {
  const rows = new EventRows(store, registry, changes);
  const entities: UpdatedEntity[] = [];
  const customChanges = new Map<Row, EventChanges>();
  for (const change of changes) {
    const { family, before, after } = change;
    const row = after ?? before;
    if (!row || silentFamilies.has(family) || !registry.has(row.__entity_type__)) continue;
    if (family === "CustomAttributeValue") noteCustomChange(rows, customChanges, change);
    else {
      const type = registry.get(row.__entity_type__);
      const columns = changesBetween(type, before, after);
      if (Object.keys(columns).length > 0) entities.push(describe(rows, row, actionOf(change), columns));
    }
  }
  for (const [owner, columns] of customChanges) addCustomChanges(rows, entities, owner, columns);
  return entities;
}

function actionOf({ family, action, before, after }: Change): UpdatedEntity["action"] {
  const moved = family === "Context" && before && after && before.parent_id !== after.parent_id;
  return moved ? "move" : action;
}

function describe(
  rows: EventRows,
  row: Row,
  action: UpdatedEntity["action"],
  changes: EventChanges | null,
): UpdatedEntity {
  const objectTypeId = row.__entity_type__ === "Timer" ? "timer" : row.object_type_id;
  return {
    ...rows.describe(row),
    objectTypeId: typeof objectTypeId === "string" ? objectTypeId : null,
    action,
    keys: Object.keys(changes ?? {}),
    changes,
    parents: rows.chain(row),
  };
}

/** Families whose entities have custom values, by the type of value. */
const valueOwners: Readonly<Record<string, string>> = {
  ContextCustomAttributeValue: "Context",
  AssetCustomAttributeValue: "Asset",
  AssetVersionCustomAttributeValue: "AssetVersion",
  ListCustomAttributeValue: "List",
  ListObjectCustomAttributeValue: "ListObject",
  UserCustomAttributeValue: "Resource",
};

function noteCustomChange(rows: EventRows, noted: Map<Row, EventChanges>, { before, after }: Change): void {
  const value = after ?? before;
  const owner = value && rows.get(valueOwners[value.__entity_type__] ?? "", value.entity_id);
  if (!owner) return;
  const from = printCustomValue(before?.value);
  const to = printCustomValue(after?.value);
  if (from === to) return;
  noted.set(owner, { ...noted.get(owner), [String(value.key)]: { old: from, new: to } });
}

/** Custom values show as columns of their entity; those of an entity that went too go without saying. */
function addCustomChanges(
  rows: EventRows,
  entities: UpdatedEntity[],
  owner: Row,
  columns: EventChanges,
): void {
  const { entityId, entityType } = rows.describe(owner);
  const known = entities.findIndex(
    (entity) => entity.entityId === entityId && entity.entityType === entityType,
  );
  const entity = entities[known];
  if (entity?.action === "remove") return;
  if (!entity || entity.action === "add") {
    entities.push(describe(rows, owner, "update", columns));
    return;
  }
  const changes = { ...entity.changes, ...columns };
  entities[known] = { ...entity, changes, keys: Object.keys(changes) };
}
