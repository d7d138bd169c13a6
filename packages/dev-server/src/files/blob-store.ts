/** Part of a blob: first byte and one past the last. */
export interface ByteRange {
  readonly start: number;
  readonly end: number;
}

export interface BlobStat {
  /** Bytes. */
  readonly size: number;
  /** Changes whenever the bytes are written anew. */
  readonly version: string;
}

/** Keeps bytes by any text as id. */
export interface BlobStore {
  /** `undefined` where there is nothing. */
  stat(id: string): Promise<BlobStat | undefined>;
  /** Bytes, whole or in part; fails when there are none. */
  read(id: string, range?: ByteRange): Promise<ReadableStream<Uint8Array<ArrayBuffer>>>;
  /** Puts a stream in place of what is there, once it has ended well. */
  write(id: string, body: ReadableStream<Uint8Array<ArrayBuffer>>): Promise<void>;
  /** Nothing happens where there is nothing. */
  remove(id: string): Promise<void>;
  clear(): Promise<void>;
  /** Remembers everything; the function returned brings it back, as often as wanted. */
  keep(): Promise<() => Promise<void>>;
}
