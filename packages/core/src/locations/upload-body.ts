import { piecesOf } from "../util/streams.js";
import type { ByteSource } from "./byte-source.js";
import type { PartMemory } from "./part-memory.js";
import { sourceChanged } from "./transfer.js";

/** Bytes to send, to be read as often as they have to be sent. */
export interface UploadBody {
  /** Bytes. */
  readonly size: number;
  /** For engines that send streams of a known length. */
  open(): Promise<ReadableStream<Uint8Array>>;
  /** For the others. */
  whole(): Promise<Uint8Array<ArrayBuffer> | Blob>;
}

/** Bytes of a chunk when memory is sent as a stream: small enough to see that it moves. */
const chunkSize = 256 * 1024;

export function bytesBody(bytes: Uint8Array<ArrayBuffer>): UploadBody {
  return { size: bytes.length, open: async () => streamOf(bytes), whole: async () => bytes };
}

export function blobBody(blob: Blob): UploadBody {
  return { size: blob.size, open: async () => blob.stream(), whole: async () => blob };
}

/** A part of a source that can be read anywhere; as a stream, into the memory given. */
export function rangeBody(source: ByteSource, start: number, end: number, memory: PartMemory): UploadBody {
  const size = end - start;
  return {
    size,
    open: () => source.open({ start, end, allocate: memory.lend() }),
    whole: async () => {
      const pieces = piecesOf(await source.open({ start, end }), size + 1);
      const { value } = await pieces.next();
      await pieces.return(undefined);
      if (value?.length !== size) throw sourceChanged(source, start + (value?.length ?? 0));
      return value;
    },
  };
}

function streamOf(bytes: Uint8Array): ReadableStream<Uint8Array> {
  let position = 0;
  return new ReadableStream<Uint8Array>(
    {
      pull(controller) {
        if (position >= bytes.length) return controller.close();
        controller.enqueue(bytes.subarray(position, position + chunkSize));
        position += chunkSize;
      },
    },
    { highWaterMark: 0 },
  );
}
