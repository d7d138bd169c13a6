import type { BlobStore } from "../files/blob-store.js";
import type { MediaTools } from "../files/media-tools.js";
import type { Persistence } from "../persistence/persistence.js";

/** What the server needs from where it runs: a page, or Node. */
export interface DevHost {
  /** Address clients reach it at, without a slash at the end. */
  readonly url: string;
  readonly components: BlobStore;
  readonly parts: BlobStore;
  readonly media: MediaTools;
  /** Absent where everything ends with the process. */
  readonly persistence?: Persistence | undefined;
  /** Most bytes of one component, where the options name none. */
  readonly uploadLimit: number;
}
