import { describe, expect, it } from "vitest";
import { readApiOptions } from "../../src/server/api-options.js";

const read = (headers: Record<string, string>) => readApiOptions(new Headers(headers));

describe("readApiOptions", () => {
  it.each([
    "strict:1;denormalize:1",
    "denormalize=1;strict=1",
    "strict,denormalize",
    " Strict = TRUE ; Denormalize ",
  ])("understands %s", (list) => {
    const options = read({ "ftrack-api-options": list });

    expect(options).toMatchObject({ strict: true, onlyRequested: true, denormalize: true });
  });

  it("denormalises only together with strict", () => {
    const options = read({ "ftrack-api-options": "denormalize:1;strict:0" });

    expect(options).toMatchObject({ onlyRequested: false, denormalize: false });
  });

  it("reads strict mode from its own header", () => {
    expect(read({ "ftrack-strict-api": "true" })).toMatchObject({ strict: true, onlyRequested: false });
    expect(read({ "ftrack-strict-api": "false" }).strict).toBe(false);
    expect(read({}).strict).toBe(false);
  });

  it("takes the text undefined for no token", () => {
    const options = read({ "ftrack-pushtoken": "undefined", "ftrack-Clienttoken": "mine" });

    expect(options).toMatchObject({ pushToken: undefined, clientToken: "mine" });
  });
});
