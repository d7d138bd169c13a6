import { createHexId } from "@ftrack-kit/core";
import type { FileService, UploadRequest } from "../actions/services.js";
import { ApiError } from "../operations/api-error.js";
import { bodyOf } from "../server/read-body.js";
import type { BlobStore } from "./blob-store.js";
import { mediaTypeOf } from "./media-type.js";
import type { Signer } from "./signer.js";
import { MismatchError, verified } from "./verified-stream.js";

const hour = 3_600_000;
const mostParts = 10_000;

interface PartsUpload {
  readonly request: UploadRequest & { readonly parts: number };
  readonly expires: number;
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

  async prepareParts(request: UploadRequest & { readonly parts: number }) {
    if (request.parts < 1 || request.parts > mostParts) {
      throw new ApiError("ValidationError", `An upload has 1 to ${mostParts} parts, not ${request.parts}.`);
    }
    await this.#forgetExpired();
    const uploadId = createHexId();
    const expires = this.#options.now() + 24 * hour;
    this.#uploads.set(uploadId, { request, expires });
    const urls = Array.from({ length: request.parts }, (_, index) =>
      this.#address({ id: request.componentId, upload: uploadId, part: index + 1 }, 24 * hour),
    );
    return { uploadId, urls };
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
    const body = verified(streamOf(this.#joined(uploadId, parts)), {
      size: request.fileSize,
      limit: this.#options.limit,
      checksums: request.checksum === undefined ? [] : [request.checksum],
    });
    try {
      await this.#options.components.write(componentId, body.stream);
    } catch (error) {
      if (error instanceof MismatchError) throw new ApiError("ValidationError", error.message);
      throw error;
    }
    await this.#forget(uploadId);
  }

  /** Answers `PUT` on an address made here. */
  async put(request: Request): Promise<Response> {
    const { signer, components, parts, limit } = this.#options;
    const parameters = signer.verify("PUT", new URL(request.url));
    if (!parameters) return new Response("The upload address is wrong or has expired.", { status: 403 });
    const id = parameters.get("id") ?? "";
    const uploadId = parameters.get("upload");
    if (uploadId !== null && !this.#uploads.has(uploadId)) {
      return new Response("The upload is over.", { status: 404 });
    }
    const size = parameters.get("size");
    const { stream, eTag } = verified(await bodyOf(request), {
      size: size === null ? undefined : Number(size),
      limit,
      checksums: [parameters.get("md5"), request.headers.get("content-md5")].filter((sum) => sum !== null),
    });
    try {
      if (uploadId === null) await components.write(id, stream);
      else await parts.write(partId(uploadId, Number(parameters.get("part"))), stream);
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

  async *#joined(
    uploadId: string,
    parts: readonly { readonly partNumber: number; readonly eTag: string }[],
  ): AsyncGenerator<Uint8Array<ArrayBuffer>> {
    const store = this.#options.parts;
    for (const { partNumber, eTag: announced } of parts) {
      const id = partId(uploadId, partNumber);
      if (!(await store.stat(id))) throw new MismatchError(`Part ${partNumber} was not uploaded.`, 400);
      const part = verified(await store.read(id), { limit: Infinity, checksums: [] });
      for await (const chunk of chunksOf(part.stream)) yield chunk;
      if (part.eTag() !== announced.replaceAll('"', "")) {
        throw new MismatchError(`The entity tag of part ${partNumber} does not fit.`, 400);
      }
    }
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
