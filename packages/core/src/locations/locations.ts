import { LocationError } from "../errors/location-error.js";
import { OptionsError } from "../errors/options-error.js";
import { didYouMean } from "../util/suggest.js";
import type { Availability } from "./availability.js";
import { MemoryRegistry, ServerRegistry } from "./identifier-registry.js";
import { loadMedia } from "./load-media.js";
import { Location, type LocationInit } from "./location.js";
import type { CallOptions, EntityReference, LocationHost } from "./location-host.js";
import { OriginAccessor } from "./origin-accessor.js";
import { ServerAccessor } from "./server-accessor.js";
import { ComponentUrls } from "./signed-urls.js";
import { EntityIdStructure, OriginStructure } from "./structure.js";

/** Ids of the locations every server has (wire protocol 4.7). */
export const locationIds = {
  origin: "ce9b348f-8809-11e3-821c-20c9d081909b",
  unmanaged: "cb268ecc-8809-11e3-a7e2-20c9d081909b",
  review: "cd41be70-8809-11e3-b98a-20c9d081909b",
  connect: "07b82a97-8cf9-11e3-9383-20c9d081909b",
  server: "3a372bde-05bc-11e4-8908-20c9d081909b",
} as const;

/** How a location of your own works; what is left out stays as it is. */
export type LocationSettings = Omit<LocationInit, "registry" | "id"> & { readonly id?: string | undefined };

/** The locations of a session. */
export class Locations {
  readonly origin: Location;
  readonly unmanaged: Location;
  readonly review: Location;
  readonly server: Location;
  /** Bytes handed in by the application, on their way to a location. */
  readonly originAccessor: OriginAccessor;
  readonly urls: ComponentUrls;
  readonly #host: LocationHost;
  readonly #byId = new Map<string, Location>();

  constructor(host: LocationHost) {
    this.#host = host;
    this.urls = new ComponentUrls(host);
    this.originAccessor = new OriginAccessor(host.files);
    const remembering = { accessor: this.originAccessor, structure: new OriginStructure(), managed: false };
    const { origin, unmanaged, review, server } = locationIds;
    this.origin = this.#add({
      id: origin,
      name: "ftrack.origin",
      priority: 100,
      ...remembering,
      registry: new MemoryRegistry(),
    });
    this.unmanaged = this.#add({ id: unmanaged, name: "ftrack.unmanaged", priority: 90, ...remembering });
    this.review = this.#add({ id: review, name: "ftrack.review", priority: 110, ...remembering });
    this.server = this.#add({
      id: server,
      name: "ftrack.server",
      priority: 150,
      accessor: new ServerAccessor(host, this.urls),
      structure: new EntityIdStructure(),
    });
  }

  /** Locations that can be used here, most preferred first. */
  get accessible(): readonly Location[] {
    const usable = [...this.#byId.values()].filter(({ accessor }) => accessor !== undefined);
    return usable.sort((left, right) => left.priority - right.priority);
  }

  /** A configured location by id or name, or `undefined`. */
  find(idOrName: string): Location | undefined {
    return this.#byId.get(idOrName) ?? [...this.#byId.values()].find(({ name }) => name === idOrName);
  }

  /**
   * A configured location by id or name; `ftrack.` may be left out of the name.
   *
   * @throws {@link LocationError} `location_not_configured`, with the nearest name.
   */
  get(idOrName: string): Location {
    const found = this.find(idOrName) ?? this.find(`ftrack.${idOrName}`);
    if (found) return found;
    const names = [...this.#byId.values()].map(({ name }) => name);
    throw new LocationError("location_not_configured", {
      message: `This session has no location "${idOrName}".${didYouMean(idOrName, names)} Configure it when the session publishes ftrack.api.session.configure-location.`,
      details: { location: idOrName },
    });
  }

  /**
   * Makes a location of the server usable here: gives it an accessor, a structure and a priority.
   *
   * The location is found by name, and created on the server when there is none.
   *
   * @throws {@link OptionsError} for names that start with `ftrack.`; those are built in.
   * @example
   * await session.locations.configure({
   *   name: "studio.disk",
   *   accessor: new DiskAccessor({ files, prefix: "/mnt/projects" }),
   *   structure: new StandardStructure(),
   *   priority: 10,
   * });
   */
  async configure(settings: LocationSettings, options?: CallOptions): Promise<Location> {
    const { name } = settings;
    if (this.find(name)) return this.use({ ...settings, id: this.get(name).id });
    if (name.startsWith("ftrack.")) {
      throw new OptionsError("options_invalid", {
        message: `The location name "${name}" is reserved: names that start with "ftrack." are built in.`,
        details: { option: "name" },
      });
    }
    if (settings.id !== undefined) return this.use({ ...settings, id: settings.id });
    const { ensureLocation } = await loadMedia();
    return this.use({ ...settings, id: await ensureLocation(this.#host, name, settings.label, options) });
  }

  /** {@link Locations.configure} for a location whose id is known; needs no request. */
  use(settings: LocationSettings & { readonly id: string }): Location {
    const known = this.#byId.get(settings.id);
    if (!known) return this.#add(settings);
    known.accessor = settings.accessor ?? known.accessor;
    known.structure = settings.structure ?? known.structure;
    known.transformer = settings.transformer ?? known.transformer;
    known.priority = settings.priority ?? known.priority;
    return known;
  }

  /** The most preferred location, or the most preferred one that has some of the component; `null` when none has. */
  async pick(component?: EntityReference, options?: CallOptions): Promise<Location | null> {
    if (component === undefined) return this.accessible[0] ?? null;
    const [location] = await this.pickEach([component], options);
    return location ?? null;
  }

  /** {@link Locations.pick} for many components, in the same few requests as for one. */
  async pickEach(
    components: readonly EntityReference[],
    options?: CallOptions,
  ): Promise<(Location | null)[]> {
    const accessible = this.accessible;
    const ids = accessible.map(({ id }) => id);
    const { getAvailability } = await loadMedia();
    const availabilities = await getAvailability(this.#host, components, ids, options);
    return availabilities.map((found) => accessible.find(({ id }) => (found[id] ?? 0) > 0) ?? null);
  }

  /** How much of each component every location has, in percent, by location id. */
  async getAvailabilities(
    components: readonly EntityReference[],
    locations?: readonly (Location | string)[],
    options?: CallOptions,
  ): Promise<Availability[]> {
    const ids = locations?.map((location) => (typeof location === "string" ? location : location.id));
    const { getAvailability } = await loadMedia();
    return getAvailability(this.#host, components, ids, options);
  }

  #add(settings: Omit<LocationInit, "registry"> & Partial<Pick<LocationInit, "registry">>): Location {
    const registry = settings.registry ?? new ServerRegistry(this.#host, settings.id);
    const location = new Location(this.#host, { ...settings, registry });
    this.#byId.set(location.id, location);
    return location;
  }
}
