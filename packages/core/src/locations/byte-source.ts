import { LocationError } from "../errors/location-error.js";
import type { FileRange, Files } from "../platform/files.js";

/** Bytes to be stored somewhere: a file, a blob, a stream, or what another location holds. */
export interface ByteSource {
  /** File name, where there is one. */
  readonly name: string | undefined;
  /** Bytes; `undefined` while nobody knows. */
  readonly size: number | undefined;
  /** Whether it can be opened again, and anywhere. Streams can be read once, from their start. */
  readonly rewindable: boolean;
  /** The bytes, or a range of them; a source that is not rewindable gives them once, from their start. */
  open(range?: FileRange): Promise<ReadableStream<Uint8Array>>;
  /** The blob it is, where it is one: engines send parts of it straight from the disk. */
  readonly blob?: Blob | undefined;
  /** A text that changes when the content does; `undefined` when nothing can tell. */
  fingerprint(): Promise<string | undefined>;
}

/** What applications hand in as bytes. */
export type ByteInput =
  | Blob
  | Uint8Array
  | ArrayBuffer
  | ReadableStream<Uint8Array>
  | AsyncIterable<Uint8Array>;

export function isByteInput(value: unknown): value is ByteInput {
  if (typeof value !== "object" || value === null) return false;
  if (value instanceof Blob || value instanceof Uint8Array || value instanceof ArrayBuffer) return true;
  return value instanceof ReadableStream || Symbol.asyncIterator in value;
}

/**
 * Makes a source of bytes out of whatever holds them.
 *
 * @param size - Bytes of a stream, where they are known: lets it be sent on without being held.
 */
export function sourceOf(input: ByteInput, size?: number): ByteSource {
  if (input instanceof Blob) return blobSource(input);
  if (input instanceof Uint8Array) return blobSource(new Blob([input as Uint8Array<ArrayBuffer>]));
  if (input instanceof ArrayBuffer) return blobSource(new Blob([input]));
  return streamSource(input instanceof ReadableStream ? input : streamOf(input), size);
}

/** A `Blob` or a `File`; file-backed ones are read piece by piece, as needed. */
export function blobSource(blob: Blob): ByteSource {
  const { name, lastModified = 0 } = blob as Partial<File>;
  return {
    name,
    size: blob.size,
    rewindable: true,
    blob,
    open: async ({ start = 0, end = blob.size } = {}) => blob.slice(start, end).stream(),
    fingerprint: async () => `blob ${name ?? ""} ${blob.size} ${lastModified}`,
  };
}

/** @throws {@link LocationError} `location_resource_missing`, or `location_resource_invalid` for a folder. */
export async function fileSource(files: Files, path: string): Promise<ByteSource> {
  const found = await files.stat(path);
  if (found?.kind !== "file") {
    throw new LocationError(found ? "location_resource_invalid" : "location_resource_missing", {
      message: `"${path}" ${found ? "is a folder, not a file" : "does not exist"}.`,
      details: { path },
    });
  }
  return {
    name: baseName(path),
    size: found.size,
    rewindable: true,
    open: (range) => files.read(path, range),
    fingerprint: async () => {
      const now = await files.stat(path);
      return now && `file ${path} ${now.size} ${now.modified}`;
    },
  };
}

/** A stream, to be read once. */
function streamSource(stream: ReadableStream<Uint8Array>, size: number | undefined): ByteSource {
  let used = false;
  return {
    name: undefined,
    size,
    rewindable: false,
    open: async ({ start = 0 } = {}) => {
      if (used || start > 0) {
        throw new LocationError("location_transfer", {
          message:
            "A stream can be read once, from its start. Pass a Blob or a path to be able to read it again.",
        });
      }
      used = true;
      return stream;
    },
    fingerprint: async () => undefined,
  };
}

/** The last part of a path of any system, or of an address. */
export function baseName(path: string): string {
  return path.slice(Math.max(path.lastIndexOf("/"), path.lastIndexOf("\\")) + 1);
}

function streamOf(chunks: AsyncIterable<Uint8Array>): ReadableStream<Uint8Array> {
  const iterator = chunks[Symbol.asyncIterator]();
  return new ReadableStream<Uint8Array>(
    {
      async pull(controller) {
        const next = await iterator.next();
        if (next.done) controller.close();
        else controller.enqueue(next.value);
      },
      async cancel(reason) {
        await iterator.return?.(reason);
      },
    },
    { highWaterMark: 0 },
  );
}
