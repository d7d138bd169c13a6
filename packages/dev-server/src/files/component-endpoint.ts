import type { ReadStore, Row } from "../store/row.js";
import type { BlobStat, BlobStore, ByteRange } from "./blob-store.js";
import { defaultThumbnail } from "./default-thumbnail.js";
import type { MediaTools } from "./media-tools.js";
import { mediaTypeOf } from "./media-type.js";
import { parseRange } from "./range.js";

const largestThumbnail = 4096;
/** Larger sources are not decoded; they get the default image. */
const largestImage = 256 * 1024 * 1024;

export interface ComponentEndpointOptions {
  readonly store: ReadStore;
  readonly components: BlobStore;
  readonly media: Pick<MediaTools, "fitImage">;
}

/** Bytes of components over plain HTTP (wire protocol 6). Callers have checked the permission. */
export class ComponentEndpoint {
  readonly #options: ComponentEndpointOptions;

  constructor(options: ComponentEndpointOptions) {
    this.#options = options;
  }

  /** `GET` and `HEAD /component/get`: all bytes or a range of them, as a file to save. */
  async download(request: Request, id: string): Promise<Response> {
    const { components, store } = this.#options;
    const stat = await components.stat(id);
    if (!stat) return new Response("The component has no bytes here.", { status: 404 });
    const row = store.get("Component", id);
    const fileName = `${row?.name ?? id}${row?.file_type ?? ""}`;
    const headers = new Headers({
      "accept-ranges": "bytes",
      "content-disposition": disposition(fileName),
      "content-type": mediaTypeOf(fileName),
      "x-content-type-options": "nosniff",
      etag: `"${stat.version}"`,
    });
    if (request.headers.get("if-none-match") === `"${stat.version}"`) {
      return new Response(null, { status: 304, headers });
    }
    const range = rangeOf(request, stat);
    if (range === "unsatisfiable") {
      headers.set("content-range", `bytes */${stat.size}`);
      return new Response(null, { status: 416, headers });
    }
    const { start, end } = range ?? { start: 0, end: stat.size };
    headers.set("content-length", String(end - start));
    if (range) headers.set("content-range", `bytes ${start}-${end - 1}/${stat.size}`);
    const body = request.method === "HEAD" ? null : await components.read(id, range);
    return new Response(body, { status: range ? 206 : 200, headers });
  }

  /** `GET /component/thumbnail`: the component's image, made to fit a square; the default image where it has none. */
  async thumbnail(request: Request, id: string, size: number): Promise<Response> {
    const { components, store, media } = this.#options;
    const row = store.get("Component", id);
    const stat = await components.stat(id);
    if (!stat && !row) return new Response("There is no such component.", { status: 404 });
    const source = stat && stat.size <= largestImage && mayBeImage(row) ? stat : undefined;
    const side = Math.min(largestThumbnail, Math.max(1, Math.round(size) || 300));
    const etag = `"${source?.version ?? "default"}-${side}"`;
    if (request.headers.get("if-none-match") === etag) {
      return new Response(null, { status: 304, headers: { etag } });
    }
    const image = source && (await media.fitImage(await this.#blob(id, row), side));
    const body = image ?? defaultThumbnail();
    const headers = { etag, "content-type": body.type, "content-length": String(body.size) };
    return new Response(request.method === "HEAD" ? null : body, { headers });
  }

  /** `GET /component/remove`: forgets the bytes; the row stays. */
  async remove(id: string): Promise<Response> {
    await this.#options.components.remove(id);
    return new Response("", { status: 200 });
  }

  async #blob(id: string, row: Row | undefined): Promise<Blob> {
    const bytes = await new Response(await this.#options.components.read(id)).arrayBuffer();
    return new Blob([bytes], { type: mediaTypeOf(textOf(row?.file_type)) });
  }
}

/** Unknown types are tried: thumbnails are often uploaded without one. */
function mayBeImage(row: Row | undefined): boolean {
  const type = mediaTypeOf(textOf(row?.file_type));
  return type.startsWith("image/") || type === "application/octet-stream";
}

function textOf(value: unknown): string {
  return typeof value === "string" ? value : "";
}

function rangeOf(request: Request, { size, version }: BlobStat): ByteRange | "unsatisfiable" | undefined {
  const condition = request.headers.get("if-range");
  if (condition !== null && condition !== `"${version}"`) return undefined;
  return parseRange(request.headers.get("range"), size);
}

/** A name for saving, plain for old readers and exact for the others (RFC 6266). */
function disposition(name: string): string {
  const plain = name.replace(/[^\x20-\x7e]|["\\%]/g, "_");
  const exact = encodeURIComponent(name.replace(/\p{Surrogate}/gu, "_")).replace(
    /['()*]/g,
    (character) => `%${character.charCodeAt(0).toString(16).toUpperCase()}`,
  );
  return `attachment; filename="${plain}"; filename*=UTF-8''${exact}`;
}
