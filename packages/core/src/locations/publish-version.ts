import { typeKey } from "../codec/wire-entity.js";
import { LocationError } from "../errors/location-error.js";
import { ql } from "../query/ql.js";
import { assertObject } from "./assert-object.js";
import type { ComponentData } from "./component-data.js";
import { assertInput, type ComponentInput } from "./component-input.js";
import { type CreateComponentOptions, createComponent } from "./create-component.js";
import { discardComponents } from "./discard-components.js";
import { type EncodedMedia, readEncodedMedia, startEncoding } from "./encode-media.js";
import { idOf } from "./id-of.js";
import { createOperation } from "./identifier-registry.js";
import { JobHandle } from "./job-handle.js";
import type { EntityReference } from "./location-host.js";
import type { LocationServices } from "./location-services.js";
import { isAnswerLost, wasCreated } from "./lost-answer.js";
import type { OnProgress } from "./progress.js";
import { type PublishPart, PublishRecord, type PublishStep } from "./publish-record.js";
import { setThumbnail } from "./thumbnails.js";

/** A component of a version that is published. */
export interface PublishComponent extends Omit<ComponentData, "id" | "version" | "version_id"> {
  /** Also tells the components of a version apart. */
  readonly name: string;
  readonly input: ComponentInput;
  /** Defaults to the preferred one. */
  readonly location?: CreateComponentOptions["location"];
}

/** What a published version consists of. */
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

/** What publishing a version made. */
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
  assertPublishable(options);
  const record = await PublishRecord.open(services.host, options.resumeKey);
  const publication = new Publication(services, options, record);
  try {
    return await publication.run();
  } catch (error) {
    throw await publication.fail(error);
  }
}

/** Told before anything is made. */
function assertPublishable(options: PublishVersionOptions): void {
  assertObject(options, "What a version consists of");
  const { asset, components = [], media, thumbnail } = options;
  idOf(asset);
  assertObject(components, "The list of components");
  for (const component of components) {
    assertObject(component, "A component of a version");
    assertInput(component.input);
  }
  for (const input of [media, thumbnail]) if (input !== undefined) assertInput(input);
}

class Publication {
  readonly #services: LocationServices;
  readonly #options: PublishVersionOptions;
  readonly #record: PublishRecord;
  #step: PublishStep | undefined;
  /** The innermost part under way. */
  #part: PublishPart = "version";

  constructor(services: LocationServices, options: PublishVersionOptions, record: PublishRecord) {
    this.#services = services;
    this.#options = options;
    this.#record = record;
  }

