import { TimeoutError } from "../errors/network-error.js";
import { SessionError } from "../errors/session-error.js";
import type { Clock } from "../platform/clock.js";
import { abortable } from "../util/abortable.js";
import { createDeferred } from "../util/deferred.js";
import type { Auth, Credentials } from "./credentials.js";

/** What an authenticator works with. */
export interface AuthenticatorInit {
  readonly auth: Auth;
  readonly clock: Clock;
  /** Longest wait for the function, in milliseconds. */
  readonly timeout: number;
}

/** Secrets remembered, so that what old ones turn up in can still be cleaned of them. */
const secretsKept = 20;

/** Keeps a session's credentials in memory and replaces them when the server refuses them. */
export class Authenticator {
  readonly #init: AuthenticatorInit;
  readonly #secrets = new Set<string>();
  #current: Credentials | undefined;
  #asking: Promise<Credentials> | undefined;

  constructor(init: AuthenticatorInit) {
    this.#init = init;
    if (typeof init.auth !== "function") this.#use(init.auth);
  }

  /** Those in use; `undefined` before the first request of a session that asks a function. */
  get current(): Credentials | undefined {
    return this.#current;
  }

  /** Everything that must not be told to anybody, also what is no longer in use. */
  get secrets(): readonly string[] {
    return [...this.#secrets];
  }

  /**
   * The credentials in use, asked for when there are none yet.
   *
   * @throws {@link SessionError} `session_credentials` when the function fails or gives none,
   * {@link TimeoutError} `timeout_wait` when it does not answer.
   */
  get(signal?: AbortSignal): Promise<Credentials> {
    if (this.#current) return Promise.resolve(this.#current);
    return abortable(this.#ask(undefined), signal);
  }

  /**
   * Others in place of refused ones, or `undefined` when there are none.
   *
   * However many requests were refused, the function is asked once.
   *
   * @throws Like {@link Authenticator.get}.
   */
  async refresh(refused: Credentials, signal?: AbortSignal): Promise<Credentials | undefined> {
    if (typeof this.#init.auth !== "function") return undefined;
    const given = this.#current !== refused && this.#current;
    const fresh = given || (await abortable(this.#ask(refused), signal));
    return isSame(fresh, refused) ? undefined : fresh;
  }

  #ask(refused: Credentials | undefined): Promise<Credentials> {
    this.#asking ??= this.#call(refused).finally(() => {
      this.#asking = undefined;
    });
    return this.#asking;
  }

  async #call(refused: Credentials | undefined): Promise<Credentials> {
    const { auth, clock, timeout } = this.#init;
    if (typeof auth !== "function") return auth;
    const controller = new AbortController();
    const late = createDeferred<never>();
    const stopTimer = clock.setTimer(timeout, () => {
      const error = new TimeoutError("timeout_wait", {
        message: `Option "auth" gave no credentials within ${timeout} ms.`,
        details: { option: "auth", timeout },
      });
      controller.abort(error);
      late.reject(error);
    });
    try {
      const asking = (async () => auth({ refused, signal: controller.signal }))();
      return this.#use(await Promise.race([asking, late.promise]));
    } catch (cause) {
      if (cause instanceof TimeoutError || cause instanceof SessionError) throw cause;
      throw noCredentials("the function failed", cause);
    } finally {
      stopTimer();
    }
  }

  #use(given: Credentials): Credentials {
    assertCredentials(given);
    const { apiKey, headers } = given;
    for (const secret of [apiKey, ...Object.values(headers ?? {})]) if (secret) this.#secrets.add(secret);
    for (const secret of this.#secrets) {
      if (this.#secrets.size <= secretsKept) break;
      this.#secrets.delete(secret);
    }
    // A copy: what the caller does with the object later is not asked for.
    this.#current = { apiKey, headers: { ...headers } };
    return this.#current;
  }
}

/** What travels in a header: Latin-1 in one line. Engines quote other values, and with them the secret. */
const headerValue = /^[\t\x20-\x7e\x80-\xff]+$/;
const headerName = /^[!#$%&'*+.^_`|~\w-]+$/;

function assertCredentials(given: unknown): asserts given is Credentials {
  if (typeof given !== "object" || given === null) throw noCredentials("what it gave is no object");
  const { apiKey, headers } = given as { apiKey?: unknown; headers?: unknown };
  if (apiKey === undefined && headers === undefined)
    throw noCredentials("it gave neither apiKey nor headers");
  if (apiKey !== undefined && !(typeof apiKey === "string" && headerValue.test(apiKey)))
    throw noCredentials("the apiKey cannot travel in a header");
  if (headers === undefined) return;
  const isFine =
    typeof headers === "object" &&
    headers !== null &&
    Object.entries(headers).every(
      ([name, value]) => headerName.test(name) && typeof value === "string" && headerValue.test(value),
    );
  if (!isFine) throw noCredentials("the headers cannot be sent");
}

function isSame(one: Credentials, other: Credentials): boolean {
  const text = ({ apiKey, headers }: Credentials) =>
    JSON.stringify([apiKey, Object.entries(headers ?? {}).sort()]);
  return text(one) === text(other);
}

function noCredentials(problem: string, cause?: unknown): SessionError {
  return new SessionError("session_credentials", {
    message: `Option "auth" gave no usable credentials: ${problem}.`,
    details: { option: "auth" },
    cause,
  });
}
