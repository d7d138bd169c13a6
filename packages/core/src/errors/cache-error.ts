import { FtrackError } from "./ftrack-error.js";

export type CacheErrorCode = "cache_unreadable" | "cache_unwritable" | "cache_closed";

/** A cache store failed. Sessions treat it as a miss and warn; direct users of a store see it. */
export class CacheError extends FtrackError<CacheErrorCode> {
  override readonly name: string = "CacheError";
}
