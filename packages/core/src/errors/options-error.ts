import { type ErrorInit, FtrackError } from "./ftrack-error.js";

export type OptionsErrorCode = "options_missing" | "options_invalid" | "options_unknown";

/**
 * A wrong or missing option, found before anything is sent.
 *
 * It is a `TypeError` that carries the brand of {@link FtrackError}, so both ways of catching it work.
 */
export class OptionsError extends TypeError {
  override readonly name: string = "OptionsError";
  readonly code: OptionsErrorCode;
  readonly details: Readonly<Record<string, unknown>>;

  constructor(code: OptionsErrorCode, init: ErrorInit) {
    super(init.message, init.cause === undefined ? undefined : { cause: init.cause });
    this.code = code;
    this.details = init.details ?? {};
    Object.defineProperty(this, Symbol.for("ftrack-kit.error"), { value: true });
  }

  toJSON(): ReturnType<FtrackError["toJSON"]> {
    return FtrackError.prototype.toJSON.call(this as unknown as FtrackError);
  }
}
