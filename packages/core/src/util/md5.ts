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

/** The compression function (RFC 1321, 3.4), written out: loops and tables halve its speed, calls quarter it. */
function addBlocks(state: Int32Array, bytes: Uint8Array, start: number, end: number): void {
  const view = new DataView(bytes.buffer, bytes.byteOffset, bytes.byteLength);
  let s = 0;
  for (let block = start; block < end; block += blockSize) {
    let a = state[0] as number;
    let b = state[1] as number;
    let c = state[2] as number;
    let d = state[3] as number;
    const w0 = view.getInt32(block + 0, true);
    const w1 = view.getInt32(block + 4, true);
    const w2 = view.getInt32(block + 8, true);
    const w3 = view.getInt32(block + 12, true);
    const w4 = view.getInt32(block + 16, true);
    const w5 = view.getInt32(block + 20, true);
    const w6 = view.getInt32(block + 24, true);
    const w7 = view.getInt32(block + 28, true);
    const w8 = view.getInt32(block + 32, true);
    const w9 = view.getInt32(block + 36, true);
    const w10 = view.getInt32(block + 40, true);
    const w11 = view.getInt32(block + 44, true);
    const w12 = view.getInt32(block + 48, true);
    const w13 = view.getInt32(block + 52, true);
    const w14 = view.getInt32(block + 56, true);
    const w15 = view.getInt32(block + 60, true);
    s = (a + (d ^ (b & (c ^ d))) + w0 - 0x28955b88) | 0;
    a = (b + ((s << 7) | (s >>> 25))) | 0;
    s = (d + (c ^ (a & (b ^ c))) + w1 - 0x173848aa) | 0;
    d = (a + ((s << 12) | (s >>> 20))) | 0;
    s = (c + (b ^ (d & (a ^ b))) + w2 + 0x242070db) | 0;
    c = (d + ((s << 17) | (s >>> 15))) | 0;
    s = (b + (a ^ (c & (d ^ a))) + w3 - 0x3e423112) | 0;
    b = (c + ((s << 22) | (s >>> 10))) | 0;
    s = (a + (d ^ (b & (c ^ d))) + w4 - 0x0a83f051) | 0;
    a = (b + ((s << 7) | (s >>> 25))) | 0;
    s = (d + (c ^ (a & (b ^ c))) + w5 + 0x4787c62a) | 0;
    d = (a + ((s << 12) | (s >>> 20))) | 0;
    s = (c + (b ^ (d & (a ^ b))) + w6 - 0x57cfb9ed) | 0;
    c = (d + ((s << 17) | (s >>> 15))) | 0;
    s = (b + (a ^ (c & (d ^ a))) + w7 - 0x02b96aff) | 0;
    b = (c + ((s << 22) | (s >>> 10))) | 0;
    s = (a + (d ^ (b & (c ^ d))) + w8 + 0x698098d8) | 0;
    a = (b + ((s << 7) | (s >>> 25))) | 0;
    s = (d + (c ^ (a & (b ^ c))) + w9 - 0x74bb0851) | 0;
    d = (a + ((s << 12) | (s >>> 20))) | 0;
    s = (c + (b ^ (d & (a ^ b))) + w10 - 0x0000a44f) | 0;
    c = (d + ((s << 17) | (s >>> 15))) | 0;
    s = (b + (a ^ (c & (d ^ a))) + w11 - 0x76a32842) | 0;
    b = (c + ((s << 22) | (s >>> 10))) | 0;
    s = (a + (d ^ (b & (c ^ d))) + w12 + 0x6b901122) | 0;
    a = (b + ((s << 7) | (s >>> 25))) | 0;
    s = (d + (c ^ (a & (b ^ c))) + w13 - 0x02678e6d) | 0;
    d = (a + ((s << 12) | (s >>> 20))) | 0;
    s = (c + (b ^ (d & (a ^ b))) + w14 - 0x5986bc72) | 0;
    c = (d + ((s << 17) | (s >>> 15))) | 0;
    s = (b + (a ^ (c & (d ^ a))) + w15 + 0x49b40821) | 0;
    b = (c + ((s << 22) | (s >>> 10))) | 0;
    s = (a + (c ^ (d & (b ^ c))) + w1 - 0x09e1da9e) | 0;
    a = (b + ((s << 5) | (s >>> 27))) | 0;
    s = (d + (b ^ (c & (a ^ b))) + w6 - 0x3fbf4cc0) | 0;
    d = (a + ((s << 9) | (s >>> 23))) | 0;
    s = (c + (a ^ (b & (d ^ a))) + w11 + 0x265e5a51) | 0;
    c = (d + ((s << 14) | (s >>> 18))) | 0;
    s = (b + (d ^ (a & (c ^ d))) + w0 - 0x16493856) | 0;
    b = (c + ((s << 20) | (s >>> 12))) | 0;
    s = (a + (c ^ (d & (b ^ c))) + w5 - 0x29d0efa3) | 0;
    a = (b + ((s << 5) | (s >>> 27))) | 0;
    s = (d + (b ^ (c & (a ^ b))) + w10 + 0x02441453) | 0;
    d = (a + ((s << 9) | (s >>> 23))) | 0;
    s = (c + (a ^ (b & (d ^ a))) + w15 - 0x275e197f) | 0;
    c = (d + ((s << 14) | (s >>> 18))) | 0;
    s = (b + (d ^ (a & (c ^ d))) + w4 - 0x182c0438) | 0;
    b = (c + ((s << 20) | (s >>> 12))) | 0;
    s = (a + (c ^ (d & (b ^ c))) + w9 + 0x21e1cde6) | 0;
    a = (b + ((s << 5) | (s >>> 27))) | 0;
    s = (d + (b ^ (c & (a ^ b))) + w14 - 0x3cc8f82a) | 0;
    d = (a + ((s << 9) | (s >>> 23))) | 0;
    s = (c + (a ^ (b & (d ^ a))) + w3 - 0x0b2af279) | 0;
    c = (d + ((s << 14) | (s >>> 18))) | 0;
    s = (b + (d ^ (a & (c ^ d))) + w8 + 0x455a14ed) | 0;
    b = (c + ((s << 20) | (s >>> 12))) | 0;
    s = (a + (c ^ (d & (b ^ c))) + w13 - 0x561c16fb) | 0;
    a = (b + ((s << 5) | (s >>> 27))) | 0;
    s = (d + (b ^ (c & (a ^ b))) + w2 - 0x03105c08) | 0;
    d = (a + ((s << 9) | (s >>> 23))) | 0;
    s = (c + (a ^ (b & (d ^ a))) + w7 + 0x676f02d9) | 0;
    c = (d + ((s << 14) | (s >>> 18))) | 0;
    s = (b + (d ^ (a & (c ^ d))) + w12 - 0x72d5b376) | 0;
    b = (c + ((s << 20) | (s >>> 12))) | 0;
    s = (a + (b ^ c ^ d) + w5 - 0x0005c6be) | 0;
    a = (b + ((s << 4) | (s >>> 28))) | 0;
    s = (d + (a ^ b ^ c) + w8 - 0x788e097f) | 0;
    d = (a + ((s << 11) | (s >>> 21))) | 0;
    s = (c + (d ^ a ^ b) + w11 + 0x6d9d6122) | 0;
    c = (d + ((s << 16) | (s >>> 16))) | 0;
    s = (b + (c ^ d ^ a) + w14 - 0x021ac7f4) | 0;
    b = (c + ((s << 23) | (s >>> 9))) | 0;
    s = (a + (b ^ c ^ d) + w1 - 0x5b4115bc) | 0;
    a = (b + ((s << 4) | (s >>> 28))) | 0;
    s = (d + (a ^ b ^ c) + w4 + 0x4bdecfa9) | 0;
    d = (a + ((s << 11) | (s >>> 21))) | 0;
    s = (c + (d ^ a ^ b) + w7 - 0x0944b4a0) | 0;
    c = (d + ((s << 16) | (s >>> 16))) | 0;
    s = (b + (c ^ d ^ a) + w10 - 0x41404390) | 0;
    b = (c + ((s << 23) | (s >>> 9))) | 0;
    s = (a + (b ^ c ^ d) + w13 + 0x289b7ec6) | 0;
    a = (b + ((s << 4) | (s >>> 28))) | 0;
    s = (d + (a ^ b ^ c) + w0 - 0x155ed806) | 0;
    d = (a + ((s << 11) | (s >>> 21))) | 0;
    s = (c + (d ^ a ^ b) + w3 - 0x2b10cf7b) | 0;
    c = (d + ((s << 16) | (s >>> 16))) | 0;
    s = (b + (c ^ d ^ a) + w6 + 0x04881d05) | 0;
    b = (c + ((s << 23) | (s >>> 9))) | 0;
    s = (a + (b ^ c ^ d) + w9 - 0x262b2fc7) | 0;
    a = (b + ((s << 4) | (s >>> 28))) | 0;
    s = (d + (a ^ b ^ c) + w12 - 0x1924661b) | 0;
    d = (a + ((s << 11) | (s >>> 21))) | 0;
    s = (c + (d ^ a ^ b) + w15 + 0x1fa27cf8) | 0;
    c = (d + ((s << 16) | (s >>> 16))) | 0;
    s = (b + (c ^ d ^ a) + w2 - 0x3b53a99b) | 0;
    b = (c + ((s << 23) | (s >>> 9))) | 0;
    s = (a + (c ^ (b | ~d)) + w0 - 0x0bd6ddbc) | 0;
    a = (b + ((s << 6) | (s >>> 26))) | 0;
    s = (d + (b ^ (a | ~c)) + w7 + 0x432aff97) | 0;
    d = (a + ((s << 10) | (s >>> 22))) | 0;
    s = (c + (a ^ (d | ~b)) + w14 - 0x546bdc59) | 0;
    c = (d + ((s << 15) | (s >>> 17))) | 0;
    s = (b + (d ^ (c | ~a)) + w5 - 0x036c5fc7) | 0;
    b = (c + ((s << 21) | (s >>> 11))) | 0;
    s = (a + (c ^ (b | ~d)) + w12 + 0x655b59c3) | 0;
    a = (b + ((s << 6) | (s >>> 26))) | 0;
    s = (d + (b ^ (a | ~c)) + w3 - 0x70f3336e) | 0;
    d = (a + ((s << 10) | (s >>> 22))) | 0;
    s = (c + (a ^ (d | ~b)) + w10 - 0x00100b83) | 0;
    c = (d + ((s << 15) | (s >>> 17))) | 0;
    s = (b + (d ^ (c | ~a)) + w1 - 0x7a7ba22f) | 0;
    b = (c + ((s << 21) | (s >>> 11))) | 0;
    s = (a + (c ^ (b | ~d)) + w8 + 0x6fa87e4f) | 0;
    a = (b + ((s << 6) | (s >>> 26))) | 0;
    s = (d + (b ^ (a | ~c)) + w15 - 0x01d31920) | 0;
    d = (a + ((s << 10) | (s >>> 22))) | 0;
    s = (c + (a ^ (d | ~b)) + w6 - 0x5cfebcec) | 0;
    c = (d + ((s << 15) | (s >>> 17))) | 0;
    s = (b + (d ^ (c | ~a)) + w13 + 0x4e0811a1) | 0;
    b = (c + ((s << 21) | (s >>> 11))) | 0;
    s = (a + (c ^ (b | ~d)) + w4 - 0x08ac817e) | 0;
    a = (b + ((s << 6) | (s >>> 26))) | 0;
    s = (d + (b ^ (a | ~c)) + w11 - 0x42c50dcb) | 0;
    d = (a + ((s << 10) | (s >>> 22))) | 0;
    s = (c + (a ^ (d | ~b)) + w2 + 0x2ad7d2bb) | 0;
    c = (d + ((s << 15) | (s >>> 17))) | 0;
    s = (b + (d ^ (c | ~a)) + w9 - 0x14792c6f) | 0;
    b = (c + ((s << 21) | (s >>> 11))) | 0;
    state[0] = (a + (state[0] as number)) | 0;
    state[1] = (b + (state[1] as number)) | 0;
    state[2] = (c + (state[2] as number)) | 0;
    state[3] = (d + (state[3] as number)) | 0;
  }
}
