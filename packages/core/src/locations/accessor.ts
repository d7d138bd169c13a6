import type { FileRange } from "../platform/files.js";
import type { ByteSource } from "./byte-source.js";

/** What an accessor knows of a resource. */
export interface ResourceStat {
  readonly kind: "file" | "container";
  /** Bytes; `undefined` for containers. */
  readonly size: number | undefined;
}

/** Which bytes an accessor reads. */
export interface ReadOptions extends FileRange {
  /** Longest time in which nothing arrives, in milliseconds, where data comes over a network. */
  readonly stallTimeout?: number | undefined;
  readonly signal?: AbortSignal | undefined;
}

/** How an accessor writes. */
export interface WriteOptions {
  /** Longest time in which nothing moves, in milliseconds, where data goes over a network. */
  readonly stallTimeout?: number | undefined;
  readonly signal?: AbortSignal | undefined;
  /** Called with the bytes just stored; negative when they have to be stored again. */
  readonly onBytes?: ((count: number) => void) | undefined;
  /** Name to store under, where a place keeps names apart from identifiers. */
  readonly fileName?: string | undefined;
  /** Parts of it under way at the same time, where it is written in parts. */
  readonly concurrency?: number | undefined;
  /** Lets an interrupted write go on later, where the accessor can; the caller's choice of text. */
  readonly resumeKey?: string | undefined;
}

/** What was stored. */
export interface WriteResult {
  /** Bytes. */
  readonly size: number;
  /** Whether the place itself compared the bytes with their checksum. */
  readonly verified: boolean;
}

/**
 * Reads and writes data of a location by resource identifier.
 *
 * Resources are written as a whole and appear only when they are complete: after a failure, a crash included,
 * there is either everything or nothing under the identifier. Run `describeAccessor` of `core/testing` over yours.
 */
export interface Accessor {
  /** Opens a resource, or a range of it. @throws `LocationError` `location_resource_missing`. */
  read(identifier: string, options?: ReadOptions): Promise<ReadableStream<Uint8Array>>;
  /** Stores a resource whole. @throws `LocationError` `location_resource_exists` where there is something already. */
  write(identifier: string, source: ByteSource, options?: WriteOptions): Promise<WriteResult>;
  /** `undefined` when there is nothing. */
  stat(identifier: string): Promise<ResourceStat | undefined>;
  /** Identifiers of what is directly in a container. */
  list(identifier: string): Promise<readonly string[]>;
  /** Removes a file or an empty container. @throws `LocationError` `location_resource_missing`. */
  remove(identifier: string): Promise<void>;
  /** Makes a container and those above it; an existing one is fine. */
  makeContainer(identifier: string): Promise<void>;
  /** The container of a resource; `undefined` where the place has none. */
  containerOf(identifier: string): string | undefined;
  /** A resource as a source of bytes. Without it, one is made of `stat` and `read`. */
  source?(identifier: string): Promise<ByteSource>;
  /** Told of many writes to come, so that what they need can be asked for at once. */
  prepare?(
    writes: readonly PlannedWrite[],
    options?: { readonly signal?: AbortSignal | undefined },
  ): Promise<void>;
  /** Where a resource is on this machine. Absent where it is not. */
  getFilesystemPath?(identifier: string): Promise<string>;
  /** An address to fetch a resource from. Absent where there is none. */
  getUrl?(identifier: string, options?: { readonly signal?: AbortSignal | undefined }): Promise<string>;
}

/** A write that an accessor is told of before it comes. */
export interface PlannedWrite {
  readonly identifier: string;
  readonly fileName: string;
  /** Bytes. */
  readonly size: number | undefined;
}
