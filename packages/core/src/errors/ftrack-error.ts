const brand = Symbol.for("ftrack-kit.error");

/** What every error of the SDK is made from. */
export interface ErrorInit {
  /** What happened, to what, and what to do next. Never holds a key, a token or a signed address. */
  readonly message: string;
  /** JSON-safe facts a program can read. */
  readonly details?: Readonly<Record<string, unknown>> | undefined;
  /** The error underneath, always kept. */
  readonly cause?: unknown;
}

/**
 * Root of every error the SDK throws.
 *
 * Branch on {@link FtrackError.code}; test with {@link FtrackError.is}, which also recognises errors made by
 * another copy of the SDK on the same page.
 *
 * @example
 * try { await session.commit(); } catch (error) {
 *   if (FtrackError.is(error) && error.code === "server_validation") report(error.message);
 * }
 */
export class FtrackError<Code extends string = string> extends Error {
  override readonly name: string = "FtrackError";
  readonly code: Code;
  readonly details: Readonly<Record<string, unknown>>;
  readonly [brand] = true;

  constructor(code: Code, init: ErrorInit) {
    super(init.message, init.cause === undefined ? undefined : { cause: init.cause });
    this.code = code;
    this.details = init.details ?? {};
  }

  /** Whether a value is an error of the SDK, whichever copy of the SDK made it. */
  static is(value: unknown): value is FtrackError {
    return typeof value === "object" && value !== null && (value as { [brand]?: unknown })[brand] === true;
  }

  /** Code, message, details and cause as plain JSON. */
  toJSON(): {
    name: string;
    code: Code;
    message: string;
    details: Readonly<Record<string, unknown>>;
    cause?: unknown;
  } {
    const { name, code, message, details, cause } = this;
    return { name, code, message, details, ...(cause === undefined ? {} : { cause: describeCause(cause) }) };
  }
}

function describeCause(cause: unknown): unknown {
  if (FtrackError.is(cause)) return cause.toJSON();
  if (cause instanceof Error) return { name: cause.name, message: cause.message };
  return String(cause);
}
