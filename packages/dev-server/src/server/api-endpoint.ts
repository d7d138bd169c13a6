import type { Dispatcher } from "../actions/dispatcher.js";
import type { ErrorBody } from "../actions/request-context.js";
import type { Change, Row } from "../store/row.js";
import { errorBody, jsonResponse } from "./answers.js";
import { type ApiOptions, readApiOptions } from "./api-options.js";
import { describeOperations, namesOfActions } from "./describe-operations.js";
import type { Endpoint, Exchange } from "./exchange.js";
import type { Keys } from "./keys.js";
import { BodyTooLargeError, readText } from "./read-body.js";

export interface ApiEndpointOptions {
  readonly keys: Keys;
  readonly dispatcher: Pick<Dispatcher, "handle">;
  /** Largest body, in bytes. */
  readonly bodyLimit: number;
  /** Hears of what a request changed, once it is committed. */
  readonly onCommitted: (changes: readonly Change[], user: Row, options: ApiOptions) => void;
}

/** `POST /api`: batches of operations (wire protocol 1). */
export class ApiEndpoint {
  readonly #options: ApiEndpointOptions;

  constructor(options: ApiEndpointOptions) {
    this.#options = options;
  }

  /** Reads the batch. */
  readonly prepare: Endpoint = async (exchange) => {
    exchange.subjects = ["api"];
    const { strict } = readApiOptions(exchange.request.headers);
    const { bodyLimit } = this.#options;
    try {
      const { text, size } = await readText(exchange.request, bodyLimit);
      exchange.requestBytes = size;
      const operations: unknown = JSON.parse(text);
      exchange.subjects = ["api", ...namesOfActions(operations)];
      exchange.summary = describeOperations(operations);
      return () => this.#answer(exchange, operations);
    } catch (error) {
      if (error instanceof BodyTooLargeError) {
        const problem = errorBody("ServerError", `A request may have ${bodyLimit} bytes at most.`);
        return async () => fail(exchange, 413, problem);
      }
      if (!(error instanceof SyntaxError)) throw error;
      const problem = errorBody("ValidationError", "The body of the request is not JSON.");
      return async () => fail(exchange, strict ? 400 : 200, problem);
    }
  };

  async #answer(exchange: Exchange, operations: unknown): Promise<Response> {
    const { keys, dispatcher, onCommitted } = this.#options;
    const { headers } = exchange.request;
    const options = readApiOptions(headers);
    const user = keys.authenticate(headers.get("ftrack-user"), headers.get("ftrack-api-key"));
    if (!user) {
      const text = "The supplied API key or user is not known.";
      return fail(exchange, options.strict ? 401 : 200, errorBody("InvalidCredentialsError", text));
    }
    exchange.user = String(user.username);
    const { strict, onlyRequested, denormalize } = options;
    const result = await dispatcher.handle(operations, { user, strict, onlyRequested, denormalize });
    if (result.changes.length > 0) onCommitted(result.changes, user, options);
    if ("exception" in result.body) return fail(exchange, result.status, result.body);
    return jsonResponse(result.status, result.body);
  }
}

function fail(exchange: Exchange, status: number, body: ErrorBody): Response {
  exchange.exception = body.exception;
  return jsonResponse(status, body);
}
