import { isDateObject } from "../codec/dates.js";
import { isWireDate, isWireEntity, typeKey, type WireEntity } from "../codec/wire-entity.js";
import { isLoaded, readAttribute, storedValue } from "../entity/attribute-values.js";
import { EntityCollection } from "../entity/collection.js";
import { isEntity, recordOf } from "../entity/entity-face.js";
import { EntityRecord } from "../entity/entity-record.js";
import { MappedValues } from "../entity/mapped-collection.js";
import { EntityError } from "../errors/entity-error.js";
import { OptionsError } from "../errors/options-error.js";
import type { EntityStore } from "./entity-store.js";

/**
 * Which attributes of an entity are written: every one after fetching what is missing (`all`), those with a value
 * (`set_only`), those changed here (`modified_only`), or what the server has and does not compute
 * (`persisted_only`).
 */
export type EncodeStrategy = (typeof strategies)[number];

const strategies = ["all", "set_only", "modified_only", "persisted_only"] as const;

/** Turns values with entities in them into JSON text and back. */
export class Transcoder {
  readonly #store: EntityStore;

  constructor(store: EntityStore) {
    this.#store = store;
  }

  /**
   * JSON text with sorted keys; relations of entities are written as references.
   *
   * @throws {@link OptionsError} `options_invalid` for another strategy, {@link EntityError} `entity_invalid_value`
   * for what has no JSON form.
   */
  async encode(value: unknown, strategy: EncodeStrategy): Promise<string> {
    if (!strategies.includes(strategy)) {
      throw new OptionsError("options_invalid", {
        message: `The strategy of encode() must be one of ${strategies.join(", ")}; ${String(strategy)} was given.`,
        details: { option: "strategy" },
      });
    }
    if (strategy === "all") await this.#loadAll(value);
    const text = JSON.stringify(this.#encodeValue(value, strategy, [])) as string | undefined;
    if (text !== undefined) return text;
    throw new EntityError("entity_invalid_value", { message: `A ${typeof value} has no JSON form.` });
  }

  /**
   * What {@link encode} wrote, with entities as those of this session.
   *
   * @throws {@link EntityError} `entity_invalid_value` for text that is no JSON.
   */
  decode(text: string): unknown {
    let value: unknown;
    try {
      value = JSON.parse(text);
    } catch (cause) {
      throw new EntityError("entity_invalid_value", { message: "The text to decode is no JSON.", cause });
    }
    return this.#decodeValue(value);
  }

  /** @param above - What the value is part of; a value that is part of itself has no end. */
  #encodeValue(value: unknown, strategy: EncodeStrategy, above: readonly unknown[]): unknown {
    if (isEntity(value)) return this.#encodeEntity(recordOf(value), strategy);
    if (isDateObject(value)) return this.#store.dates.encode(value);
    if (typeof value !== "object" || value === null) return value;
    if (above.includes(value)) {
      throw new EntityError("entity_invalid_value", {
        message: "A value that is part of itself has no JSON form.",
      });
    }
    const encodeInner = (inner: unknown) => this.#encodeValue(inner, strategy, [...above, value]);
    if (value instanceof EntityCollection || Array.isArray(value)) {
      return Array.from(value as Iterable<unknown>, encodeInner);
    }
    if (value instanceof MappedValues) return encodeInner(value.toObject());
    return sortKeys(value, encodeInner);
  }

  #encodeEntity(record: EntityRecord, strategy: EncodeStrategy): unknown {
    const row: Record<string, unknown> = { ...record.reference };
    const changed = new Set(Array.from(this.#store.unit.edits(record), ({ attribute }) => attribute.name));
    for (const attribute of record.model.type.attributes.values()) {
      const { name, kind, computed, restricted } = attribute;
      if (restricted || name in row) continue;
      if (strategy === "persisted_only") {
        if (!computed && record.remote[name] !== undefined) row[name] = toWire(record.remote[name]);
      } else if (strategy === "modified_only" ? changed.has(name) : isLoaded(record, attribute)) {
        row[name] =
          kind === "collection" || kind === "mapped"
            ? toWire(readAttribute(record, attribute))
            : toWire(storedValue(record, attribute));
      }
    }
    return sortKeys(row, (value) => value);
  }

  async #loadAll(value: unknown): Promise<void> {
    const records = new Set<EntityRecord>();
    const seen = new Set<object>();
    const visit = (inner: unknown): void => {
      if (typeof inner !== "object" || inner === null || seen.has(inner)) return;
      seen.add(inner);
      if (isEntity(inner)) records.add(recordOf(inner));
      else for (const item of inner instanceof EntityCollection ? inner : Object.values(inner)) visit(item);
    };
    visit(value);
    await Promise.all(
      Array.from(records, (record) => {
        const names = [...record.model.type.attributes.values()]
          .filter(({ restricted }) => !restricted)
          .map(({ name }) => name);
        return this.#store.load(record, names);
      }),
    );
  }

  /** Pairs are written for people to read; which rows of the server hold them cannot be told from that. */
  #withoutPairs(row: WireEntity): WireEntity {
    const attributes = this.#store.registry.find(row[typeKey])?.attributes;
    const isPairs = ([name, value]: [string, unknown]) =>
      attributes?.get(name)?.kind === "mapped" && !Array.isArray(value);
    return Object.fromEntries(Object.entries(row).filter((entry) => !isPairs(entry))) as WireEntity;
  }

  #decodeValue(value: unknown): unknown {
    if (typeof value !== "object" || value === null) return value;
    if (isWireEntity(value)) return this.#store.decode([this.#withoutPairs(value)])[0]?.entity;
    if (isWireDate(value)) return this.#store.dates.decode(value);
    if (Array.isArray(value)) return value.map((item) => this.#decodeValue(item));
    return Object.fromEntries(Object.entries(value).map(([name, inner]) => [name, this.#decodeValue(inner)]));
  }
}

function toWire(value: unknown): unknown {
  if (value instanceof EntityRecord) return value.reference;
  if (Array.isArray(value)) return value.map(toWire);
  if (value instanceof EntityCollection) return Array.from(value, (item) => recordOf(item).reference);
  return value instanceof MappedValues ? value.toObject() : value;
}

function sortKeys(value: object, convert: (value: unknown) => unknown): Record<string, unknown> {
  const entries = Object.entries(value).map(([name, inner]) => [name, convert(inner)] as const);
  return Object.fromEntries(entries.sort(([left], [right]) => (left < right ? -1 : 1)));
}
