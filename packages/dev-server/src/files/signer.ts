import { createHexId, createMd5 } from "@ftrack-kit/core";

const blockSize = 64;

/** HMAC-MD5 (RFC 2104): unlike `crypto.subtle` it works in every page and answers at once. */
function hmac(secret: Uint8Array, text: string): string {
  const key = new Uint8Array(blockSize);
  key.set(secret.length > blockSize ? createMd5().update(secret).digest() : secret);
  const inner = createMd5()
    .update(key.map((byte) => byte ^ 0x36))
    .update(new TextEncoder().encode(text))
    .digest();
  return createMd5()
    .update(key.map((byte) => byte ^ 0x5c))
    .update(inner)
    .digest("hex");
}

/**
 * Makes addresses that carry their own permission until they expire.
 *
 * The signature covers method, path and every parameter. It needs no memory, so an address outlives a restart.
 */
export class Signer {
  readonly #secret: Uint8Array;
  readonly #now: () => number;

  /** @param secret - Kept by the server; a random one makes addresses end with the process. */
  constructor(now: () => number, secret: string = createHexId() + createHexId()) {
    this.#now = now;
    this.#secret = new TextEncoder().encode(secret);
  }

  /**
   * Adds expiry and signature to an address.
   *
   * @param lifetime - Shortest validity, in milliseconds. Rounded up to a quarter of itself, so that an address asked
   * for again soon is the same one, and caches can use it.
   */
  sign(method: "GET" | "PUT", url: URL, lifetime: number): URL {
    const step = Math.max(1000, lifetime / 4);
    const expires = Math.ceil((this.#now() + lifetime) / step) * step;
    url.searchParams.set("expires", String(Math.round(expires / 1000)));
    url.searchParams.set("signature", this.#signature(method, url));
    return url;
  }

  /** Whether an address carries a signature at all. */
  isSigned(url: URL): boolean {
    return url.searchParams.has("signature");
  }

  /**
   * Reads the parameters of an address signed here for this method.
   *
   * Clients append parameters to some addresses; what follows the signature is not part of the answer.
   *
   * @returns `undefined` when the signature does not fit or has expired.
   */
  verify(method: string, url: URL): URLSearchParams | undefined {
    const parameters = [...url.searchParams];
    const position = parameters.findIndex(([name]) => name === "signature");
    const signed = new URL(url);
    signed.search = String(new URLSearchParams(parameters.slice(0, Math.max(0, position))));
    const expires = Number(signed.searchParams.get("expires") ?? Number.NaN);
    if (!(this.#now() < expires * 1000)) return undefined;
    const expected = this.#signature(method === "HEAD" ? "GET" : method, signed);
    return equal(url.searchParams.get("signature") ?? "", expected) ? signed.searchParams : undefined;
  }

  #signature(method: string, url: URL): string {
    return hmac(this.#secret, `${method}\n${url.pathname}\n${url.searchParams}`);
  }
}

/** Compares in a time that does not depend on where texts differ. */
function equal(left: string, right: string): boolean {
  if (left.length !== right.length) return false;
  let difference = 0;
  for (let index = 0; index < left.length; index++) {
    difference |= left.charCodeAt(index) ^ right.charCodeAt(index);
  }
  return difference === 0;
}
