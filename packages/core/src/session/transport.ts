import type { Operation } from "../codec/operations.js";
import { SessionClosedError } from "../errors/session-error.js";
import type { CallOptions, HttpClient, HttpClientInit } from "../http/http-client.js";
import type { Clock } from "../platform/clock.js";
import { abortable } from "../util/abortable.js";
import { linkSignals } from "../util/link-signals.js";
import { loadPart } from "../util/load-part.js";
import type { SessionSharing } from "./session-sharing.js";

/** Actions that change nothing, so that a repeat after a lost answer does no harm. */
const readActions: ReadonlySet<string> = new Set([
  "query",
  "search",
  "query_schemas",
  "query_server_information",
  "compute_rollups",
  "generate_signed_url",
  "get_upload_metadata",
  "get_widget_url",
  "parse_query",
  "permissions",
  "_authorize_operation",
]);

/** Whether every operation is known to change nothing. */
export const isReadOnly = (operations: readonly Operation[]) =>
  operations.every(({ action }) => readActions.has(action));

/** How long a write under way may take to finish once the session closes, in milliseconds. */
const writeGrace = 5_000;

/** Reads whose answer is the same for everybody who asks at the same time as the same user. */
const sharedActions: ReadonlySet<string> = new Set([
  "query",
  "search",
  "query_schemas",
  "query_server_information",
]);

const isShared = (operations: readonly Operation[]) =>
  operations.every(({ action }) => sharedActions.has(action));

export interface TransportInit extends HttpClientInit {
  /** Where sessions of one user share reads. */
  readonly sharing: Pick<SessionSharing, "read" | "separate"> | undefined;
}

/** Requests of one session: none starts after it closed, and writes under way may finish. */
export class Transport {
  readonly #init: HttpClientInit;
  readonly #clock: Clock;
  readonly #sharing: TransportInit["sharing"];
  readonly #reads = new AbortController();
  readonly #writes = new AbortController();
  readonly #writing = new Set<Promise<unknown>>();
  #http: Promise<HttpClient> | undefined;

  constructor(init: TransportInit) {
    this.#init = init;
    this.#clock = init.clock;
    this.#sharing = init.sharing;
  }

  get closed(): boolean {
    return this.#reads.signal.aborted;
  }

  /** Aborts when the session closes, with the error that later calls raise. */
  get lifetime(): AbortSignal {
    return this.#reads.signal;
  }

  /** @throws {@link SessionClosedError} `session_closed` */
  assertOpen(): void {
    this.#reads.signal.throwIfAborted();
  }

  /** Loads what requests take, ahead of the first one; what goes wrong is told to that one. */
  prepare(): void {
    this.#client().catch(() => undefined);
  }

  read(operations: readonly Operation[], options: CallOptions = {}): Promise<readonly unknown[]> {
    const send = () => this.#send(operations, options, "read", this.#reads.signal);
    if (!this.#sharing || !isShared(operations)) return send();
    const { headers, cookies, strictApi } = this.#init;
    const subject = JSON.stringify([operations, options.strictApi ?? strictApi, headers, cookies]);
    return abortable(this.#sharing.read(subject, send, options.signal), this.lifetime);
  }

  async write(operations: readonly Operation[], options: CallOptions = {}): Promise<readonly unknown[]> {
    this.assertOpen();
    this.#separate();
    const writing = this.#send(operations, options, "write", this.#writes.signal);
    this.#writing.add(writing);
    try {
      return await writing;
    } finally {
      this.#writing.delete(writing);
      this.#separate();
    }
  }

  /** Cancels reads at once; gives writes a moment to finish, because cancelling one leaves its outcome open. */
  async close(): Promise<void> {
    if (this.closed) return;
    const reason = new SessionClosedError("session_closed", { message: "The session is closed." });
    this.#reads.abort(reason);
    const stopTimer = this.#clock.setTimer(writeGrace, () => this.#writes.abort(reason), { keepAlive: true });
    await Promise.allSettled(this.#writing);
    stopTimer();
    this.#writes.abort(reason);
  }

  #separate(): void {
    void this.#sharing?.separate();
  }

  async #send(
    operations: readonly Operation[],
    options: CallOptions,
    kind: "read" | "write",
    lifetime: AbortSignal,
  ): Promise<readonly unknown[]> {
    lifetime.throwIfAborted();
    const http = await this.#client();
    if (options.signal === undefined) return http.send(operations, { ...options, signal: lifetime, kind });
    const { signal, release } = linkSignals(options.signal, lifetime);
    try {
      return await http.send(operations, { ...options, signal, kind });
    } finally {
      release();
    }
  }

  /** After a failure the next request tries again. */
  #client(): Promise<HttpClient> {
    this.#http ??= loadPart(() => import("../http/http-client.js"))
      .then(({ HttpClient }) => new HttpClient(this.#init))
      .catch((error: unknown) => {
        this.#http = undefined;
        throw error;
      });
    return this.#http;
  }
}
