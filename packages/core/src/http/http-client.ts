import type { Authenticator } from "../auth/authenticator.js";
import type { Credentials } from "../auth/credentials.js";
import type { Operation } from "../codec/operations.js";
import type { FtrackError } from "../errors/ftrack-error.js";
import { createId } from "../util/ids.js";
import type { Logger } from "../util/logger.js";
import { createRedact, type Redact } from "../util/redact.js";
import { Limiter } from "./limiter.js";
import type { Outcome } from "./read-answer.js";
import type { RequestHooks } from "./request-hooks.js";
import { delayBeforeRepeat, type Repeat, type RetryPolicy } from "./retry.js";
import { type AttemptRequest, type Destination, sendOnce } from "./send-once.js";

/** What a client needs, complete; the session's options fill in the defaults. */
export interface HttpClientInit extends Destination {
  readonly auth: Authenticator;
  readonly strictApi: boolean;
  /** Longest wait for one answer, in milliseconds. */
  readonly timeout: number;
  readonly retry: RetryPolicy;
  /** Most requests at once. */
  readonly concurrency: number;
  readonly hooks: RequestHooks;
  readonly logger: Logger;
  /** Source of jitter, in [0, 1). */
  readonly random?: (() => number) | undefined;
}

/** What a call to the server can be told. */
export interface CallOptions {
  /** Cancels the call; it then rejects with the signal's own reason. */
  readonly signal?: AbortSignal | undefined;
  /** Longest wait for one answer, in milliseconds. Defaults to the session's. */
  readonly timeout?: number | undefined;
  /** Repeats after failures; `false` for none. Defaults to the session's. */
  readonly retry?: Partial<RetryPolicy> | false | undefined;
  /** Token that the server puts into the events this call causes. */
  readonly pushToken?: string | undefined;
  /** Strict mode, which some actions need. Defaults to the session's. */
  readonly strictApi?: boolean | undefined;
}

export interface SendOptions extends CallOptions {
  /** A `write` is only repeated where the server cannot have acted. */
  readonly kind: "read" | "write";
}

/** Speaks to `/api`: sends operations, waits, repeats where that is safe, and turns failures into typed errors. */
export class HttpClient {
  readonly #init: HttpClientInit;
  readonly #limiter: Limiter;
  readonly #random: () => number;

  constructor(init: HttpClientInit) {
    this.#init = init;
    this.#limiter = new Limiter(init.concurrency);
    this.#random = init.random ?? Math.random;
  }

  /**
   * Sends a batch in one request; the server carries out all of it or nothing.
   *
   * @returns One result per operation, in order.
   * @throws {@link ServerError} when the server refuses, {@link NetworkError} or {@link TimeoutError} when there is
   * no proper answer; the signal's reason when cancelled.
   */
  async send(operations: readonly Operation[], options: SendOptions): Promise<readonly unknown[]> {
    const { signal, kind } = options;
    signal?.throwIfAborted();
    const request = {
      requestId: createId(),
      actions: operations.map(({ action }) => action),
      body: JSON.stringify(operations),
      timeout: options.timeout ?? this.#init.timeout,
      pushToken: options.pushToken,
      strictApi: options.strictApi ?? this.#init.strictApi,
      signal,
    };
    const policy = { ...this.#init.retry, ...(options.retry === false ? { limit: 0 } : options.retry) };
    const run = () => this.#sendUntilDone(request, policy, kind);
    const { hooks, serverUrl } = this.#init;
    const { requestId, actions } = request;
    return hooks.trace ? hooks.trace({ kind: "request", requestId, actions, serverUrl }, run) : run();
  }

  async #sendUntilDone(
    request: AttemptRequest,
    policy: RetryPolicy,
    kind: SendOptions["kind"],
  ): Promise<readonly unknown[]> {
    const { signal } = request;
    let refreshes = 0;
    for (let attempt = 0; ; attempt++) {
      const { outcome, credentials } = await this.#limiter.run(() => this.#attempt(request, attempt), signal);
      if ("results" in outcome) return outcome.results;
      const renewed =
        refreshes === 0 &&
        isUnauthenticated(outcome.error) &&
        (await this.#init.auth.refresh(credentials, signal));
      if (renewed) refreshes++;
      const delay = renewed
        ? 0
        : allows(outcome.repeat, kind)
          ? delayBeforeRepeat(attempt - refreshes, policy, outcome.retryAfter, this.#random())
          : undefined;
      if (delay === undefined) throw outcome.error;
      const { requestId, actions } = request;
      this.#notify("onRetry", { requestId, actions, attempt: attempt + 1, delay, error: outcome.error });
      if (delay > 0) await this.#sleep(delay, signal);
    }
  }

  async #attempt(
    request: AttemptRequest,
    attempt: number,
  ): Promise<{ outcome: Outcome; credentials: Credentials }> {
    const { clock, auth } = this.#init;
    const credentials = await auth.get(request.signal);
    const { requestId, actions, body } = request;
    const facts = { requestId, actions, attempts: attempt + 1 };
    this.#notify("onRequest", { requestId, actions, attempt, size: body.length });
    const start = clock.monotonic();
    const { outcome, status, size } = await sendOnce(
      this.#init,
      { ...request, credentials },
      facts,
      this.#redact,
    );
    const error = "error" in outcome ? outcome.error : undefined;
    const duration = clock.monotonic() - start;
    this.#notify("onResponse", { requestId, actions, attempt, status, size, duration, error });
    return { outcome, credentials };
  }

  /** Looks up anew what is secret, because credentials change. */
  readonly #redact: Redact = (text) => {
    const { auth, headers, cookies } = this.#init;
    const redact = createRedact([...auth.secrets, ...Object.values(headers), ...Object.values(cookies)]);
    return redact(text);
  };

  #notify<Name extends Exclude<keyof RequestHooks, "trace">>(
    name: Name,
    info: Parameters<NonNullable<RequestHooks[Name]>>[0],
  ): void {
    const hook = this.#init.hooks[name] as ((info: unknown) => void) | undefined;
    try {
      hook?.(info);
    } catch (error) {
      this.#init.logger.error(`The hook ${name} failed.`, { error: this.#redact(String(error)) });
    }
  }

  #sleep(delay: number, signal: AbortSignal | undefined): Promise<void> {
    return new Promise((resolve, reject) => {
      const cancel = this.#init.clock.setTimer(
        delay,
        () => {
          signal?.removeEventListener("abort", giveUp);
          resolve();
        },
        { keepAlive: true },
      );
      const giveUp = () => {
        cancel();
        reject(signal?.reason);
      };
      if (signal?.aborted) giveUp();
      else signal?.addEventListener("abort", giveUp, { once: true });
    });
  }
}

/** Whoever refuses credentials has not looked at what was asked: it can be asked again, also a write. */
const isUnauthenticated = ({ code, details }: FtrackError) =>
  code === "server_authentication" || (code === "network_http_status" && details.status === 401);

const allows = (repeat: Repeat, kind: "read" | "write") =>
  repeat === "always" || (repeat === "reads" && kind === "read");
