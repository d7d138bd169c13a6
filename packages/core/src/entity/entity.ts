import type { AttributeChange, EntityMembers, EntityState, untyped } from "../schema/entity-members.js";
import { revert } from "./assign.js";
import { isLoaded, readAttribute } from "./attribute-values.js";
import { EntityFace, recordOf } from "./entity-face.js";
import { inspect, type Print, printInner } from "./inspection.js";
import { isPathLoaded } from "./path.js";

/**
 * An entity: one object per identity and session.
 *
 * The attributes of its type are accessors on the class built for that type; the members here start with `$`, which
 * no server attribute does.
 */
export class Entity extends EntityFace implements EntityMembers {
  declare readonly [untyped]: true;

  get $type(): string {
    return recordOf(this).model.type.name;
  }

  get $key(): readonly string[] {
    return recordOf(this).keyValues;
  }

  get $state(): EntityState {
    return recordOf(this).state;
  }

  get $changes(): readonly AttributeChange[] {
    const record = recordOf(this);
    return Array.from(record.model.host.edits(record), ({ attribute, before, after }) => ({
      attribute: attribute.name,
      before,
      after: after(),
    }));
  }

  get $session(): object {
    return recordOf(this).model.host.session;
  }

  $isLoaded(path: string): boolean {
    return isPathLoaded(recordOf(this), path);
  }

  $revert(...attributes: string[]): void {
    const record = recordOf(this);
    const { type } = record.model;
    const names = attributes.length > 0 ? attributes : type.attributes.keys();
    for (const name of names) revert(record, type.attribute(name));
  }

  $get(path: string, options: { signal?: AbortSignal | undefined } = {}): Promise<unknown> {
    const record = recordOf(this);
    return record.model.host.fetch(record, path, options.signal);
  }

  async $load(...paths: string[]): Promise<this> {
    const record = recordOf(this);
    await record.model.host.load(record, paths);
    return this;
  }

  /** The loaded attributes; entities further down as references, so that cycles end. */
  toJSON(): Record<string, unknown> {
    const record = recordOf(this);
    const json: Record<string, unknown> = { ...record.reference };
    for (const attribute of record.model.type.attributes.values()) {
      if (attribute.restricted || !isLoaded(record, attribute)) continue;
      json[attribute.name] = toJson(readAttribute(record, attribute));
    }
    return json;
  }

  override toString(): string {
    return `${this.$type} ${this.$key.join(", ")}`;
  }

  [inspect](depth: number | null, options: object, print?: Print): string {
    if ((depth ?? 0) < 0 || !print) return `[${this}]`;
    const state = this.$state === "clean" ? "" : ` (${this.$state})`;
    return `${this.$type}${state} ${printInner(loadedValues(this), depth, options, print)}`;
  }
}

/** What an entity holds, by attribute. Never fetches. */
export function loadedValues(entity: Entity): Record<string, unknown> {
  const record = recordOf(entity);
  const values: Record<string, unknown> = {};
  for (const attribute of record.model.type.attributes.values()) {
    if (attribute.restricted || !isLoaded(record, attribute)) continue;
    values[attribute.name] = readAttribute(record, attribute);
  }
  return values;
}

function toJson(value: unknown): unknown {
  if (value instanceof Entity) return recordOf(value).reference;
  if (typeof value === "object" && value !== null && Symbol.iterator in value && !(value instanceof Map)) {
    const items = "toObject" in value ? undefined : Array.from(value as Iterable<unknown>);
    if (items) return items.map(toJson);
  }
  return value;
}
