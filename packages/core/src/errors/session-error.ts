import { FtrackError } from "./ftrack-error.js";

export type SessionErrorCode =
  | "session_closed"
  | "session_not_open"
  | "session_port_missing"
  | "session_credentials"
  | "session_ambiguous_commit";

/** The session is not in a state that allows the call. */
export class SessionError extends FtrackError<SessionErrorCode> {
  override readonly name: string = "SessionError";
}

/** The session was closed. */
export class SessionClosedError extends SessionError {
  override readonly name: string = "SessionClosedError";
}

/**
 * The answer to a commit was lost, and it could not be found out whether the server carried it out.
 *
 * `details` holds the evidence: every operation with what the server was found to have.
 */
export class AmbiguousCommitError extends SessionError {
  override readonly name: string = "AmbiguousCommitError";
}
