import { LocationError } from "../errors/location-error.js";
import type { Accessor } from "./accessor.js";
import type { ComponentFacts } from "./component-facts.js";
import { idsOf } from "./id-of.js";
import type { IdentifierRegistry } from "./identifier-registry.js";
import { loadMedia } from "./load-media.js";
import type { CallOptions, EntityReference, LocationHost } from "./location-host.js";
import type { OnProgress } from "./progress.js";
import type { Structure } from "./structure.js";

/** Turns identifiers into what the server stores, and back. */
export interface ResourceIdentifierTransformer {
  /** What the server is told in place of an identifier. */
  encode(identifier: string, component: ComponentFacts): string;
  /** The identifier that was encoded. */
  decode(stored: string, component: ComponentFacts): string;
}

/** What makes a location. */
export interface LocationInit {
  readonly id: string;
  readonly name: string;
  readonly label?: string | undefined;
  /** Lower is preferred. Defaults to 95. */
  readonly priority?: number | undefined;
  readonly accessor?: Accessor | undefined;
  readonly structure?: Structure | undefined;
  readonly transformer?: ResourceIdentifierTransformer | undefined;
  /** Whether it moves data; the others only remember where data is. Defaults to `true`. */
  readonly managed?: boolean | undefined;
  readonly registry: IdentifierRegistry;
}

/** Where the data of components comes from, and how it is moved. */
export interface AddOptions {
  /** Where the data is now: one place for all components, or one for each. */
  readonly source: Location | readonly Location[];
  /** Whether members of containers and sequences are added too. Defaults to `true`. */
  readonly recursive?: boolean | undefined;
  /** What to do with components that are here already. Defaults to `"fail"`. */
  readonly existing?: "fail" | "skip" | undefined;
  /** Files moved at the same time, 4 by default; for a single large one its parts, 3 by default. */
  readonly concurrency?: number | undefined;
  /** See {@link CreateComponentOptions.stallTimeout}. */
  readonly stallTimeout?: number | undefined;
  /** How much is checked after a file has arrived. Defaults to `"checksum"`. */
  readonly verify?: "checksum" | "size" | undefined;
  readonly onProgress?: OnProgress | undefined;
  readonly signal?: AbortSignal | undefined;
  /** Lets a large upload that was interrupted go on later; the same text finds it again. */
  readonly resumeKey?: string | undefined;
}

/** How components are removed from a location. */
export interface RemoveOptions {
  /** Whether members of containers and sequences are removed too. Defaults to `true`. */
  readonly recursive?: boolean | undefined;
  /** Files removed at the same time. Defaults to 4. */
  readonly concurrency?: number | undefined;
  readonly signal?: AbortSignal | undefined;
}

/**
 * A place that holds the data of components, such as a disk or the server.
 *
 * Sessions make locations; configure your own with `session.locations.configure`.
 */
export class Location {
  readonly id: string;
  readonly name: string;
  readonly label: string;
  readonly managed: boolean;
  readonly registry: IdentifierRegistry;
  priority: number;
  accessor: Accessor | undefined;
  structure: Structure | undefined;
  transformer: ResourceIdentifierTransformer | undefined;
  readonly #host: LocationHost;

  constructor(host: LocationHost, init: LocationInit) {
    this.#host = host;
    this.id = init.id;
    this.name = init.name;
    this.label = init.label ?? init.name;
    this.priority = init.priority ?? 95;
    this.accessor = init.accessor;
    this.structure = init.structure;
    this.transformer = init.transformer;
    this.managed = init.managed ?? true;
    this.registry = init.registry;
  }

