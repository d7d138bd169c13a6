import { createHash } from "node:crypto";
import fc from "fast-check";
import { expect, it } from "vitest";
import { createMd5 } from "../../src/util/md5.js";

it("agrees with the platform's MD5 on any bytes", () => {
  fc.assert(
    fc.property(fc.uint8Array({ maxLength: 1000 }), (bytes) => {
      expect(createMd5().update(bytes).digest("hex")).toBe(createHash("md5").update(bytes).digest("hex"));
    }),
    { numRuns: 500 },
  );
});
