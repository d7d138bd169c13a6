import { FtrackError } from "./ftrack-error.js";

export type QueryErrorCode =
  | "query_syntax"
  | "query_unknown_type"
  | "query_unknown_attribute"
  | "query_value"
  | "query_no_result"
  | "query_multiple_results"
  | "query_truncated";

/** A query that cannot be understood, or whose answer is not what was asked for. */
export class QueryError extends FtrackError<QueryErrorCode> {
  override readonly name: string = "QueryError";
}

/** `one()` found nothing. */
export class NoResultFoundError extends QueryError {
  override readonly name: string = "NoResultFoundError";
}

/** `one()` found more than one row. */
export class MultipleResultsFoundError extends QueryError {
  override readonly name: string = "MultipleResultsFoundError";
}
