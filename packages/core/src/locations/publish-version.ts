import { typeKey } from "../codec/wire-entity.js";
import { LocationError } from "../errors/location-error.js";
import { ql } from "../query/ql.js";
import { createId } from "../util/ids.js";
import type { ComponentInput } from "./component-input.js";
import { type ComponentData, type CreateComponentOptions, createComponent } from "./create-component.js";
import { type EncodedMedia, encodeMedia, readEncodedMedia } from "./encode-media.js";
import { idOf } from "./id-of.js";
import { createOperation } from "./identifier-registry.js";
import { JobHandle } from "./job-handle.js";
import type { EntityReference } from "./location-host.js";
import type { LocationServices } from "./location-services.js";
import type { OnProgress } from "./progress.js";
import { PublishRecord, type PublishStep } from "./publish-record.js";
import { createThumbnail } from "./thumbnails.js";

export interface PublishComponent extends Omit<ComponentData, "id" | "version" | "version_id"> {
  /** Also tells the components of a version apart. */
  readonly name: string;
  readonly input: ComponentInput;
  /** Defaults to the preferred one. */
  readonly location?: CreateComponentOptions["location"];
}

export interface PublishVersionOptions {
  readonly asset: EntityReference;
  /** Attributes of the version, such as `comment`, `task_id` and `status_id`. */
  readonly version?: Readonly<Record<string, unknown>> | undefined;
  readonly components?: readonly PublishComponent[] | undefined;
  /** A movie or image to make playable media of. */
  readonly media?: ComponentInput | undefined;
  /** An image for the version's thumbnail. */
  readonly thumbnail?: ComponentInput | undefined;
  /** Lets a call that failed, or whose process ended, be made again: it goes on where it was. */
  readonly resumeKey?: string | undefined;
  /** Called with the step that begins: `version`, `component main`, `media`, `thumbnail`, `publish`. */
  readonly onStep?: ((step: PublishStep) => void) | undefined;
  readonly onProgress?: OnProgress | undefined;
  readonly signal?: AbortSignal | undefined;
}

export interface PublishedVersion {
  readonly versionId: string;
  /** Component ids by name. */
  readonly components: Readonly<Record<string, string>>;
  readonly thumbnailId: string | undefined;
  /** The encoding, where there is media; it goes on after the version is published. */
  readonly job: JobHandle<EncodedMedia> | undefined;
}

export async function publishVersion(
  services: LocationServices,
  options: PublishVersionOptions,
): Promise<PublishedVersion> {
  const record = await PublishRecord.open(services.host, options.resumeKey);
  const publication = new Publication(services, options, record);
  try {
    return await publication.run();
  } catch (error) {
    throw await publication.fail(error);
  }
}

class Publication {
  readonly #services: LocationServices;
  readonly #options: PublishVersionOptions;
  readonly #record: PublishRecord;
  #step: PublishStep = "version";

  constructor(services: LocationServices, options: PublishVersionOptions, record: PublishRecord) {
    this.#services = services;
    this.#options = options;
    this.#record = record;
  }

  async run(): Promise<PublishedVersion> {
    const { components = [], media, thumbnail, resumeKey, signal, onProgress } = this.#options;
    const services = this.#services;
    const versionId = await this.#once("version", (id) => this.#createVersion(id));
    const made: Record<string, string> = {};
    for (const { input, location, ...data } of components) {
      made[data.name] = await this.#once(`component ${data.name}`, async () => {
        const key = resumeKey === undefined ? undefined : `${resumeKey} ${data.name}`;
        const settings = { location, signal, onProgress, resumeKey: key };
        return (await createComponent(services, input, { ...data, version_id: versionId }, settings)).id;
      });
    }
    const shared = { signal, onProgress };
    const jobId =
      media === undefined
        ? undefined
        : await this.#once(
            "media",
            async () => (await encodeMedia(services, media, { version: versionId, ...shared })).id,
          );
    const version = { $type: "AssetVersion", id: versionId };
    const thumbnailId =
      thumbnail === undefined
        ? undefined
        : await this.#once(
            "thumbnail",
            async () => (await createThumbnail(services, version, thumbnail, {}, shared)).id,
          );
    await this.#once("publish", async () => {
      await this.#publish(versionId);
      return versionId;
    });
    await this.#record.close();
    const job = jobId === undefined ? undefined : new JobHandle(services.host, jobId, readEncodedMedia);
    return { versionId, components: made, thumbnailId, job };
  }

  /** What exists is what the record says; without a resume key it is removed, as nobody could go on with it. */
  async fail(cause: unknown): Promise<unknown> {
    const { resumeKey, signal } = this.#options;
    const exists = this.#record.done;
    const removed = resumeKey === undefined && (await this.#removeVersion(exists.get("version")));
    if (signal?.aborted && cause === signal.reason) return cause;
    const rest =
      removed || exists.size === 0
        ? "Nothing of it was left."
        : `On the server: ${[...exists.keys()].join(", ")}.`;
    const reason = cause instanceof Error ? cause.message : String(cause);
    return new LocationError("location_publish", {
      message: `Publishing failed at "${this.#step}": ${reason} ${rest}`,
      details: {
        step: this.#step,
        exists: removed ? {} : Object.fromEntries(exists),
        resumable: resumeKey !== undefined,
      },
      cause,
    });
  }

  /** Does a step, unless an earlier call did; its id is noted as soon as it is there. */
  async #once(step: PublishStep, work: (id: string) => Promise<string>): Promise<string> {
    this.#options.signal?.throwIfAborted();
    const known = this.#record.done.get(step);
    if (known !== undefined) return known;
    this.#step = step;
    this.#options.onStep?.(step);
    const id = await work(createId());
    await this.#record.note(step, id);
    return id;
  }

  async #createVersion(id: string): Promise<string> {
    const { asset, version, signal } = this.#options;
    // Nobody sees the version as published before all of it is there.
    const data = { ...version, id, asset_id: idOf(asset), is_published: false };
    await this.#services.host.call([createOperation("AssetVersion", data)], { signal });
    return id;
  }

  async #publish(id: string): Promise<void> {
    const entity_data = {
      [typeKey]: "AssetVersion",
      is_published: this.#options.version?.is_published ?? true,
    };
    const update = { action: "update", entity_type: "AssetVersion", entity_key: [id], entity_data };
    await this.#services.host.call([update], { signal: this.#options.signal });
  }

  async #removeVersion(id: string | undefined): Promise<boolean> {
    if (id === undefined) return false;
    const { host } = this.#services;
    try {
      const rows = await host.query(ql`select id from Component where version_id is ${id}`.text, {
        kind: "read",
      });
      const thumbnail = this.#record.done.get("thumbnail");
      const components = new Set([
        ...rows.map((row) => String(row.id)),
        ...(thumbnail === undefined ? [] : [thumbnail]),
      ]);
      await this.#removeData([...components]);
      const remove = (entity_type: string, key: string) => ({
        action: "delete",
        entity_type,
        entity_key: [key],
      });
      await host.call([
        ...[...components].map((key) => remove("Component", key)),
        remove("AssetVersion", id),
      ]);
      return true;
    } catch (error) {
      host.logger.warn("What a failed publication had made could not be removed.", {
        versionId: id,
        error: String(error),
      });
      return false;
    }
  }

  async #removeData(componentIds: readonly string[]): Promise<void> {
    for (const location of this.#services.locations.accessible) {
      const present = await location.registry.get(componentIds, { kind: "read" });
      if (present.size > 0) await location.removeComponents([...present.keys()], { recursive: true });
    }
  }
}
