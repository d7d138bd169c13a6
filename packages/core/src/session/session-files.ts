import type { Availability } from "../locations/availability.js";
import type { ByteInput } from "../locations/byte-source.js";
import type { ComponentData } from "../locations/component-data.js";
import type { ComponentInput } from "../locations/component-input.js";
import type { CreateComponentOptions } from "../locations/create-component.js";
import type { DownloadOptions, DownloadToFileOptions } from "../locations/download-component.js";
import type { EncodedMedia, EncodeMediaOptions } from "../locations/encode-media.js";
import { JobHandle } from "../locations/job-handle.js";
import { loadMedia } from "../locations/load-media.js";
import type { Location } from "../locations/location.js";
import type { CallOptions, EntityReference } from "../locations/location-host.js";
import type { LocationServices } from "../locations/location-services.js";
import type { Locations } from "../locations/locations.js";
import type { PublishedVersion, PublishVersionOptions } from "../locations/publish-version.js";
import type { WidgetName, WidgetOptions } from "../locations/remote-actions.js";
import type { Thumbnailed } from "../locations/thumbnails.js";
import type { EntityOf, IsLoose, LooseEntity } from "../query/row-types.js";
import { checkArguments } from "./check-arguments.js";

/** A component as the calls that make one give it. */
export type MadeComponent<Map> =
  IsLoose<Map> extends true
    ? LooseEntity
    : EntityOf<Map, "Component", "id" | "name" | "file_type" | "size" | "system_type" | "version_id">;

type Typed = { readonly $type: string; readonly id: string };

/** What a session does with files and media, and the other services of the server. */
export abstract class SessionFiles<Map extends object> {
  protected abstract get services(): LocationServices;

  /** The places data is kept in, and how to configure your own. */
  get locations(): Locations {
    return this.services.locations;
  }

  /**
   * Makes a component from a file, a sequence of files or bytes, and stores its data in a location.
   *
   * Nothing else that is pending is committed. When it fails, what was made is removed again.
   *
   * @param input - A path, a sequence such as `/renders/shot010.%04d.exr [1-100]`, a `File`, a stream, …
   * @throws {@link LocationError} `location_uncommitted` for a version that is not on the server yet.
   * @example
   * const component = await session.createComponent(file, { name: "preview" }, { location: "server", onProgress });
   */
  async createComponent(
    input: ComponentInput,
    data?: ComponentData,
    options?: CreateComponentOptions,
  ): Promise<MadeComponent<Map>> {
    const { createComponent } = await loadMedia();
    return (await createComponent(this.services, input, data, options)) as unknown as MadeComponent<Map>;
  }

  /** Data of a component as a stream, from the preferred location that has it. */
  async readComponent(
    component: EntityReference,
    options?: DownloadOptions,
  ): Promise<ReadableStream<Uint8Array>> {
    const { downloadComponent } = await loadMedia();
    return downloadComponent(this.services, component, options);
  }

  /**
   * Writes a component's data to a path; a download that was interrupted goes on where it ended.
   *
   * @throws {@link LocationError} `location_resource_exists`, `location_full`, `location_checksum`.
   */
  async downloadComponent(
    component: EntityReference,
    path: string,
    options?: DownloadToFileOptions,
  ): Promise<void> {
    const { downloadToFile } = await loadMedia();
    return downloadToFile(this.services, component, path, options);
  }

  /** The preferred location, or the preferred one that has some of the component; `null` when none has. */
  pickLocation(component?: EntityReference, options?: CallOptions): Promise<Location | null> {
    return this.locations.pick(component, options);
  }

  /** `pickLocation` for many components, in as many requests as for one. */
  pickLocations(components: readonly EntityReference[], options?: CallOptions): Promise<(Location | null)[]> {
    return this.locations.pickEach(components, options);
  }

  /** How much of a component every location has, in percent, by location id. */
  async getComponentAvailability(
    component: EntityReference,
    locations?: readonly (Location | string)[],
    options?: CallOptions,
  ): Promise<Availability> {
    const [found] = await this.locations.getAvailabilities([component], locations, options);
    return found ?? {};
  }

