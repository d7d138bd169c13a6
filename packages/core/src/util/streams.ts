/** Reads a stream chunk by chunk; leaving the loop early cancels it. Not every browser iterates streams itself. */
export async function* chunksOf(stream: ReadableStream<Uint8Array>): AsyncGenerator<Uint8Array> {
  const reader = stream.getReader();
  let finished = false;
  try {
    for (let next = await reader.read(); !next.done; next = await reader.read()) yield next.value;
    finished = true;
  } finally {
    // A stream that failed rejects again here; its failure is already on the way to the caller.
    if (!finished) await reader.cancel().catch(() => undefined);
    reader.releaseLock();
  }
}

/** Cuts a stream into pieces of one size, the last one shorter. Every piece is an array of its own. */
export async function* piecesOf(
  stream: ReadableStream<Uint8Array>,
  size: number,
): AsyncGenerator<Uint8Array<ArrayBuffer>> {
  let piece = new Uint8Array(size);
  let filled = 0;
  for await (const chunk of chunksOf(stream)) {
    for (let start = 0; start < chunk.length; ) {
      const part = chunk.subarray(start, start + size - filled);
      piece.set(part, filled);
      filled += part.length;
      start += part.length;
      if (filled < size) continue;
      yield piece;
      piece = new Uint8Array(size);
      filled = 0;
    }
  }
  if (filled > 0) yield piece.subarray(0, filled);
}

/**
 * Passes bytes on while somebody looks at each chunk; a throwing observer fails the stream.
 *
 * The returned stream is at its end once the last chunk was seen. Aborting lets go of the stream underneath.
 */
export function observe(
  stream: ReadableStream<Uint8Array>,
  onChunk: (chunk: Uint8Array) => void,
  signal?: AbortSignal,
): ReadableStream<Uint8Array> {
  return stream.pipeThrough(
    new TransformStream<Uint8Array, Uint8Array>({
      transform(chunk, controller) {
        onChunk(chunk);
        controller.enqueue(chunk);
      },
    }),
    signal && { signal },
  );
}
