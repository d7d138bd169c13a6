import { type ErrorInit, FtrackError } from "./ftrack-error.js";

export type ServerErrorCode =
  | "server_error"
  | "server_authentication"
  | "server_permission"
  | "server_validation"
  | "server_duplicate"
  | "server_integrity"
  | "server_parse"
  | "server_unknown_action"
  | "server_incompatible";

/** The server understood the request and refused it. */
export class ServerError extends FtrackError<ServerErrorCode> {
  override readonly name: string = "ServerError";
  /** The server's own class name for the problem, such as `ValidationError`. */
  readonly exception: string;
  /** The server's own code, where it gives one. */
  readonly errorCode: string | null;
  /** Whether trying again later can help: the status said that the server is busy. */
  readonly retryable: boolean;

  constructor(
    code: ServerErrorCode,
    init: ErrorInit & { exception: string; errorCode?: string | null; retryable?: boolean | undefined },
  ) {
    super(code, init);
    this.retryable = init.retryable ?? false;
    this.exception = init.exception;
    this.errorCode = init.errorCode ?? null;
  }
}

/** The user or the key is unknown to the server. */
export class AuthenticationError extends ServerError {
  override readonly name: string = "AuthenticationError";
}

/** The user may not do this. */
export class PermissionDeniedError extends ServerError {
  override readonly name: string = "PermissionDeniedError";
}

/** A value was refused. */
export class ValidationError extends ServerError {
  override readonly name: string = "ValidationError";
}

/** A value that must be unique exists already. */
export class DuplicateEntryError extends ServerError {
  override readonly name: string = "DuplicateEntryError";
}

/** The server is too old, or does not know an action. */
export class ServerCompatibilityError extends ServerError {
  override readonly name: string = "ServerCompatibilityError";
}
