/** What is known of a video that was encoded. */
export interface VideoFacts {
  readonly width: number;
  readonly height: number;
  readonly frameRate: number;
  readonly frames: number;
}

/** What the surroundings can do with images and videos. */
export interface MediaTools {
  /**
   * Scales an image down to fit a square, never up.
   *
   * @returns `undefined` when the bytes are not an image it can read.
   */
  fitImage(source: Blob, size: number, format?: "image/jpeg"): Promise<Blob | undefined>;
  /** Makes a web video and its first picture. Absent where there is no encoder. */
  readonly encodeVideo?:
    | ((source: ReadableStream<Uint8Array<ArrayBuffer>>) => Promise<EncodedVideo>)
    | undefined;
}

export interface EncodedVideo {
  readonly facts: VideoFacts;
  readonly video: () => ReadableStream<Uint8Array<ArrayBuffer>>;
  readonly poster: Blob;
  /** Removes what was made, once it has been read. */
  readonly dispose: () => Promise<void>;
}
