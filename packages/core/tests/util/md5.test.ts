import fc from "fast-check";
import { describe, expect, it } from "vitest";
import { createMd5 } from "../../src/util/md5.js";

const encoder = new TextEncoder();

describe("createMd5", () => {
  it.each([
    ["", "d41d8cd98f00b204e9800998ecf8427e"],
    ["a", "0cc175b9c0f1b6a831c399e269772661"],
    ["abc", "900150983cd24fb0d6963f7d28e17f72"],
    ["message digest", "f96b697d7cb7938d525a2f31aaf161d0"],
    ["abcdefghijklmnopqrstuvwxyz", "c3fcd3d76192e4007dfb496cca67e13b"],
    ["ABCDEFGHIJKLMNOPQRSTUVWXYZabcdefghijklmnopqrstuvwxyz0123456789", "d174ab98d277d9f5a5611c2c9f419d9f"],
    [
      "12345678901234567890123456789012345678901234567890123456789012345678901234567890",
      "57edf4a22be3c955ac49da2e2107b67a",
    ],
  ])("agrees with RFC 1321 on %j", (text, expected) => {
    const checksum = createMd5().update(encoder.encode(text)).digest("hex");

    expect(checksum).toBe(expected);
  });

  it("writes base64 as Content-MD5 wants it", () => {
    const checksum = createMd5().update(encoder.encode("abc")).digest("base64");

    expect(checksum).toBe("kAFQmDzST7DWlj99KOF/cg==");
  });

  it("gives the same checksum however the bytes are cut", () => {
    fc.assert(
      fc.property(fc.array(fc.uint8Array({ maxLength: 200 }), { maxLength: 8 }), (pieces) => {
        const whole = Uint8Array.from(pieces.flatMap((piece) => [...piece]));
        const cut = createMd5();
        for (const piece of pieces) cut.update(piece);

        expect(cut.digest("hex")).toBe(createMd5().update(whole).digest("hex"));
      }),
    );
  });

  it("can be read half way and go on", () => {
    const md5 = createMd5().update(encoder.encode("mess"));
    md5.digest();

    const checksum = md5.update(encoder.encode("age digest")).digest("hex");

    expect(checksum).toBe("f96b697d7cb7938d525a2f31aaf161d0");
  });

  it("reads a view that starts inside its buffer", () => {
    const view = encoder.encode("..abc..").subarray(2, 5);

    expect(createMd5().update(view).digest("hex")).toBe("900150983cd24fb0d6963f7d28e17f72");
  });
});