  /**
   * Adds components, moving their data here from a source.
   *
   * @throws {@link LocationError} `location_component_present`, before anything is moved.
   * @throws {@link LocationError} `location_transfer`; data moved until then is removed again.
   * @example
   * await studio.addComponents([movie, frames], { source: session.locations.origin, onProgress });
   */
  async addComponents(components: readonly EntityReference[], options: AddOptions): Promise<void> {
    const { addComponents } = await loadMedia();
    return addComponents(this.#host, this, components, options);
  }

  /** {@link Location.addComponents} for one. */
  addComponent(component: EntityReference, options: AddOptions): Promise<void> {
    return this.addComponents([component], options);
  }

  /**
   * Removes components and their data from here.
   *
   * @throws {@link LocationError} `location_component_missing`, before anything is removed.
   */
  async removeComponents(components: readonly EntityReference[], options?: RemoveOptions): Promise<void> {
    const { removeComponents } = await loadMedia();
    return removeComponents(this.#host, this, components, options);
  }

  /** {@link Location.removeComponents} for one. */
  removeComponent(component: EntityReference, options?: RemoveOptions): Promise<void> {
    return this.removeComponents([component], options);
  }

  /** How much of a component is here, in percent. */
  async getComponentAvailability(component: EntityReference, options?: CallOptions): Promise<number> {
    const { getAvailability } = await loadMedia();
    const [found] = await getAvailability(this.#host, [component], [this.id], options);
    return found?.[this.id] ?? 0;
  }

  /**
   * Under which identifiers components are kept here, in their order.
   *
   * @throws {@link LocationError} `location_component_missing` with the ids of those that are not here.
   */
  async getResourceIdentifiers(
    components: readonly EntityReference[],
    options?: CallOptions,
  ): Promise<string[]> {
    const ids = idsOf(components);
    const stored = await this.registry.get(ids, { kind: "read", ...options });
    const missing = ids.filter((id) => !stored.has(id));
    if (missing.length > 0) throw this.#missing(missing);
    const texts = ids.map((id) => stored.get(id) as string);
    const { transformer } = this;
    if (!transformer) return texts;
    const { loadComponents } = await loadMedia();
    const trees = await loadComponents(this.#host, components, options);
    return texts.map((text, index) => transformer.decode(text, trees[index] as ComponentFacts));
  }

  /** Under which identifier a component is kept here. */
  async getResourceIdentifier(component: EntityReference, options?: CallOptions): Promise<string> {
    const [identifier] = await this.getResourceIdentifiers([component], options);
    return identifier as string;
  }

  /** Where components are on this machine; `%04d` stands for the numbers of a sequence. */
  async getFilesystemPaths(components: readonly EntityReference[], options?: CallOptions): Promise<string[]> {
    const accessor = this.requireAccessor();
    if (!accessor.getFilesystemPath) throw this.#unsupported("file system paths");
    const identifiers = await this.getResourceIdentifiers(components, options);
    return Promise.all(
      identifiers.map((identifier) =>
        (accessor.getFilesystemPath as (id: string) => Promise<string>).call(accessor, identifier),
      ),
    );
  }

  /** {@link Location.getFilesystemPaths} for one. */
  async getFilesystemPath(component: EntityReference, options?: CallOptions): Promise<string> {
    const [path] = await this.getFilesystemPaths([component], options);
    return path as string;
  }

  /** An address to fetch a component from. It may carry its own permission: treat it as a secret. */
  async getUrl(component: EntityReference, options?: CallOptions): Promise<string> {
    const accessor = this.requireAccessor();
    if (!accessor.getUrl) throw this.#unsupported("addresses");
    return accessor.getUrl(await this.getResourceIdentifier(component, options), options);
  }

  /** What reads and writes here. @throws {@link LocationError} `location_not_configured` where nothing does. */
  requireAccessor(): Accessor {
    if (this.accessor) return this.accessor;
    throw new LocationError("location_not_configured", {
      message: `Location "${this.name}" has no accessor. Configure it when the session publishes ftrack.api.session.configure-location.`,
      details: { location: this.name },
    });
  }

  /** What decides on identifiers here. @throws {@link LocationError} `location_not_configured` where nothing does. */
  requireStructure(): Structure {
    if (this.structure) return this.structure;
    throw new LocationError("location_not_configured", {
      message: `Location "${this.name}" has no structure, so it does not know where to put components.`,
      details: { location: this.name },
    });
  }

  #missing(componentIds: readonly string[]): LocationError {
    return new LocationError("location_component_missing", {
      message: `Location "${this.name}" does not have ${componentIds.length === 1 ? "component" : "components"} ${componentIds.slice(0, 5).join(", ")}.`,
      details: { location: this.name, componentIds },
    });
  }

  #unsupported(what: string): LocationError {
    return new LocationError("location_unsupported", {
      message: `Location "${this.name}" has no ${what}.`,
      details: { location: this.name },
    });
  }
}
