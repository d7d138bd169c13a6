import { type ErrorInit, FtrackError } from "./ftrack-error.js";

export type NetworkErrorCode =
  | "network_unreachable"
  | "network_http_status"
  | "network_malformed_response"
  | "network_part_missing";
export type TimeoutErrorCode = "timeout_request" | "timeout_connect" | "timeout_wait";

/** Facts about a request that failed, none of them secret. */
export interface RequestFacts {
  /** Our own id of the request, also in logs. */
  readonly requestId?: string;
  /** HTTP status, where there was an answer. */
  readonly status?: number;
  /** How many times it was sent. */
  readonly attempts?: number;
  /** Actions of the batch, in order. */
  readonly actions?: readonly string[];
  /** `false` where the request provably never reached the server. */
  readonly delivered?: boolean;
  /** Start of an answer that was not JSON. */
  readonly excerpt?: string;
}

/** The server could not be reached, or something between us and it answered instead. */
export class NetworkError extends FtrackError<NetworkErrorCode> {
  override readonly name: string = "NetworkError";
  /** Whether trying again later can help. */
  readonly retryable: boolean;

  constructor(code: NetworkErrorCode, init: ErrorInit & { retryable: boolean }) {
    super(code, init);
    this.retryable = init.retryable;
  }
}

/** Something took longer than it was allowed to. */
export class TimeoutError extends FtrackError<TimeoutErrorCode> {
  override readonly name: string = "TimeoutError";
  readonly retryable = true;
}
