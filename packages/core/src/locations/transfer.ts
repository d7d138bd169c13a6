import { LocationError } from "../errors/location-error.js";
import { createMd5 } from "../util/md5.js";
import { chunksOf, observe } from "../util/streams.js";
import type { Accessor, WriteOptions, WriteResult } from "./accessor.js";
import { type ByteSource, baseName } from "./byte-source.js";

export interface TransferOptions extends WriteOptions {
  /** `"checksum"` reads what was written where the place did not compare it itself. Defaults to `"checksum"`. */
  readonly verify?: "checksum" | "size" | undefined;
}

/** A resource of a location as a source of bytes. */
export async function sourceAt(accessor: Accessor, identifier: string): Promise<ByteSource> {
  if (accessor.source) return accessor.source(identifier);
  const size = (await accessor.stat(identifier))?.size;
  return {
    name: baseName(identifier),
    size,
    rewindable: true,
    open: (range) => accessor.read(identifier, range),
    fingerprint: async () => `resource ${identifier} ${(await accessor.stat(identifier))?.size}`,
  };
}

/**
 * Copies bytes to a place and makes sure that they arrived.
 *
 * @returns Bytes stored.
 * @throws {@link LocationError} `location_source_changed` or `location_checksum`; nothing is left at the target then.
 */
export async function transfer(
  source: ByteSource,
  target: Accessor,
  identifier: string,
  { verify = "checksum", ...options }: TransferOptions = {},
): Promise<number> {
  const before = await source.fingerprint();
  const container = target.containerOf(identifier);
  if (container !== undefined && container !== "") await target.makeContainer(container);
  const reading = withChecksum(source);
  const { size, verified } = await target
    .write(identifier, reading.source, options)
    .catch((error: unknown) => takeStored(source, target, identifier, options, error));
  try {
    await checkSource(source, before, size);
    if (!verified && verify === "checksum") await checkTarget(target, identifier, reading.checksum());
    return size;
  } catch (error) {
    await target.remove(identifier).catch(() => undefined);
    throw error;
  }
}

/** Computes the checksum of bytes on their way, as long as they are read once and from their start. */
function withChecksum(source: ByteSource): { source: ByteSource; checksum: () => string | undefined } {
  const md5 = createMd5();
  let openings = 0;
  return {
    source: {
      ...source,
      open: async (range) => {
        const whole = openings++ === 0 && range === undefined;
        if (!whole) openings = Number.POSITIVE_INFINITY;
        const stream = await source.open(range);
        return whole ? observe(stream, (chunk) => md5.update(chunk)) : stream;
      },
    },
    checksum: () => (openings === 1 ? md5.digest("hex") : undefined),
  };
}

async function checkSource(source: ByteSource, before: string | undefined, stored: number): Promise<void> {
  const after = await source.fingerprint();
  if (before === after && (source.size === undefined || source.size === stored)) return;
  throw sourceChanged(source, stored);
}

async function checkTarget(
  target: Accessor,
  identifier: string,
  expected: string | undefined,
): Promise<void> {
  if (expected === undefined) return;
  if ((await checksumOf(await target.read(identifier))) === expected) return;
  throw new LocationError("location_checksum", {
    message: `What was stored as "${identifier}" is not what was sent.`,
    details: { identifier },
  });
}

/** An earlier attempt may have ended after the last byte was stored, and before anybody was told. */
async function takeStored(
  source: ByteSource,
  target: Accessor,
  identifier: string,
  { resumeKey, onBytes }: WriteOptions,
  error: unknown,
): Promise<WriteResult> {
  const isThere = LocationError.is(error) && error.code === "location_resource_exists";
  if (!isThere || resumeKey === undefined || !source.rewindable) throw error;
  const size = (await target.stat(identifier))?.size;
  if (size === undefined || size !== source.size) throw error;
  const given = await checksumOf(await source.open());
  if (given !== (await checksumOf(await target.read(identifier)))) throw error;
  onBytes?.(size);
  return { size, verified: true };
}

async function checksumOf(stream: ReadableStream<Uint8Array>): Promise<string> {
  const md5 = createMd5();
  for await (const chunk of chunksOf(stream)) md5.update(chunk);
  return md5.digest("hex");
}

export function sourceChanged({ name, size }: ByteSource, given: number): LocationError {
  return new LocationError("location_source_changed", {
    message: `"${name ?? "The source"}" changed while it was read: it gave ${given} bytes of ${size ?? "unknown"}. Try again once it is complete.`,
    details: { name, size, given },
  });
}
