import { FtrackError, OptionsError } from "@ftrack-kit/core";
import { createFakePlatform } from "@ftrack-kit/core/testing";
import { describe, expect, it } from "vitest";
import type { SessionOptions } from "../../src/session/options.js";
import { resolveSessionOptions } from "../../src/session/resolve-options.js";

const complete = { serverUrl: "https://studio.example.com", apiUser: "jane", apiKey: "secret-key" };
const { apiKey, ...rest } = complete;
const resolved = { ...rest, auth: { apiKey } };
const resolve = (options: unknown, settings: Record<string, string> = {}, userName?: string) =>
  resolveSessionOptions(options as SessionOptions, createFakePlatform({ settings, userName }).environment);

function problemOf(options: unknown): OptionsError {
  try {
    resolve(options);
  } catch (error) {
    if (error instanceof OptionsError) return error;
    throw error;
  }
  throw new Error("The options were accepted.");
}

describe("resolveSessionOptions", () => {
  it("fills in defaults and freezes", () => {
    const options = resolve(complete);

    expect(options).toMatchObject({
      ...resolved,
      timeout: 60_000,
      pageSize: 500,
      autoPopulate: "peers",
      dates: "iso",
    });
    expect(Object.isFrozen(options)).toBe(true);
  });

  it("marks each session by a token of its own, unless one is given", () => {
    const [first, second, given] = [
      resolve(complete),
      resolve(complete),
      resolve({ ...complete, clientToken: "x" }),
    ];

    expect(first.clientToken).toMatch(/^ftrack-kit--[\w-]{36}$/);
    expect(second.clientToken).not.toBe(first.clientToken);
    expect(given.clientToken).toBe("x");
  });

  it("takes an explicit undefined for every option", () => {
    const names = Object.keys(resolve(complete));
    const nothing = Object.fromEntries(names.map((name) => [name, undefined]));

    expect(resolve({ ...nothing, ...complete })).toMatchObject(resolved);
  });

  it("finds credentials in the environment, options first", () => {
    const settings = {
      FTRACK_SERVER: "https://other.example.com",
      FTRACK_API_KEY: "k",
      FTRACK_API_USER: "joe",
    };

    expect(resolve({}, settings)).toMatchObject({
      serverUrl: settings.FTRACK_SERVER,
      auth: { apiKey: "k" },
      apiUser: "joe",
    });
    expect(resolve(complete, settings)).toMatchObject(resolved);
  });

  it("knows the old name of the key's variable, and the operating system's user", () => {
    const settings = { FTRACK_SERVER: "https://other.example.com", FTRACK_APIKEY: "old" };

    expect(resolve({}, settings, "login")).toMatchObject({ auth: { apiKey: "old" }, apiUser: "login" });
  });

  it("takes a provider of credentials in place of a key, whatever the environment says", () => {
    const auth = () => ({ apiKey: "fresh" });

    expect(resolve({ ...rest, auth }, { FTRACK_API_KEY: "k" }).auth).toBe(auth);
    expect(resolve({ ...rest, auth: { headers: { authorization: "Bearer x" } } }).auth).toEqual({
      headers: { authorization: "Bearer x" },
    });
  });

  it("does not guess between a key and a provider", () => {
    const error = problemOf({ ...complete, auth: { apiKey: "another-key" } });

    expect(error.message).toBe('Option "auth" takes the place of "apiKey": pass only one of them.');
  });

  it.each([
    ["serverUrl", "FTRACK_SERVER"],
    ["apiUser", "FTRACK_API_USER"],
    ["apiKey", "FTRACK_API_KEY"],
  ])("names %s and %s when it is missing or empty, as a TypeError and as one of ours", (option, variable) => {
    for (const value of [undefined, ""]) {
      const error = problemOf({ ...complete, [option]: value });

      expect(error).toBeInstanceOf(TypeError);
      expect(FtrackError.is(error)).toBe(true);
      expect(error.code).toBe("options_missing");
      expect(error.message).toContain(`"${option}"`);
      expect(error.message).toContain(variable);
    }
  });

  it("names an unknown option and the one that was probably meant", () => {
    const error = problemOf({ ...complete, serverURL: "https://x.example.com" });

    expect(error.code).toBe("options_unknown");
    expect(error.message).toBe('Unknown option "serverURL". Did you mean "serverUrl"?');
  });

  it.each([
    ["timeout", "60"],
    ["timeout", 0],
    ["timeout", 2 ** 31],
    ["retry", { limit: -1 }],
    ["retry", { attempts: 3 }],
    ["retry", true],
    ["headers", ["x"]],
    ["headers", { "x y": "1" }],
    ["headers", { x: "a\r\nftrack-user: root" }],
    ["cookies", "a=b"],
    ["cookies", { session: "x; admin=1" }],
    ["strictApi", "true"],
    ["auth", {}],
    ["auth", "key"],
    ["auth", { apiKey: "a\nb" }],
    ["auth", { key: "k" }],
    ["autoPopulate", true],
    ["dates", "moment"],
    ["cache", {}],
    ["cacheKeyMaker", () => "key"],
    ["schemaCache", "folder"],
    ["logger", { warn: () => undefined }],
    ["fetch", "fetch"],
    ["plugins", [1]],
    ["plugins", [() => undefined]],
    ["pluginPaths", "a:b"],
    ["pageSize", 1.5],
    ["concurrency", 0],
    ["hooks", { onError: () => undefined }],
    ["apiKey", 7545],
    ["apiUser", "Jane\nroot"],
  ])("names %s when it is %j, and says what it must be", (option, value) => {
    const error = problemOf({ ...complete, [option]: value });

    expect(error.code).toBe("options_invalid");
    expect(error.message).toContain(`Option "${option}" must be`);
    expect(error.details).toMatchObject({ option });
  });

  it("takes a function as a plugin where it has a register of its own, as classes can", () => {
    const studio = Object.assign(() => undefined, { register: () => undefined });

    expect(resolve({ ...complete, plugins: [studio] }).plugins).toEqual([studio]);
  });

  it("is not led astray by what a page puts on every object", () => {
    Object.assign(Object.prototype, { polluted: true });

    try {
      const headers = { "x-studio": "bunny" };
      expect(resolve({ ...complete, headers, retry: { limit: 1 } }).headers).toEqual(headers);
    } finally {
      Reflect.deleteProperty(Object.prototype, "polluted");
    }
  });

  it("lets no logger that throws break what is logged about", () => {
    const broken = () => {
      throw new Error("The disk is full.");
    };
    const logger = { debug: broken, info: broken, warn: broken, error: broken };

    const { warn } = resolve({ ...complete, logger }).logger;

    expect(() => warn("Something.")).not.toThrow();
  });

  it("never repeats a secret in a message", () => {
    const errors = [
      problemOf({ ...complete, apiKey: "secret-key\n" }),
      problemOf({ ...complete, headers: { authorization: "secret-key\n" } }),
      problemOf({ ...complete, serverUrl: "https://jane:secret-key@studio.example.com" }),
      problemOf({ ...complete, timeout: "secret-key" }),
    ];

    for (const error of errors) expect(JSON.stringify(error) + error.message).not.toContain("secret-key");
  });

  it.each([
    ["https://studio.example.com/", "https://studio.example.com"],
    ["https://studio.example.com///", "https://studio.example.com"],
    [" http://localhost:8080 ", "http://localhost:8080"],
    ["https://proxy.example.com/a/b/", "https://proxy.example.com/a/b"],
  ])("takes the address %j as %j", (given, expected) => {
    expect(resolve({ ...complete, serverUrl: given }).serverUrl).toBe(expected);
  });

  it.each([
    "studio.example.com",
    "ftp://x.example.com",
    "https://x.example.com?a=1",
    "https://x.example.com#a",
    "/api",
  ])("refuses the address %j", (serverUrl) => {
    expect(problemOf({ ...complete, serverUrl }).message).toContain('"serverUrl"');
  });

  it("says so when there are no options at all", () => {
    expect(problemOf("https://studio.example.com").code).toBe("options_invalid");
    expect(problemOf(null).code).toBe("options_invalid");
  });
});
