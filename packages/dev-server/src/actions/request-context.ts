import type { Change, Row } from "../store/row.js";

/** Who asks, and how the answer is to look (wire protocol 1.1). */
export interface RequestContext {
  /** The `User` row the credentials belong to. */
  readonly user: Row;
  /** `ftrack-strict-api`, or `strict` among the API options: errors carry an HTTP status. */
  readonly strict: boolean;
  /** Among the API options: only what was asked for is answered, and `group by` is allowed (3.5, 5.9). */
  readonly onlyRequested: boolean;
  /** Among the API options, with `onlyRequested`: every occurrence of an entity is written in full (3.5). */
  readonly denormalize: boolean;
}

/** One error, as it travels (wire protocol 1.3). */
export interface ErrorBody {
  readonly exception: string;
  readonly content: string;
  readonly error_code: string | null;
  readonly error?: Readonly<Record<string, unknown>>;
}

/** What a request came to. */
export interface DispatchResult {
  /** HTTP status to answer with: 200 unless the request was strict and failed. */
  readonly status: number;
  /** One answer per operation, or the error that undid all of them. */
  readonly body: readonly unknown[] | ErrorBody;
  /** What was committed, in order; empty when nothing changed or the request failed. */
  readonly changes: readonly Change[];
}
