import type { TemporaryData } from "../actions/services.js";

const mostTexts = 1000;

/** Texts that clients park until a time (wire protocol 2.21); beyond a thousand the oldest go. */
export class TemporaryTexts implements TemporaryData {
  readonly #now: () => number;
  readonly #texts = new Map<string, { readonly data: string; readonly expiresAt: number | null }>();

  constructor(now: () => number) {
    this.#now = now;
  }

  put(id: string, data: string, expiresAt: number | null): void {
    this.#texts.set(id, { data, expiresAt });
    const [oldest] = this.#texts.keys();
    if (this.#texts.size > mostTexts && oldest !== undefined) this.#texts.delete(oldest);
  }

  /** `undefined` once it has expired. */
  get(id: string): string | undefined {
    const text = this.#texts.get(id);
    if (!text || (text.expiresAt !== null && text.expiresAt <= this.#now())) return undefined;
    return text.data;
  }

  clear(): void {
    this.#texts.clear();
  }
}
