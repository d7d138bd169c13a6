import type { ErrorInit } from "../errors/ftrack-error.js";
import {
  AuthenticationError,
  DuplicateEntryError,
  PermissionDeniedError,
  ServerCompatibilityError,
  ServerError,
  type ServerErrorCode,
  ValidationError,
} from "../errors/server-error.js";

/** What a server says when it refuses (wire protocol 1.3). */
export interface ServerRefusal {
  readonly exception: string;
  readonly content: string;
  readonly errorCode: string | null;
  /** Whether the HTTP status says that the server is busy. */
  readonly retryable: boolean;
}

type ServerErrorClass = new (
  code: ServerErrorCode,
  init: ErrorInit & { exception: string; errorCode?: string | null; retryable?: boolean | undefined },
) => ServerError;

const known: Readonly<Record<string, readonly [code: ServerErrorCode, family: ServerErrorClass]>> = {
  InvalidCredentialsError: ["server_authentication", AuthenticationError],
  FTAuthenticationError: ["server_permission", PermissionDeniedError],
  PermissionError: ["server_permission", PermissionDeniedError],
  ValidationError: ["server_validation", ValidationError],
  DuplicateEntryError: ["server_duplicate", DuplicateEntryError],
  IntegrityError: ["server_integrity", ServerError],
  ParseError: ["server_parse", ServerError],
};

/** Servers name what they do not know only in the text, in the notation of an old Python. */
const unknownAction = /Invalid action u?'/;
/** Python wraps a duplicate in other exceptions and leaves its name in the text. */
const duplicateEntry = /\bDuplicateEntryError\b/;

/** The error of our own for a server's refusal. */
export function createServerError(
  { exception, content, errorCode, retryable }: ServerRefusal,
  details: Readonly<Record<string, unknown>>,
): ServerError {
  const [code, Family] = classify(exception, content, errorCode);
  return new Family(code, {
    message: content === "" ? `The server refused the request: ${exception}.` : content,
    details: { ...details, exception, errorCode },
    exception,
    errorCode,
    retryable,
  });
}

function classify(
  exception: string,
  content: string,
  errorCode: string | null,
): readonly [ServerErrorCode, ServerErrorClass] {
  if (unknownAction.test(content)) return ["server_unknown_action", ServerCompatibilityError];
  if (errorCode === "api_credentials_invalid") return ["server_authentication", AuthenticationError];
  const found = known[exception];
  if (found) return found;
  return duplicateEntry.test(content)
    ? ["server_duplicate", DuplicateEntryError]
    : ["server_error", ServerError];
}
