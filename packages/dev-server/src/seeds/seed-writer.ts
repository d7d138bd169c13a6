import { createMd5 } from "@ftrack-kit/core";
import type { Workspace } from "../schema/workspace.js";
import { printTime } from "../store/dates.js";
import type { Row } from "../store/row.js";
import { RowFactory } from "../store/row-factory.js";

/** An id that is the same in every seed: a UUID made from a name. */
export function seedId(name: string): string {
  const hex = createMd5().update(new TextEncoder().encode(name)).digest("hex");
  return [
    hex.slice(0, 8),
    hex.slice(8, 12),
    `5${hex.slice(13, 16)}`,
    `9${hex.slice(17, 20)}`,
    hex.slice(20),
  ].join("-");
}

/** Writes rows straight into a store: seeds are complete, so nothing is defaulted, checked or announced. */
export class SeedWriter {
  readonly workspace: Workspace;
  /** When the seed is planted, in milliseconds since 1970. */
  readonly now: number;
  #types: { readonly registry: Workspace["registry"]; readonly rows: RowFactory } | undefined;
  readonly #families = new Map<string, string>();

  constructor(workspace: Workspace, now: number) {
    this.workspace = workspace;
    this.now = now;
  }

  /** Stores a row of an entity type; columns not given have their literal default or are `null`. */
  add(typeName: string, values: Readonly<Record<string, unknown>>): Row {
    const { registry, store } = this.workspace;
    if (this.#types?.registry !== registry) this.#types = { registry, rows: new RowFactory(registry) };
    let family = this.#families.get(typeName);
    if (family === undefined) {
      family = registry.familyOf(typeName);
      this.#families.set(typeName, family);
    }
    const row = this.#types.rows.make(typeName, values);
    store.put(family, row);
    return row;
  }

  /** Stores a row of a link table that no entity type shows. */
  link(family: string, columns: Readonly<Record<string, string>>): void {
    this.workspace.store.put(family, { __entity_type__: family, ...columns });
  }

  /** Midnight of a day, days before or after the seed was planted. */
  date(offset: number): string {
    return `${this.day(offset).slice(0, 10)}T00:00:00`;
  }

  /** A stored date, days before or after the seed was planted. */
  day(offset: number): string {
    return printTime(this.now + offset * 86_400_000);
  }
}
