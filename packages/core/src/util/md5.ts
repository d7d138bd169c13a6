import { encodeBase64 } from "./base64.js";

/** A checksum being computed. */
export interface Md5 {
  /** Adds bytes behind those already given. */
  update(bytes: Uint8Array): this;
  /** The checksum of everything given so far; more can follow. */
  digest(): Uint8Array<ArrayBuffer>;
  digest(encoding: "hex" | "base64"): string;
}

/**
 * Starts an MD5 checksum, the one the protocol uses for files and schemas.
 *
 * Web engines do not have MD5, and pages served over plain http have no `crypto.subtle` either.
 *
 * @example
 * createMd5().update(new TextEncoder().encode("abc")).digest("hex"); // "900150983cd24fb0d6963f7d28e17f72"
 */
export function createMd5(): Md5 {
  return new Md5State();
}

const blockSize = 64;
const initial = [0x67452301, 0xefcdab89 | 0, 0x98badcfe | 0, 0x10325476] as const;

class Md5State implements Md5 {
  readonly #state = Int32Array.from(initial);
  /** Bytes that do not fill a block yet. */
  readonly #rest = new Uint8Array(blockSize);
  #length = 0;

  update(bytes: Uint8Array): this {
    const held = this.#length % blockSize;
    this.#length += bytes.length;
    let start = 0;
    if (held > 0) {
      start = Math.min(blockSize - held, bytes.length);
      this.#rest.set(bytes.subarray(0, start), held);
      if (held + start < blockSize) return this;
      addBlocks(this.#state, this.#rest, 0, blockSize);
    }
    const end = start + Math.floor((bytes.length - start) / blockSize) * blockSize;
    addBlocks(this.#state, bytes, start, end);
    this.#rest.set(bytes.subarray(end));
    return this;
  }

  digest(): Uint8Array<ArrayBuffer>;
  digest(encoding: "hex" | "base64"): string;
  digest(encoding?: "hex" | "base64"): Uint8Array<ArrayBuffer> | string {
    const held = this.#length % blockSize;
    const tail = new Uint8Array(held < 56 ? blockSize : blockSize * 2);
    tail.set(this.#rest.subarray(0, held));
    tail[held] = 0x80;
    const view = new DataView(tail.buffer);
    view.setUint32(tail.length - 8, (this.#length % 0x20000000) * 8, true);
    view.setUint32(tail.length - 4, Math.floor(this.#length / 0x20000000), true);
    const state = this.#state.slice();
    addBlocks(state, tail, 0, tail.length);

    const result = new Uint8Array(16);
    const words = new DataView(result.buffer);
    state.forEach((word, index) => {
      words.setInt32(index * 4, word, true);
    });
    if (encoding === "hex") return Array.from(result, (byte) => byte.toString(16).padStart(2, "0")).join("");
    return encoding === "base64" ? encodeBase64(result) : result;
  }
}

/** Words added in each of the 64 steps (RFC 1321, 3.4). */
const sines = /* @__PURE__ */ Int32Array.from(
  { length: 64 },
  (_, step) => Math.floor(Math.abs(Math.sin(step + 1)) * 2 ** 32) | 0,
);

/** The compression function; one plain loop per round, which engines compile well. */
function addBlocks(state: Int32Array, bytes: Uint8Array, start: number, end: number): void {
  const view = new DataView(bytes.buffer, bytes.byteOffset, bytes.byteLength);
  const words = new Int32Array(16);
  let [a, b, c, d] = state as unknown as [number, number, number, number];
  for (let block = start; block < end; block += blockSize) {
    for (let index = 0; index < 16; index++) words[index] = view.getInt32(block + index * 4, true);
    const [a0, b0, c0, d0] = [a, b, c, d];
    for (let step = 0; step < 16; step += 4) {
      a = turn(a, b, (b & c) | (~b & d), word(words, step), word(sines, step), 7);
      d = turn(d, a, (a & b) | (~a & c), word(words, step + 1), word(sines, step + 1), 12);
      c = turn(c, d, (d & a) | (~d & b), word(words, step + 2), word(sines, step + 2), 17);
      b = turn(b, c, (c & d) | (~c & a), word(words, step + 3), word(sines, step + 3), 22);
    }
    for (let step = 16; step < 32; step += 4) {
      a = turn(a, b, (b & d) | (c & ~d), word(words, 5 * step + 1), word(sines, step), 5);
      d = turn(d, a, (a & c) | (b & ~c), word(words, 5 * step + 6), word(sines, step + 1), 9);
      c = turn(c, d, (d & b) | (a & ~b), word(words, 5 * step + 11), word(sines, step + 2), 14);
      b = turn(b, c, (c & a) | (d & ~a), word(words, 5 * step), word(sines, step + 3), 20);
    }
    for (let step = 32; step < 48; step += 4) {
      a = turn(a, b, b ^ c ^ d, word(words, 3 * step + 5), word(sines, step), 4);
      d = turn(d, a, a ^ b ^ c, word(words, 3 * step + 8), word(sines, step + 1), 11);
      c = turn(c, d, d ^ a ^ b, word(words, 3 * step + 11), word(sines, step + 2), 16);
      b = turn(b, c, c ^ d ^ a, word(words, 3 * step + 14), word(sines, step + 3), 23);
    }
    for (let step = 48; step < 64; step += 4) {
      a = turn(a, b, c ^ (b | ~d), word(words, 7 * step), word(sines, step), 6);
      d = turn(d, a, b ^ (a | ~c), word(words, 7 * step + 7), word(sines, step + 1), 10);
      c = turn(c, d, a ^ (d | ~b), word(words, 7 * step + 14), word(sines, step + 2), 15);
      b = turn(b, c, d ^ (c | ~a), word(words, 7 * step + 21), word(sines, step + 3), 21);
    }
    a = (a + a0) | 0;
    b = (b + b0) | 0;
    c = (c + c0) | 0;
    d = (d + d0) | 0;
  }
  state.set([a, b, c, d]);
}

/** Message words wrap at 16, the table of sines does not. */
function word(table: Int32Array, index: number): number {
  return table[index & (table.length - 1)] as number;
}

function turn(a: number, b: number, mixed: number, message: number, sine: number, shift: number): number {
  const sum = (a + mixed + message + sine) | 0;
  return (((sum << shift) | (sum >>> (32 - shift))) + b) | 0;
}
