import { Mutex } from "../util/mutex.js";
import { piecesOf } from "../util/streams.js";
import type { PartMemory } from "./part-memory.js";
import { sourceChanged } from "./transfer.js";
import type { SizedSource } from "./upload.js";
import { blobBody, bytesBody, rangeBody, type UploadBody } from "./upload-body.js";

/** Reads the parts of a source: anywhere and side by side where it can be rewound, one behind the other otherwise. */
export class PartReader {
  readonly #source: SizedSource;
  readonly #partSize: number;
  readonly #signal: AbortSignal | undefined;
  readonly #turns = new Mutex();
  #pieces: AsyncGenerator<Uint8Array<ArrayBuffer>> | undefined;
  #read = 0;

  constructor(source: SizedSource, partSize: number, signal: AbortSignal | undefined) {
    this.#source = source;
    this.#partSize = partSize;
    this.#signal = signal;
  }

  /** Parts of a stream have to be asked for in order. @throws `location_source_changed` when it ends too early. */
  async read(part: number, memory: PartMemory): Promise<UploadBody> {
    const source = this.#source;
    const start = (part - 1) * this.#partSize;
    const end = Math.min(start + this.#partSize, source.size);
    if (source.blob) return blobBody(source.blob.slice(start, end));
    if (source.rewindable) return rangeBody(source, start, end, memory);
    const bytes = await this.#turns.run(() => this.#next());
    this.#read += bytes?.length ?? 0;
    if (bytes?.length !== end - start) throw sourceChanged(source, this.#read);
    return bytesBody(bytes);
  }

  /** @throws `location_source_changed` when a stream goes on behind the size it was said to have. */
  async expectEnd(): Promise<void> {
    if (this.#source.rewindable) return;
    const more = await this.#next();
    if (more) throw sourceChanged(this.#source, this.#read + more.length);
  }

  /** Lets go of the source; safe to call twice. */
  async close(): Promise<void> {
    await this.#pieces?.return(undefined);
  }

  async #next(): Promise<Uint8Array<ArrayBuffer> | undefined> {
    this.#pieces ??= piecesOf(this.#abortable(await this.#source.open()), this.#partSize);
    const next = await this.#pieces.next();
    return next.done ? undefined : next.value;
  }

  #abortable(stream: ReadableStream<Uint8Array>): ReadableStream<Uint8Array> {
    const signal = this.#signal;
    return signal ? stream.pipeThrough(new TransformStream(), { signal }) : stream;
  }
}
