import { createHexId, createMd5 } from "@ftrack-kit/core";
import type { FileService, UploadRequest } from "../actions/services.js";
import { ApiError } from "../operations/api-error.js";
import { bodyOf } from "../server/read-body.js";
import type { BlobStore } from "./blob-store.js";
import { mediaTypeOf } from "./media-type.js";
import type { Signer } from "./signer.js";
import { MismatchError, verified } from "./verified-stream.js";

const hour = 3_600_000;
const mostParts = 10_000;
/** An upload outlives its addresses by as much as clients need to ask for new ones. */
const partLifetime = 12 * hour;

interface PartsUpload {
  readonly request: UploadRequest & { readonly parts: number };
  readonly expires: number;
  /** By part number, of what has arrived. */
  readonly eTags: Map<number, string>;
}

export interface UploadServiceOptions {
  readonly url: string;
  readonly signer: Signer;
  readonly now: () => number;
  /** Where finished components go, and where parts wait. */
  readonly components: BlobStore;
  readonly parts: BlobStore;
  /** Most bytes of one component. */
  readonly limit: number;
}

/** Takes uploads, in one piece or in parts (wire protocol 2.9, 2.10 and 6). */
export class UploadService implements FileService {
  readonly #options: UploadServiceOptions;
  readonly #uploads = new Map<string, PartsUpload>();

  constructor(options: UploadServiceOptions) {
    this.#options = options;
  }

  async prepareUpload({ componentId, fileName, fileSize, checksum }: UploadRequest) {
    const parameters = { id: componentId, size: fileSize, md5: checksum };
    const headers: Record<string, string> = { "Content-Type": mediaTypeOf(fileName) };
    if (fileSize !== undefined) headers["Content-Length"] = String(fileSize);
    if (checksum !== undefined) headers["Content-MD5"] = checksum;
    return { url: this.#address(parameters, hour), headers };
  }

  /** Addresses for an upload under way, where it is named, or for a new one. */
  async prepareParts(request: Parameters<FileService["prepareParts"]>[0]) {
    if (request.parts < 1 || request.parts > mostParts) {
      throw new ApiError("ValidationError", `An upload has 1 to ${mostParts} parts, not ${request.parts}.`);
    }
    await this.#forgetExpired();
    const uploadId = this.#underWay(request) ?? createHexId();
    const expires = this.#options.now() + 24 * hour;
    const eTags = this.#uploads.get(uploadId)?.eTags ?? new Map<number, string>();
    this.#uploads.set(uploadId, { request, expires, eTags });
    const urls = Array.from({ length: request.parts }, (_, index) =>
      this.#address({ id: request.componentId, upload: uploadId, part: index + 1 }, partLifetime),
    );
    return { uploadId, urls };
  }

  /** An upload that is unknown, over or of something else is no failure: the answer names another one. */
  #underWay({ uploadId, componentId, parts, fileSize }: Parameters<FileService["prepareParts"]>[0]) {
    const known = uploadId === undefined ? undefined : this.#uploads.get(uploadId)?.request;
    const same = known?.componentId === componentId && known.parts === parts && known.fileSize === fileSize;
    return same ? uploadId : undefined;
  }

  async completeParts({ uploadId, componentId, parts }: Parameters<FileService["completeParts"]>[0]) {
    const upload = this.#uploads.get(uploadId);
    if (upload?.request.componentId !== componentId) {
      throw new ApiError("ValidationError", `There is no upload ${uploadId} for component ${componentId}.`);
    }
    const { request } = upload;
    if (parts.length !== request.parts || parts.some(({ partNumber }, index) => partNumber !== index + 1)) {
      throw new ApiError(
        "ValidationError",
        `Upload ${uploadId} has the parts 1 to ${request.parts}, in order.`,
      );
    }
    for (const { partNumber, eTag } of parts) {
      const known = upload.eTags.get(partNumber);
      const problem = known === undefined ? "was not uploaded" : "has another entity tag";
      if (known !== eTag.replaceAll('"', ""))
        throw new ApiError("ValidationError", `Part ${partNumber} ${problem}.`);
    }
    const ids = parts.map(({ partNumber }) => partId(uploadId, partNumber));
    await this.#checkWhole(ids, request);
    await this.#options.components.write(componentId, streamOf(this.#joined(ids)));
    await this.#forget(uploadId);
  }

