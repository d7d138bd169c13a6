import type { SchemaRegistry } from "@ftrack-kit/core";
import { ownerOf } from "../schema/relation-computed.js";
import type { Change, ReadStore, Row } from "../store/row.js";

/** A row as events speak of it. */
export interface EventEntity {
  readonly entityId: string;
  /** Lower-cased name of the backend's table. */
  readonly entityType: string;
  readonly entity_type: string;
  readonly parentId: string | null;
}

/** By entity type or a base of it: the family and column that lead to the parent. */
const parentColumns: Readonly<Record<string, readonly [family: string, column: string]>> = {
  Context: ["Context", "parent_id"],
  Asset: ["Context", "context_id"],
  AssetVersion: ["Asset", "asset_id"],
  Component: ["AssetVersion", "version_id"],
  ComponentLocation: ["Component", "component_id"],
  Appointment: ["Context", "context_id"],
  Timelog: ["Context", "context_id"],
  Manager: ["Context", "context_id"],
  TypedContextLink: ["Context", "to_id"],
  AssetVersionLink: ["AssetVersion", "to_id"],
  List: ["Context", "project_id"],
  ListObject: ["List", "list_id"],
  ReviewSession: ["Context", "project_id"],
  ReviewSessionObject: ["ReviewSession", "review_session_id"],
  ReviewSessionInvitee: ["ReviewSession", "review_session_id"],
  ReviewSessionObjectStatus: ["ReviewSessionObject", "review_session_object_id"],
  CalendarEvent: ["Context", "project_id"],
  CalendarEventResource: ["CalendarEvent", "calendar_event_id"],
  NoteComponent: ["Note", "note_id"],
  NoteLabelLink: ["Note", "note_id"],
  Recipient: ["Note", "note_id"],
  Job: ["Resource", "user_id"],
  JobComponent: ["Job", "job_id"],
  Timer: ["Resource", "user_id"],
  Membership: ["Resource", "group_id"],
  UserSecurityRole: ["Resource", "user_id"],
  UserSecurityRoleProject: ["UserSecurityRole", "user_security_role_id"],
  Feed: ["Event", "social_id"],
};

/** Types whose parent can be of any kind. */
const polymorphic: ReadonlySet<string> = new Set(["Note", "Metadata", "EntitySetting"]);

/** Finds rows for events, removed ones included, and what they are below. */
export class EventRows {
  readonly #registry: SchemaRegistry;
  /** The store with what the transaction removed. */
  readonly #store: ReadStore;

  constructor(store: ReadStore, registry: SchemaRegistry, changes: readonly Change[]) {
    const removed = new Map<string, Row>();
    for (const { family, key, before, after } of changes) {
      if (before && !after) removed.set(`${family}\u0000${key}`, before);
    }
    this.#registry = registry;
    this.#store = {
      all: (family) => store.all(family),
      by: (family, column, value) => store.by(family, column, value),
      get: (family, key) => store.get(family, key) ?? removed.get(`${family}\u0000${key}`),
    };
  }

  get(family: string, key: unknown): Row | undefined {
    return key === null || key === undefined ? undefined : this.#store.get(family, String(key));
  }

  describe(row: Row): EventEntity {
    const type = this.#registry.find(row.__entity_type__);
    const first = type?.primaryKey[0] ?? "id";
    return {
      entityId: String(row.id ?? row[first]),
      entityType: this.#eventType(row),
      entity_type: row.__entity_type__,
      parentId: this.#parentIdOf(row),
    };
  }

  /** The row and all above it: itself first, its project last. */
  chain(row: Row): readonly EventEntity[] {
    const found: EventEntity[] = [];
    const seen = new Set<string>();
    for (let current: Row | undefined = row; current; current = this.#parentOf(current)) {
      const entity = this.describe(current);
      if (seen.has(`${entity.entityType}:${entity.entityId}`)) break;
      seen.add(`${entity.entityType}:${entity.entityId}`);
      found.push(entity);
    }
    return found;
  }

  /** Every kind of component is one table to the backend, though their schemas do not say so. */
  #eventType(row: Row): string {
    const type = this.#registry.find(row.__entity_type__);
    if (!type) return row.__entity_type__.toLowerCase();
    return this.#registry.familyOf(type.name) === "Component" ? "component" : type.eventName;
  }

  #rule(row: Row): readonly [family: string, column: string] | undefined {
    let name: string | undefined = row.__entity_type__;
    while (name !== undefined && !(name in parentColumns)) name = this.#registry.find(name)?.base;
    return name === undefined ? undefined : parentColumns[name];
  }

  #parentIdOf(row: Row): string | null {
    const column = polymorphic.has(row.__entity_type__) ? "parent_id" : this.#rule(row)?.[1];
    const id = column === undefined ? null : row[column];
    return id === null || id === undefined ? null : String(id);
  }

  #parentOf(row: Row): Row | undefined {
    if (polymorphic.has(row.__entity_type__)) return ownerOf(row, this.#store);
    const rule = this.#rule(row);
    return rule && this.get(rule[0], row[rule[1]]);
  }
}
