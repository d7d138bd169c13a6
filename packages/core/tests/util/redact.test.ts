import { describe, expect, it } from "vitest";
import { createRedact, redactCause } from "../../src/util/redact.js";

const secret = "key+of/the studio~1";
const redact = createRedact([secret, "1", undefined]);

describe("taking secrets out of texts", () => {
  it.each([
    ["as they are", secret],
    ["in paths", encodeURIComponent(secret)],
    ["in queries", new URLSearchParams({ key: secret }).toString().slice("key=".length)],
    ["in JSON", JSON.stringify(secret).slice(1, -1)],
  ])("finds them %s", (_, spelling) => {
    expect(redact(`before ${spelling} after 1`)).toBe("before [redacted] after 1");
  });
});

describe("taking secrets out of errors", () => {
  it("leaves an error that tells none as it is", () => {
    const inner = Object.assign(new Error("connect ECONNREFUSED"), { code: "ECONNREFUSED", port: 443 });
    const error = new TypeError("fetch failed", { cause: new AggregateError([inner], "all failed") });

    expect(redactCause(error, redact)).toBe(error);
  });

  it.each([
    ["its message", Object.assign(new TypeError(`cannot fetch ${secret}`), { code: "ERR_FETCH" })],
    ["a property", Object.assign(new TypeError("cannot fetch"), { code: "ERR_FETCH", input: secret })],
    [
      "an object that hangs on it",
      Object.assign(new TypeError("cannot fetch"), {
        code: "ERR_FETCH",
        request: { headers: { key: secret } },
      }),
    ],
    [
      "an error that hangs on it",
      Object.assign(new TypeError("cannot fetch"), { code: "ERR_FETCH", reason: new Error(secret) }),
    ],
    [
      "one of several errors",
      Object.assign(new AggregateError([new Error(secret)], "cannot fetch"), { code: "ERR_FETCH" }),
    ],
    [
      "its cause",
      Object.assign(new TypeError("cannot fetch", { cause: new Error(secret) }), { code: "ERR_FETCH" }),
    ],
  ])("makes another of one that tells it in %s", (_, error) => {
    const cleaned = redactCause(error, redact) as Error & { code?: string };

    expect(cleaned).not.toBe(error);
    expect(cleaned).toMatchObject({ name: error.name, code: "ERR_FETCH" });
    expect(cleaned.message).toMatch(/^cannot fetch/);
    const told = [cleaned.message, cleaned.stack, String(cleaned.cause), JSON.stringify(cleaned)].join();
    expect(told).not.toContain(secret);
  });

  it("cleans what is thrown without being an error", () => {
    expect(redactCause(`no ${secret}`, redact)).toBe("no [redacted]");
    expect(redactCause({ headers: [secret] }, redact)).toBe("[redacted]");
    expect(redactCause({ status: 1 }, redact)).toEqual({ status: 1 });
  });
});
