import { FtrackError } from "@ftrack-kit/core";
import { ApiError, type ExceptionName } from "../operations/api-error.js";
import type { ErrorBody } from "./request-context.js";

/** An operation whose fields are missing or of the wrong kind. */
export class MalformedOperationError extends ApiError {
  override readonly name: string = "MalformedOperationError";

  constructor(content: string) {
    super("ValidationError", content);
  }
}

/** An action nobody knows. Clients look for the text, as a Python 2 server prints it (wire protocol 1.3). */
export class InvalidActionError extends ApiError {
  override readonly name: string = "InvalidActionError";

  constructor(action: unknown) {
    super("ServerError", `Invalid action ${pythonLiteral(action)}`);
  }
}

const statuses: Readonly<Partial<Record<ExceptionName, number>>> = {
  InvalidCredentialsError: 401,
  FTAuthenticationError: 403,
  PermissionError: 403,
  ValidationError: 400,
  ParseError: 400,
  DuplicateEntryError: 409,
  IntegrityError: 409,
};

/** The HTTP status a strict client reads (wire protocol 1.3). */
export function statusOf(error: ApiError): number {
  if (error instanceof MalformedOperationError) return 422;
  if (error instanceof InvalidActionError) return 400;
  return statuses[error.exception] ?? 500;
}

export const errorBody = ({ exception, content, errorCode }: ApiError): ErrorBody => ({
  exception,
  content,
  error_code: errorCode,
});

/**
 * What a failure reads like to a client.
 *
 * Core's errors about names and values keep their message; anything else is a fault of the server, whose details
 * are nobody else's business.
 */
export function toApiError(error: unknown): ApiError {
  if (error instanceof ApiError) return error;
  if (FtrackError.is(error)) return new ApiError("ServerError", error.message);
  return new ApiError("ServerError", "The server failed while it carried the request out.");
}

function pythonLiteral(value: unknown): string {
  if (value === undefined || value === null) return "None";
  if (typeof value !== "string") return JSON.stringify(value).slice(0, longestLiteral);
  const text = value.slice(0, longestLiteral).replace(/[\\']/g, "\\$&");
  return `u'${text.replace(/[^ -~]/g, escapeCharacter)}'`;
}

const longestLiteral = 200;

const escapeCharacter = (character: string): string =>
  `\\u${character.charCodeAt(0).toString(16).padStart(4, "0")}`;
