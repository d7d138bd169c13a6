import { ApiError } from "../operations/api-error.js";

/** Bounds the work of one request, so that no expression can hold the server up. */
export class Budget {
  #left: number;

  /** @param steps - How many rows may be looked at or written. */
  constructor(steps: number) {
    this.#left = steps;
  }

  /** @throws {@link ApiError} `ServerError` when the request has had its share. */
  spend(steps = 1): void {
    this.#left -= steps;
    if (this.#left < 0) throw new ApiError("ServerError", "The query takes too long; narrow it down.");
  }
}
