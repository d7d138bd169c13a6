import type { Logger } from "@ftrack-kit/core";
import type { FaultScript } from "../faults/fault-script.js";
import { damage, responseInstead } from "../faults/faulty-response.js";
import { errorBody, jsonResponse } from "./answers.js";
import { addCorsHeaders, answerPreflight } from "./cors.js";
import type { Endpoint, Exchange } from "./exchange.js";
import type { RequestLog } from "./request-log.js";

export interface HttpFrontOptions {
  /** Endpoints by method and path; a path that ends in `/` is meant without it. `HEAD` is served by `GET`. */
  readonly routes: Readonly<Record<string, Endpoint>>;
  readonly faults: FaultScript;
  readonly closeSockets: () => void;
  readonly requests: RequestLog;
  readonly now: () => number;
  readonly logger: Logger;
}

/** What every request goes through: routing, faults, cross-origin headers, the log, and an answer to every failure. */
export class HttpFront {
  readonly #options: HttpFrontOptions;
  readonly #closing = new AbortController();

  constructor(options: HttpFrontOptions) {
    this.#options = options;
  }

  /** Answers a request; never rejects. `Response.error()` stands for a connection that is cut. */
  async handle(request: Request): Promise<Response> {
    const started = performance.now();
    const url = new URL(request.url);
    const exchange: Exchange = {
      request,
      url,
      subjects: ["page"],
      summary: "",
      user: undefined,
      exception: undefined,
      requestBytes: 0,
      logged: true,
    };
    if (request.method === "OPTIONS") return withCors(request, answerPreflight(request));
    let response: Response;
    try {
      response = await this.#answer(exchange);
    } catch (error) {
      this.#options.logger.error("A request failed in the server.", { path: url.pathname, error });
      exchange.exception = "ServerError";
      response = jsonResponse(500, errorBody("ServerError", "The server failed; its log has the reason."));
    }
    if (exchange.logged) this.#log(exchange, response, performance.now() - started);
    return response.type === "error" ? response : withCors(request, response);
  }

  /** Ends waits that faults imposed. */
  close(): void {
    this.#closing.abort();
  }

  async #answer(exchange: Exchange): Promise<Response> {
    const answer = await this.#find(exchange)(exchange);
    const fault = this.#options.faults.draw(exchange.subjects);
    if (!fault) return answer();
    await sleep(fault.delay, this.#closing.signal);
    if (fault.rules.some(({ closeSockets }) => closeSockets)) this.#options.closeSockets();
    return responseInstead(fault) ?? damage(fault, await answer());
  }

  #find({ request, url }: Exchange): Endpoint {
    const { routes } = this.#options;
    const path = url.pathname.length > 1 ? url.pathname.replace(/\/+$/, "") : "/";
    const method = request.method === "HEAD" ? "GET" : request.method;
    const name = `${method} ${path}`;
    if (Object.hasOwn(routes, name)) return routes[name] as Endpoint;
    const known = Object.keys(routes).some((route) => route.endsWith(` ${path}`));
    const problem = known ? `${path} does not take ${method}.` : `There is nothing at ${path}.`;
    return async () => async () => jsonResponse(known ? 405 : 404, errorBody("ServerError", problem));
  }

  #log(exchange: Exchange, response: Response, duration: number): void {
    const { request, url, subjects, summary, user, exception, requestBytes } = exchange;
    this.#options.requests.add({
      at: this.#options.now(),
      method: request.method,
      path: url.pathname,
      actions: subjects[0] === "api" ? subjects.slice(1) : subjects,
      summary: summary === "" ? `${request.method} ${url.pathname}` : summary,
      user,
      status: response.status,
      exception,
      duration,
      requestBytes,
      responseBytes: Number(response.headers.get("content-length") ?? 0),
    });
  }
}

function withCors(request: Request, response: Response): Response {
  addCorsHeaders(request, response.headers);
  return response;
}

function sleep(duration: number, signal: AbortSignal): Promise<void> {
  if (duration === 0 || signal.aborted) return Promise.resolve();
  return new Promise((resolve) => {
    const end = () => {
      clearTimeout(timer);
      signal.removeEventListener("abort", end);
      resolve();
    };
    const timer = setTimeout(end, duration);
    signal.addEventListener("abort", end);
  });
}
