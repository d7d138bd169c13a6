/** A body is larger than the server takes. */
export class BodyTooLargeError extends Error {
  override readonly name = "BodyTooLargeError";
}

export interface TextBody {
  readonly text: string;
  /** Bytes. */
  readonly size: number;
}

/** Reads a body as text, and no further than the limit in bytes. */
export async function readText(request: Request, limit: number): Promise<TextBody> {
  if (Number(request.headers.get("content-length") ?? 0) > limit) throw new BodyTooLargeError();
  const decoder = new TextDecoder();
  const reader = (await bodyOf(request)).getReader();
  let text = "";
  let size = 0;
  for (let next = await reader.read(); !next.done; next = await reader.read()) {
    size += next.value.length;
    if (size > limit) {
      await reader.cancel();
      throw new BodyTooLargeError();
    }
    text += decoder.decode(next.value, { stream: true });
  }
  return { text: text + decoder.decode(), size };
}

/** The bytes of a request; not every browser gives them as a stream by itself. */
export async function bodyOf(request: Request): Promise<ReadableStream<Uint8Array<ArrayBuffer>>> {
  return request.body ?? (await request.blob()).stream();
}
