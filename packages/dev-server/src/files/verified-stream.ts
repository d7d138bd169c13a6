import { createMd5 } from "@ftrack-kit/core";

/** Bytes that arrived are not the bytes that were announced. */
export class MismatchError extends Error {
  override readonly name = "MismatchError";
  /** HTTP status that says so. */
  readonly status: number;

  constructor(message: string, status: number) {
    super(message);
    this.status = status;
  }
}

export interface Expectation {
  /** Exact number of bytes. */
  readonly size?: number | undefined;
  /** Most bytes to take. */
  readonly limit: number;
  /** MD5 sums in base64 that all have to fit. */
  readonly checksums: readonly string[];
}

export interface VerifiedStream {
  /** The same bytes; breaks with a {@link MismatchError} when they are not the expected ones. */
  readonly stream: ReadableStream<Uint8Array<ArrayBuffer>>;
  /** MD5 in hex of what passed. */
  readonly eTag: () => string;
}

/** Checks size and checksum of bytes on their way, so that a store never completes a damaged blob. */
export function verified(
  body: ReadableStream<Uint8Array<ArrayBuffer>>,
  { size, limit, checksums }: Expectation,
): VerifiedStream {
  const md5 = createMd5();
  let received = 0;
  const check = new TransformStream<Uint8Array<ArrayBuffer>, Uint8Array<ArrayBuffer>>({
    transform(chunk, controller) {
      received += chunk.length;
      if (received > limit) throw new MismatchError(`More than ${limit} bytes are not taken.`, 413);
      if (size !== undefined && received > size)
        throw new MismatchError(`More than ${size} bytes came.`, 400);
      md5.update(chunk);
      controller.enqueue(chunk);
    },
    flush() {
      if (size !== undefined && received !== size) {
        throw new MismatchError(`${size} bytes were announced and ${received} came.`, 400);
      }
      if (checksums.some((checksum) => checksum !== md5.digest("base64"))) {
        throw new MismatchError("The bytes do not have the announced MD5 checksum.", 400);
      }
    },
  });
  return { stream: body.pipeThrough(check), eTag: () => md5.digest("hex") };
}