  async run(): Promise<PublishedVersion> {
    const { components = [], media, thumbnail } = this.#options;
    const { host } = this.#services;
    const versionId = await this.#once("version", () => this.#createVersion());
    const made: Record<string, string> = {};
    for (const { input, location, ...data } of components) {
      const step = `component ${data.name}` as const;
      made[data.name] = await this.#once(step, () =>
        this.#upload(step, input, { ...data, version_id: versionId }, location),
      );
    }
    const jobId = media === undefined ? undefined : await this.#encode(versionId, media);
    const thumbnailId = thumbnail === undefined ? undefined : await this.#show(versionId, thumbnail);
    await this.#once("publish", async () => {
      await this.#publish(versionId);
      return versionId;
    });
    await this.#record.close();
    const job = jobId === undefined ? undefined : new JobHandle(host, jobId, readEncodedMedia);
    return { versionId, components: made, thumbnailId, job };
  }

  /** What exists is what the record says; without a resume key it is removed, as nobody could go on with it. */
  async fail(cause: unknown): Promise<unknown> {
    const { resumeKey, signal } = this.#options;
    const { done, begun } = this.#record;
    const removed = resumeKey === undefined && (await this.#remove());
    if (signal?.aborted && cause === signal.reason) return cause;
    const exists = removed ? {} : Object.fromEntries(done);
    const doubtful = !removed && isAnswerLost(rootOf(cause));
    const uncertain = doubtful ? { [this.#part]: begun.get(this.#part) ?? null } : {};
    const reason = cause instanceof Error ? cause.message : String(cause);
    const names = Object.keys(exists);
    const rest = names.length === 0 ? "Nothing of it was left." : `On the server: ${names.join(", ")}.`;
    const doubt = doubtful ? ` Whether "${this.#part}" is there is not known.` : "";
    return new LocationError("location_publish", {
      message: `Publishing failed at "${this.#step}": ${reason} ${rest}${doubt}`,
      details: { step: this.#step, exists, uncertain, resumable: resumeKey !== undefined },
      cause,
    });
  }

  /** Does a step, unless an earlier call did. */
  #once(step: PublishStep, work: () => Promise<string>): Promise<string> {
    if (!this.#record.done.has(step)) {
      this.#step = step;
      this.#options.onStep?.(step);
    }
    return this.#keep(step, work);
  }

  async #keep(part: PublishPart, work: () => Promise<string>): Promise<string> {
    this.#options.signal?.throwIfAborted();
    const known = this.#record.done.get(part);
    if (known !== undefined) return known;
    this.#part = part;
    const id = await work();
    await this.#record.note(part, id);
    this.#part = this.#step as PublishStep;
    return id;
  }

  async #createVersion(): Promise<string> {
    const { asset, version, signal, resumeKey } = this.#options;
    const { host } = this.#services;
    const id = await this.#record.begin("version");
    const row = { entityType: "AssetVersion", id };
    // An earlier call may have made it without hearing of it.
    if (resumeKey !== undefined && (await this.#exists(id, signal))) return id;
    // Nobody sees the version as published before all of it is there.
    const data = { ...version, id, asset_id: idOf(asset), is_published: false };
    await host.call([createOperation("AssetVersion", data)], { signal }).catch(async (error: unknown) => {
      if (!(await wasCreated(host, error, row))) throw error;
    });
    return id;
  }

  async #exists(versionId: string, signal?: AbortSignal): Promise<boolean> {
    const { text } = ql`select id from AssetVersion where id is ${versionId}`;
    return (await this.#services.host.query(text, { kind: "read", signal })).length > 0;
  }

  async #upload(
    part: PublishPart,
    input: ComponentInput,
    data: ComponentData,
    location: CreateComponentOptions["location"],
  ): Promise<string> {
    const { resumeKey, signal, onProgress } = this.#options;
    const id = await this.#record.begin(part);
    const key = resumeKey === undefined ? undefined : `${resumeKey} ${part}`;
    const settings = { location, signal, onProgress, resumeKey: key };
    return (await createComponent(this.#services, input, { ...data, id }, settings)).id;
  }

  #encode(versionId: string, media: ComponentInput): Promise<string> {
    const { host, locations } = this.#services;
    return this.#once("media", async () => {
      const upload = () => this.#upload("media file", media, {}, locations.server);
      const component_id = await this.#keep("media file", upload);
      const encoding = { component_id, version_id: versionId, keep_original: false };
      return startEncoding(host, encoding, this.#options.signal);
    });
  }

  #show(versionId: string, image: ComponentInput): Promise<string> {
    const { host, locations } = this.#services;
    return this.#once("thumbnail", async () => {
      const upload = () => this.#upload("thumbnail file", image, { name: "thumbnail" }, locations.server);
      const componentId = await this.#keep("thumbnail file", upload);
      const version = { $type: "AssetVersion", id: versionId };
      await this.#repeatable(() => setThumbnail(host, version, componentId, this.#options.signal));
      return componentId;
    });
  }

  async #publish(id: string): Promise<void> {
    const entity_data = {
      [typeKey]: "AssetVersion",
      is_published: this.#options.version?.is_published ?? true,
    };
    const update = { action: "update", entity_type: "AssetVersion", entity_key: [id], entity_data };
    await this.#repeatable(() => this.#services.host.call([update], { signal: this.#options.signal }));
  }

  /** Setting a value once more changes nothing, so that a lost answer costs a second request and no more. */
  async #repeatable(write: () => Promise<unknown>): Promise<void> {
    try {
      await write();
    } catch (error) {
      if (!isAnswerLost(error)) throw error;
      await write();
    }
  }

  /** @returns Whether nothing is left, for all one can know. */
  async #remove(): Promise<boolean> {
    const { done, begun } = this.#record;
    const versionId = done.get("version") ?? begun.get("version");
    const { host } = this.#services;
    if (versionId === undefined) return true;
    try {
      if (!(await this.#exists(versionId))) return true;
      const files = [...done, ...begun].flatMap(([part, id]) => (part.endsWith(" file") ? [id] : []));
      // The version's own id keeps the list from being empty.
      const { text } = ql`
        select id from Component where version_id is ${versionId} or id in (${[versionId, ...files]})`;
      const rows = await host.query(text, { kind: "read" });
      const components = rows.map(({ id }) => String(id));
      return await discardComponents(this.#services, components, [
        { entityType: "AssetVersion", id: versionId },
      ]);
    } catch {
      return false;
    }
  }
}

/** Failures of transfers hide the one that began it. */
function rootOf(error: unknown): unknown {
  return LocationError.is(error) && error.cause !== undefined ? rootOf(error.cause) : error;
}
