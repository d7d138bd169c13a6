import { createMd5 } from "../util/md5.js";
import { piecesOf } from "../util/streams.js";
import { type ByteSource, blobSource } from "./byte-source.js";
import type { LocationHost } from "./location-host.js";
import { sendBytes } from "./send-bytes.js";
import { defaultStallTimeout } from "./stall-watch.js";
import { sourceChanged } from "./transfer.js";
import { requestAddresses, type UploadAddress, type UploadSubject } from "./upload-address.js";
import { bytesBody } from "./upload-body.js";
import { uploadParts } from "./upload-parts.js";

export interface UploadRequest extends Omit<UploadSubject, "size"> {
  readonly source: ByteSource;
  /** An address asked for before, with others. */
  readonly address?: UploadAddress | undefined;
  /** Parts under way at the same time. Defaults to 3, fewer where parts are large. */
  readonly concurrency?: number | undefined;
  /** Longest time in which nothing moves, in milliseconds. Defaults to a minute. */
  readonly stallTimeout?: number | undefined;
  /** How much the server has by now; asked when the answer that would have told was lost. */
  readonly storedSize: () => Promise<number | undefined>;
  readonly onBytes?: ((count: number) => void) | undefined;
  readonly signal?: AbortSignal | undefined;
  readonly resumeKey?: string | undefined;
}

/** Up to here, everything goes in one piece. */
export const largestPiece = 16 * 1024 * 1024;

/**
 * Sends bytes to the server location: in one piece up to 16 MiB, in parts beyond.
 *
 * Memory stays bounded by the parts under way, whatever the size; only a stream whose size nobody told is
 * collected first, since the server wants to know the number of parts.
 *
 * @returns Bytes stored.
 */
export async function upload(host: LocationHost, request: UploadRequest): Promise<number> {
  const source = await withSize(request.source);
  if (source.size > largestPiece) return uploadParts(host, { ...request, source });
  const bytes = await readWhole(source, request.signal);
  const checksum = createMd5().update(bytes).digest("base64");
  const { componentId, fileName, signal, onBytes, stallTimeout = defaultStallTimeout } = request;
  const renew = async (): Promise<UploadAddress> => {
    const subject = { componentId, fileName, size: bytes.length, checksum };
    const [address] = await requestAddresses(host, [subject], { signal });
    return address as UploadAddress;
  };
  const options = { signal, stallTimeout, renew, onBytes };
  await sendBytes(host, request.address ?? (await renew()), bytesBody(bytes), options);
  return bytes.length;
}

export type SizedSource = ByteSource & { readonly size: number };

async function withSize(source: ByteSource): Promise<SizedSource> {
  const { size } = source;
  if (size !== undefined) return { ...source, size };
  // A browser keeps large blobs on disk; in Node, streams of unknown size are held in memory.
  const blob = await new Response(await source.open()).blob();
  return { ...blobSource(blob), size: blob.size };
}

async function readWhole(
  source: SizedSource,
  signal: AbortSignal | undefined,
): Promise<Uint8Array<ArrayBuffer>> {
  signal?.throwIfAborted();
  const pieces = piecesOf(await source.open(), source.size + 1);
  const first = await pieces.next();
  await pieces.return(undefined);
  signal?.throwIfAborted();
  const bytes = first.done ? new Uint8Array(0) : first.value;
  if (bytes.length !== source.size) throw sourceChanged(source, bytes.length);
  return bytes;
}
