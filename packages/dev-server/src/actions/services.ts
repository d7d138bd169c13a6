import type { Row } from "../store/row.js";

/** What the actions need from the world around the store. The server, or a test, hands it in. */

/** Wall-clock time in milliseconds since 1970; tests drive it. */
export interface Clock {
  now(): number;
}

export interface UploadRequest {
  readonly componentId: string;
  readonly fileName: string | undefined;
  /** Bytes. */
  readonly fileSize: number | undefined;
  /** MD5 of the bytes in base64; an upload that differs is refused. */
  readonly checksum: string | undefined;
}

/** Where uploads go (wire protocol 2.9 and 2.10). */
export interface FileService {
  /** An address for one `PUT` of all bytes, and the headers the client has to send with it. */
  prepareUpload(request: UploadRequest): Promise<{ url: string; headers: Readonly<Record<string, string>> }>;
  /**
   * One address per part; `urls[0]` belongs to part 1. Fresh ones for the upload that is named, where it is under way
   * with as many parts; otherwise the answer names a new upload.
   */
  prepareParts(
    request: UploadRequest & { readonly parts: number; readonly uploadId: string | undefined },
  ): Promise<{
    uploadId: string;
    urls: readonly string[];
  }>;
  /**
   * Joins the parts to the component's bytes. Runs before the request's transaction.
   *
   * @throws `ApiError` when the upload is unknown, a part is missing or an entity tag does not fit.
   */
  completeParts(request: {
    readonly uploadId: string;
    readonly componentId: string;
    readonly parts: readonly { readonly partNumber: number; readonly eTag: string }[];
  }): Promise<void>;
}

/** Addresses that carry their own permission. Synchronous, as rows hold them (wire protocol 3.10). */
export interface UrlSigner {
  /** Bytes of a component in the server location; expires by the clock. */
  componentUrl(componentId: string): string;
  /** An image that fits a square; the default image when there is no component. */
  thumbnailUrl(componentId: string | null): string;
  /** A page for 6 minutes; always holds a `?`, as clients append `&entityType=…`. */
  widgetUrl(request: {
    readonly name: string;
    readonly theme: string | null;
    readonly entityType: string | null;
    readonly entityId: string | null;
    readonly userId: string;
  }): string;
}

/** One file an encoding puts out. The dispatcher creates its `FileComponent` row at once, as clients read it. */
export interface EncodingOutput {
  /** Media type, such as `video/mp4`. */
  readonly format: string;
  /** Component name, such as `ftrackreview-mp4`. */
  readonly name: string;
  /** With its dot. */
  readonly fileType: string;
}

/** Work that goes on after a request was answered (wire protocol 2.11 and 2.14). */
export interface JobRunner {
  /** What encoding a component will put out; changes nothing. */
  planEncoding(source: Row, keepOriginal: boolean): readonly EncodingOutput[];
  /**
   * Starts an encoding once its rows are committed: a `Job` (`queued`, `data` as clients read it), output
   * components and their `JobComponent` rows. From here on bytes, availability, the version's thumbnail, the job's
   * status and the `encoded` event are the runner's.
   */
  startEncoding(encoding: {
    readonly jobId: string;
    readonly sourceComponentId: string;
    readonly versionId: string | null;
    readonly outputs: readonly (EncodingOutput & { readonly componentId: string })[];
  }): void;
  /** Starts any other kind of delayed job; its `Job` row is committed as `queued`. */
  startJob(job: { readonly jobId: string; readonly jobType: string; readonly data: unknown }): void;
}

/** API keys, which never become rows (wire protocol 2.13). */
export interface KeyService {
  /** Replaces a user's key once the request is committed; the old one stops working. */
  replaceKey(userId: string, key: string): void;
}

/** Blobs that clients park for each other (wire protocol 2.21). */
export interface TemporaryData {
  /** Keeps text until a time in milliseconds since 1970, `null` for ever. */
  put(id: string, data: string, expiresAt: number | null): void;
}

export interface Services {
  readonly clock: Clock;
  readonly files: FileService;
  readonly urls: UrlSigner;
  readonly jobs: JobRunner;
  readonly keys: KeyService;
  readonly temporaryData: TemporaryData;
}
