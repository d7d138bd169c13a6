/** Exception names clients look for in an answer (wire protocol 1.3). */
export type ExceptionName =
  | "InvalidCredentialsError"
  | "FTAuthenticationError"
  | "PermissionError"
  | "ValidationError"
  | "ParseError"
  | "DuplicateEntryError"
  | "IntegrityError"
  | "ServerError";

/**
 * A request the server refuses, as its client will read it.
 *
 * Thrown inside the server only; the dispatcher rolls the request back and answers `exception`, `content` and
 * `error_code`.
 */
export class ApiError extends Error {
  override readonly name: string = "ApiError";
  readonly exception: ExceptionName;
  /** Text for people; clients test for parts of it, so the wording of known cases is fixed. */
  readonly content: string;
  readonly errorCode: string | null;

  constructor(exception: ExceptionName, content: string, errorCode: string | null = null) {
    super(`${exception}(${content})`);
    this.exception = exception;
    this.content = content;
    this.errorCode = errorCode;
  }
}
