/** What is known of one file or folder. */
export interface FileStat {
  readonly kind: "file" | "folder";
  /** Bytes. */
  readonly size: number;
  /** Milliseconds since 1970. */
  readonly modified: number;
}

/** Part of a file, in bytes. */
export interface FileRange {
  /** First byte. */
  readonly start?: number;
  /** One past the last byte. */
  readonly end?: number;
  /** Gives the memory for a chunk, of the length asked for. Defaults to memory of its own for every chunk. */
  readonly allocate?: ((length: number) => Uint8Array) | undefined;
}

/** A file system. Paths are opaque strings to core; `join`, `parent` and `resolve` are the only operations on them. */
export interface Files {
  /** Kind of machine, as the mount points of a storage scenario name it. */
  readonly system: "linux" | "osx" | "windows";
  /** Opens a file, or a range of it, for reading. */
  read(path: string, range?: FileRange): Promise<ReadableStream<Uint8Array>>;
  /**
   * Opens a file for writing.
   *
   * @param options.exclusive - Fail with `location_resource_exists` when there is one already.
   * @param options.append - Keep what is there and write behind it.
   */
  write(
    path: string,
    options?: { exclusive?: boolean; append?: boolean },
  ): Promise<WritableStream<Uint8Array>>;
  /** `undefined` when there is nothing. */
  stat(path: string): Promise<FileStat | undefined>;
  /** Names of a folder's entries. */
  list(path: string): Promise<string[]>;
  /** Removes a file or an empty folder. */
  remove(path: string): Promise<void>;
  /** Makes a folder and those above it. */
  makeFolder(path: string): Promise<void>;
  /** Moves over whatever is there, as one step. */
  rename(from: string, to: string): Promise<void>;
  /** Absolute form with `..`, `~` and links of every existing part resolved. */
  resolve(path: string): Promise<string>;
  /** One path out of several parts, as the machine writes paths. */
  join(...parts: string[]): string;
  /** The folder that a path lies in. */
  parent(path: string): string;
  /** Whether a resolved path is the folder itself or lies in it, part by part. */
  contains(folder: string, path: string): boolean;
}
