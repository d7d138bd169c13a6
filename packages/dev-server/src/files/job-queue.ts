import type { Logger } from "@ftrack-kit/core";
import type { EncodingOutput, JobRunner } from "../actions/services.js";
import { wellKnown } from "../schema/well-known.js";
import type { ReadStore, Row } from "../store/row.js";
import type { BlobStore } from "./blob-store.js";
import type { MediaTools, VideoFacts } from "./media-tools.js";
import { mediaTypeOf } from "./media-type.js";

type Encoding = Parameters<JobRunner["startEncoding"]>[0];
type Output = Encoding["outputs"][number];
type Operation = Readonly<Record<string, unknown>>;

/** Longest side of an image made for the web, and of a version's thumbnail, in pixels. */
const reviewSize = 1920;

const video: EncodingOutput = { format: "video/mp4", name: "ftrackreview-mp4", fileType: ".mp4" };
const image: EncodingOutput = { format: "image/jpeg", name: "ftrackreview-image", fileType: ".jpg" };
const thumbnail: EncodingOutput = { format: "image/jpeg", name: "thumbnail", fileType: ".jpg" };

export interface JobQueueOptions {
  readonly store: ReadStore;
  readonly components: BlobStore;
  readonly media: MediaTools;
  /** Carries out operations as the user a job belongs to, with the events they cause. */
  readonly execute: (operations: readonly Operation[], userId: string) => Promise<void>;
  /** Tells the world that a version's media are ready (wire protocol 8.1, `encoded`). */
  readonly announceEncoded: (version: Row, userId: string) => void;
  readonly logger: Logger;
}

/** Runs encodings and other jobs one after the other, as a server's own workers do (wire protocol 2.11 and 2.14). */
export class JobQueue implements JobRunner {
  readonly #options: JobQueueOptions;
  #tail: Promise<void> = Promise.resolve();
  #closed = false;

  constructor(options: JobQueueOptions) {
    this.#options = options;
  }

  planEncoding(source: Row): readonly EncodingOutput[] {
    const isImage = mediaTypeOf(String(source.file_type ?? "")).startsWith("image/");
    if (isImage) return [image];
    return this.#options.media.encodeVideo ? [video, thumbnail] : [video];
  }

  startEncoding(encoding: Encoding): void {
    this.#enqueue(encoding.jobId, () => this.#encode(encoding));
  }

  startJob({ jobId }: Parameters<JobRunner["startJob"]>[0]): void {
    this.#enqueue(jobId, async () => undefined);
  }

  /** Waits until nothing is left to do. */
  async idle(): Promise<void> {
    for (let tail: Promise<void> | undefined; tail !== this.#tail; ) {
      tail = this.#tail;
      await tail;
    }
  }

  /** Starts nothing more; what runs ends first. */
  async close(): Promise<void> {
    this.#closed = true;
    await this.idle();
  }