  /** `getComponentAvailability` for many components, in as many requests as for one. */
  getComponentAvailabilities(
    components: readonly EntityReference[],
    locations?: readonly (Location | string)[],
    options?: CallOptions,
  ): Promise<Availability[]> {
    return this.locations.getAvailabilities(components, locations, options);
  }

  /**
   * Starts making media that plays in a browser.
   *
   * @returns A handle; `await job.wait()` for what came of it.
   * @example
   * const job = await session.encodeMedia("/renders/shot010.mov", { version });
   * const { video } = await job.wait({ onStatus: console.log });
   */
  async encodeMedia(
    media: ComponentInput | Typed,
    options?: EncodeMediaOptions,
  ): Promise<JobHandle<EncodedMedia>> {
    const { encodeMedia } = await loadMedia();
    return encodeMedia(this.services, media, options);
  }

  /** Uploads an image and makes it an entity's thumbnail. */
  async createThumbnail(
    entity: Thumbnailed,
    image: string | ByteInput,
    data?: ComponentData,
    options?: Omit<CreateComponentOptions, "location">,
  ): Promise<MadeComponent<Map>> {
    const { createThumbnail } = await loadMedia();
    const made = await createThumbnail(this.services, entity, image, data, options);
    return made as unknown as MadeComponent<Map>;
  }

  /** Addresses of the images that stand for entities, their own or the nearest above them; `null` where there is none. */
  async getThumbnailUrls(
    entities: readonly Thumbnailed[],
    options?: CallOptions,
  ): Promise<(string | null)[]> {
    const { getThumbnailUrls } = await loadMedia();
    return getThumbnailUrls(this.services, entities, options);
  }

  /**
   * Publishes a version in one call: the version itself, its components, media and thumbnail.
   *
   * The version is marked as published once all of it is there. With a `resumeKey`, a call that failed can be made
   * again and goes on where it ended; without, what was made is removed.
   *
   * @throws {@link LocationError} `location_publish`; `details` says which step failed and what exists.
   */
  async publishVersion(options: PublishVersionOptions): Promise<PublishedVersion> {
    const { publishVersion } = await loadMedia();
    return publishVersion(this.services, options);
  }

  /** Address of a page of the server to show in a frame, good for about 6 minutes. Treat it as a secret. */
  async getWidgetUrl(name: WidgetName, options?: WidgetOptions): Promise<string> {
    const { remote } = await loadMedia();
    return remote.getWidgetUrl(this.services.host, name, options);
  }

  /** Invites users by mail. */
  async sendUserInvites(users: readonly EntityReference[], options?: CallOptions): Promise<void> {
    checkArguments("sendUserInvites", { users: ["list", users] });
    const { remote } = await loadMedia();
    return remote.sendUserInvites(this.services.host, users, options);
  }

  /** Invites reviewers of a review session by mail. */
  async sendReviewSessionInvites(invitees: readonly EntityReference[], options?: CallOptions): Promise<void> {
    checkArguments("sendReviewSessionInvites", { invitees: ["list", invitees] });
    const { remote } = await loadMedia();
    return remote.sendReviewSessionInvites(this.services.host, invitees, options);
  }

  /** Has the server make something anew, such as `"api_key"` of a user; gives what it made. */
  async resetRemote(
    resetType: string,
    entity?: Typed,
    options?: CallOptions,
  ): Promise<Readonly<Record<string, unknown>>> {
    const { remote } = await loadMedia();
    return remote.resetRemote(this.services.host, resetType, entity, options);
  }

  /** Starts a job of the server, such as `"SYNC_USERS_LDAP"`. */
  async startDelayedJob(jobType: string, data?: unknown, options?: CallOptions): Promise<JobHandle> {
    const { remote } = await loadMedia();
    return remote.startDelayedJob(this.services.host, jobType, data, options);
  }

  /** A handle of a job that is known by its id, to wait for it. */
  getJob(id: string): JobHandle {
    return new JobHandle(this.services.host, id, (data) => data);
  }
}