  /** Answers `PUT` on an address made here. */
  async put(request: Request): Promise<Response> {
    const { signer, components, parts, limit } = this.#options;
    const parameters = signer.verify("PUT", new URL(request.url));
    if (!parameters) return new Response("The upload address is wrong or has expired.", { status: 403 });
    const id = parameters.get("id") ?? "";
    const uploadId = parameters.get("upload");
    const upload = uploadId === null ? undefined : this.#uploads.get(uploadId);
    if (uploadId !== null && !upload) {
      return new Response("The upload is over.", { status: 404 });
    }
    const size = parameters.get("size");
    const { stream, eTag } = verified(await bodyOf(request), {
      size: size === null ? undefined : Number(size),
      limit,
      checksums: [parameters.get("md5"), request.headers.get("content-md5")].filter((sum) => sum !== null),
    });
    try {
      if (uploadId === null || !upload) await components.write(id, stream);
      else {
        const part = Number(parameters.get("part"));
        await parts.write(partId(uploadId, part), stream);
        upload.eTags.set(part, eTag());
      }
    } catch (error) {
      if (error instanceof MismatchError) return new Response(error.message, { status: error.status });
      throw error;
    }
    return new Response(null, { status: 200, headers: { etag: `"${eTag()}"` } });
  }

  /** Drops what is under way. */
  async clear(): Promise<void> {
    this.#uploads.clear();
    await this.#options.parts.clear();
  }

  async *#joined(ids: readonly string[]): AsyncGenerator<Uint8Array<ArrayBuffer>> {
    for (const id of ids) yield* chunksOf(await this.#options.parts.read(id));
  }

  async #checkWhole(ids: readonly string[], { fileSize, checksum }: UploadRequest): Promise<void> {
    const store = this.#options.parts;
    const stats = await Promise.all(ids.map((id) => store.stat(id)));
    const size = stats.reduce((sum, stat) => sum + (stat?.size ?? 0), 0);
    if (size > this.#options.limit || (fileSize !== undefined && fileSize !== size)) {
      throw new ApiError("ValidationError", `${fileSize} bytes were announced and ${size} came.`);
    }
    if (checksum === undefined) return;
    const md5 = createMd5();
    for (const id of ids) for await (const chunk of chunksOf(await store.read(id))) md5.update(chunk);
    if (md5.digest("base64") === checksum) return;
    throw new ApiError("ValidationError", "The bytes do not have the announced MD5 checksum.");
  }

  #address(parameters: Record<string, string | number | undefined>, lifetime: number): string {
    const url = new URL(`${this.#options.url}/component/upload`);
    for (const [name, value] of Object.entries(parameters)) {
      if (value !== undefined) url.searchParams.set(name, String(value));
    }
    return this.#options.signer.sign("PUT", url, lifetime).href;
  }

  async #forgetExpired(): Promise<void> {
    const now = this.#options.now();
    for (const [uploadId, { expires }] of this.#uploads) {
      if (expires <= now) await this.#forget(uploadId);
    }
  }

  async #forget(uploadId: string): Promise<void> {
    const upload = this.#uploads.get(uploadId);
    this.#uploads.delete(uploadId);
    for (let part = 1; part <= (upload?.request.parts ?? 0); part++) {
      await this.#options.parts.remove(partId(uploadId, part));
    }
  }
}

const partId = (uploadId: string, part: number): string => `${uploadId}/${part}`;

/** Not every browser iterates streams. */
async function* chunksOf<Chunk>(stream: ReadableStream<Chunk>): AsyncGenerator<Chunk> {
  const reader = stream.getReader();
  try {
    for (let next = await reader.read(); !next.done; next = await reader.read()) yield next.value;
  } finally {
    await reader.cancel();
  }
}

function streamOf<Chunk>(chunks: AsyncGenerator<Chunk>): ReadableStream<Chunk> {
  return new ReadableStream<Chunk>({
    async pull(controller) {
      const next = await chunks.next();
      if (next.done) controller.close();
      else controller.enqueue(next.value);
    },
    async cancel() {
      await chunks.return(undefined);
    },
  });
}