  #enqueue(jobId: string, work: () => Promise<void>): void {
    this.#tail = this.#tail.then(nextTurn).then(() => (this.#closed ? undefined : this.#run(jobId, work)));
  }

  async #run(jobId: string, work: () => Promise<void>): Promise<void> {
    const { store, logger } = this.#options;
    try {
      const job = store.get("Job", jobId);
      if (!job) return;
      await this.#setStatus(job, "running");
      try {
        await work();
        await this.#setStatus(job, "done");
      } catch (error) {
        logger.warn("A job failed.", { jobId, error: String(error) });
        await this.#setStatus(job, "failed");
      }
    } catch (error) {
      // The job or its user was deleted meanwhile.
      logger.warn("The status of a job could not be written.", { jobId, error: String(error) });
    }
  }

  async #setStatus(job: Row, status: "running" | "done" | "failed"): Promise<void> {
    const update = {
      action: "update",
      entity_type: "Job",
      entity_key: [job.id],
      entity_data: { __entity_type__: "Job", status },
    };
    await this.#options.execute([update], String(job.user_id));
  }

  async #encode(encoding: Encoding): Promise<void> {
    const { store, components } = this.#options;
    const { sourceComponentId, versionId, jobId, outputs } = encoding;
    const source = store.get("Component", sourceComponentId);
    if (!source || !(await components.stat(sourceComponentId))) {
      throw new Error("The component has no bytes in the server location.");
    }
    const metadata = await this.#writeOutputs(source, outputs);
    const picture = outputs.find(({ format }) => format === "image/jpeg");
    const operations = (await Promise.all(outputs.map((output) => this.#rowsOf(output, metadata)))).flat();
    if (versionId !== null && picture && (await components.stat(picture.componentId))) {
      operations.push(updateOf("AssetVersion", versionId, { thumbnail_id: picture.componentId }));
    }
    if (!keepsOriginal(store.get("Job", jobId)) && !source.version_id) {
      operations.push({ action: "delete", entity_type: "FileComponent", entity_key: [sourceComponentId] });
    }
    const userId = String(store.get("Job", jobId)?.user_id);
    await this.#options.execute(operations, userId);
    const version = versionId === null ? undefined : store.get("AssetVersion", versionId);
    if (version) this.#options.announceEncoded(version, userId);
  }

  /** Writes the bytes of every output; answers what players need to know of them. */
  async #writeOutputs(source: Row, outputs: readonly Output[]): Promise<Readonly<Record<string, unknown>>> {
    const { components, media } = this.#options;
    const sourceId = String(source.id);
    const movie = outputs.find(({ format }) => format === "video/mp4");
    const picture = outputs.find(({ format }) => format === "image/jpeg");
    if (!movie) {
      const type = mediaTypeOf(String(source.file_type ?? ""));
      const bytes = new Blob([await new Response(await components.read(sourceId)).arrayBuffer()], { type });
      const fitted = await media.fitImage(bytes, reviewSize, "image/jpeg");
      if (!fitted) throw new Error("The image cannot be read.");
      if (picture) await components.write(picture.componentId, fitted.stream());
      return { format: "image" };
    }
    if (!media.encodeVideo) {
      await components.write(movie.componentId, await components.read(sourceId));
      return { frameIn: 0, frameOut: 0, frameRate: 25 };
    }
    const encoded = await media.encodeVideo(await components.read(sourceId));
    try {
      await components.write(movie.componentId, encoded.video());
      if (picture) await components.write(picture.componentId, encoded.poster.stream());
    } finally {
      await encoded.dispose();
    }
    return frameMetadata(encoded.facts);
  }

  /** Size, availability and, for what is played, the facts web players read. */
  async #rowsOf(output: Output, metadata: Readonly<Record<string, unknown>>): Promise<Operation[]> {
    const { componentId, name, fileType } = output;
    const stat = await this.#options.components.stat(componentId);
    if (!stat) return [];
    const location = {
      component_id: componentId,
      location_id: wellKnown.locations.server,
      resource_identifier: componentId,
    };
    const rows: Operation[] = [
      updateOf("FileComponent", componentId, { size: stat.size, file_type: fileType }),
      createOf("ComponentLocation", location),
    ];
    if (name === thumbnail.name) return rows;
    const value = JSON.stringify(metadata);
    const entry = { parent_id: componentId, parent_type: "FileComponent", key: "ftr_meta", value };
    return [...rows, createOf("Metadata", entry)];
  }
}

/** The request that asked for a job is answered, and its events are out, before the job begins. */
const nextTurn = (): Promise<void> => new Promise((resolve) => setTimeout(resolve));

/** What the request said, as the job's data keep it. */
function keepsOriginal(job: Row | undefined): boolean {
  const data: unknown = JSON.parse(String(job?.data ?? "{}"));
  return (data as { keep_original?: unknown } | null)?.keep_original !== false;
}

function frameMetadata({ width, height, frameRate, frames }: VideoFacts): Readonly<Record<string, unknown>> {
  return { frameIn: 0, frameOut: Math.max(0, frames - 1), frameRate, width, height };
}

function updateOf(type: string, id: string, data: Readonly<Record<string, unknown>>): Operation {
  return {
    action: "update",
    entity_type: type,
    entity_key: [id],
    entity_data: { __entity_type__: type, ...data },
  };
}

function createOf(type: string, data: Readonly<Record<string, unknown>>): Operation {
  return { action: "create", entity_type: type, entity_data: { __entity_type__: type, ...data } };
}
