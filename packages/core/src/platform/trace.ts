/** A piece of work that an observer may want to see around everything it causes. Nothing in it is secret. */
export type TracedWork =
  | {
      readonly kind: "request";
      /** The SDK's own id, the same for every repeat. */
      readonly requestId: string;
      /** Actions of the batch, in order. */
      readonly actions: readonly string[];
      /** Address of the server. */
      readonly serverUrl: string;
    }
  | {
      readonly kind: "commit";
      /** Number of changes as they were recorded. */
      readonly changes: number;
    }
  | {
      readonly kind: "publish";
      readonly topic: string;
      readonly eventId: string;
    }
  | {
      readonly kind: "handle";
      readonly topic: string;
      readonly eventId: string;
      /** Id of the subscriber whose handler runs. */
      readonly subscriberId: string;
    };

/**
 * Runs a piece of work, such as inside a span.
 *
 * It cannot change what comes of the work: that is what `run` gives, which is called once, before anything is awaited.
 */
export type Trace = <Result>(work: TracedWork, run: () => Promise<Result>) => Promise<Result>;

/** What tracing a session takes. */
export interface TraceHooks {
  /** Sees requests, commits, published and handled events, around their whole length. */
  readonly trace?: Trace | undefined;
}
