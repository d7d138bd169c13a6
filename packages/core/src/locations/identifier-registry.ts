import { typeKey } from "../codec/wire-entity.js";
import { createId } from "../util/ids.js";
import { loadMedia } from "./load-media.js";
import type { CallOptions, HostRow, LocationHost } from "./location-host.js";

/** Remembers which components a location has, and under which identifiers. */
export interface IdentifierRegistry {
  /** Components it does not have are absent from the answer. */
  get(componentIds: readonly string[], options?: CallOptions): Promise<ReadonlyMap<string, string>>;
  /** Remembers components by their ids, each with its identifier. */
  add(identifiers: ReadonlyMap<string, string>, options?: CallOptions): Promise<void>;
  /** Forgets components. */
  remove(componentIds: readonly string[], options?: CallOptions): Promise<void>;
}

/** In memory: what origin locations know lasts as long as the session. */
export class MemoryRegistry implements IdentifierRegistry {
  readonly #identifiers = new Map<string, string>();

  async get(componentIds: readonly string[]): Promise<ReadonlyMap<string, string>> {
    const found = new Map<string, string>();
    for (const id of componentIds) {
      const identifier = this.#identifiers.get(id);
      if (identifier !== undefined) found.set(id, identifier);
    }
    return found;
  }

  async add(identifiers: ReadonlyMap<string, string>): Promise<void> {
    for (const [id, identifier] of identifiers) this.#identifiers.set(id, identifier);
  }

  async remove(componentIds: readonly string[]): Promise<void> {
    for (const id of componentIds) this.#identifiers.delete(id);
  }
}

/** On the server, as `ComponentLocation` rows. */
export class ServerRegistry implements IdentifierRegistry {
  readonly #host: LocationHost;
  readonly #locationId: string;

  constructor(host: LocationHost, locationId: string) {
    this.#host = host;
    this.#locationId = locationId;
  }

  async get(componentIds: readonly string[], options?: CallOptions): Promise<ReadonlyMap<string, string>> {
    const rows = await this.#rows(componentIds, options);
    return new Map(rows.map((row) => [String(row.component_id), String(row.resource_identifier ?? "")]));
  }

  async add(identifiers: ReadonlyMap<string, string>, options?: CallOptions): Promise<void> {
    const operations = [...identifiers].map(([componentId, identifier]) =>
      createComponentLocation(componentId, this.#locationId, identifier),
    );
    if (operations.length > 0) await this.#host.call(operations, options);
  }

  async remove(componentIds: readonly string[], options?: CallOptions): Promise<void> {
    const rows = await this.#rows(componentIds, options);
    const operations = rows.map(({ id }) => ({
      action: "delete",
      entity_type: "ComponentLocation",
      entity_key: [id],
    }));
    if (operations.length > 0) await this.#host.call(operations, options);
  }

  async #rows(componentIds: readonly string[], options: CallOptions | undefined): Promise<HostRow[]> {
    const { queryIdentifiers } = await loadMedia();
    return queryIdentifiers(this.#host, this.#locationId, componentIds, options);
  }
}

/** The operation that says that a location has a component. */
function createComponentLocation(componentId: string, locationId: string, identifier: string) {
  const id = createId();
  return createOperation("ComponentLocation", {
    id,
    component_id: componentId,
    location_id: locationId,
    resource_identifier: identifier,
  });
}

/** A `create` operation with an id of ours, so that its outcome can be looked up. */
export function createOperation(
  entityType: string,
  data: { readonly id: string; readonly [attribute: string]: unknown },
) {
  return {
    action: "create" as const,
    entity_type: entityType,
    entity_key: [data.id],
    entity_data: { [typeKey]: entityType, ...data },
  };
}
