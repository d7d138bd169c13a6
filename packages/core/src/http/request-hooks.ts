import type { FtrackError } from "../errors/ftrack-error.js";
import type { TraceHooks } from "../platform/trace.js";

/** A request about to be sent. Nothing in it is secret. */
export interface RequestInfo {
  /** The SDK's own id, the same for every repeat. */
  readonly requestId: string;
  /** Actions of the batch, in order. */
  readonly actions: readonly string[];
  /** Zero for the first try. */
  readonly attempt: number;
  /** Length of the body, in characters. */
  readonly size: number;
}

/** What came of one try. */
export interface ResponseInfo extends RequestInfo {
  /** HTTP status; absent when there was no answer. */
  readonly status: number | undefined;
  /** Milliseconds until the whole answer was read. */
  readonly duration: number;
  readonly error: FtrackError | undefined;
}

/** A repeat that is about to be waited for. */
export interface RetryInfo {
  readonly requestId: string;
  readonly actions: readonly string[];
  /** Number of the coming try; one for the first repeat. */
  readonly attempt: number;
  /** Milliseconds to wait. */
  readonly delay: number;
  readonly error: FtrackError;
}

/**
 * Observers of every request, for tracing and metrics. They cannot change it, and one that throws is only logged.
 *
 * @example
 * const session = await Session.open({ hooks: { onRetry: ({ delay }) => console.warn(`again in ${delay} ms`) } });
 */
export interface RequestHooks extends TraceHooks {
  readonly onRequest?: ((info: RequestInfo) => void) | undefined;
  readonly onResponse?: ((info: ResponseInfo) => void) | undefined;
  readonly onRetry?: ((info: RetryInfo) => void) | undefined;
}
