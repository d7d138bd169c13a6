import * as z from "zod/mini";
import type { SessionOptions } from "./options.js";

const aFunction = z.custom<(...values: never[]) => unknown>((value) => typeof value === "function");
const withMethods = (...names: readonly string[]) =>
  z.custom<object>(
    (value) =>
      typeof value === "object" &&
      value !== null &&
      names.every((name) => typeof (value as Record<string, unknown>)[name] === "function"),
  );
const text = z.string();
/** Engines turn longer delays into none. */
const longestTimer = 2 ** 31 - 1;
// Predicates of our own weigh less on a page than the checks that zod has for each of these.
const numberThat = (fits: (value: number) => boolean) => z.number().check(z.refine(fits));
const textLike = (pattern: RegExp) => text.check(z.refine((value) => pattern.test(value)));
const duration = numberThat((value) => value > 0 && value <= longestTimer);
const zeroOrMore = numberThat((value) => value >= 0);
const count = numberThat((value) => Number.isSafeInteger(value) && value > 0);
/** Header values travel as Latin-1, without line breaks. */
const headerValue = textLike(/^[\t\x20-\x7e\x80-\xff]*$/);
const headers = z.record(textLike(/^[!#$%&'*+.^_`|~\w-]+$/), headerValue);

/** One entry per option: what it must be, in words and for the machine. */
const rules = {
  serverUrl: ["text", text],
  apiUser: ["text that can travel in a header (Latin-1, one line)", headerValue],
  apiKey: ["text that can travel in a header (Latin-1, one line)", headerValue],
  auth: [
    "an object with apiKey or headers that can travel in a header, or a function that gives one",
    z.union([
      aFunction,
      z
        .strictObject({ apiKey: z.optional(headerValue), headers: z.optional(headers) })
        .check(z.refine(({ apiKey, headers }) => Boolean(apiKey) || headers !== undefined)),
    ]),
  ],
  autoPopulate: ['"peers", "single" or false', z.literal(["peers", "single", false])],
  dates: ['"iso", "date" or a function', z.union([z.literal(["iso", "date"]), aFunction])],
  cache: [
    "a cache (get, set, remove, keys, clear) or a function that makes one",
    z.union([aFunction, withMethods("get", "set", "remove", "keys", "clear")]),
  ],
  cacheKeyMaker: ["an object with a key() method", withMethods("key")],
  schemaCache: ["true, false or a cache store", z.union([z.boolean(), withMethods("get", "set", "close")])],
  autoConnectEventHub: ["true or false", z.boolean()],
  pluginPaths: ["a list of paths", z.array(text)],
  plugins: [
    "a list of modules or addresses",
    z.array(z.custom((plugin) => isObject(plugin) || typeof plugin === "string")),
  ],
  pluginArguments: ["an object", z.record(text, z.unknown())],
  timeout: ["a number of milliseconds above zero", duration],
  retry: [
    "false, or an object with limit, base, max and maxRetryAfter (counts and milliseconds, zero or more)",
    z.union([
      z.literal(false),
      z.strictObject({
        limit: z.optional(numberThat((value) => Number.isSafeInteger(value) && value >= 0)),
        base: z.optional(zeroOrMore),
        max: z.optional(zeroOrMore),
        maxRetryAfter: z.optional(zeroOrMore),
      }),
    ]),
  ],
  concurrency: ["a whole number above zero", count],
  pageSize: ["a whole number above zero", count],
  share: ["true or false", z.boolean()],
  headers: ["an object of header names and texts", headers],
  cookies: ["an object of cookie names and texts", headers],
  strictApi: ["true or false", z.boolean()],
  clientToken: ["text that can travel in a header (Latin-1, one line)", headerValue],
  hooks: [
    "an object with functions onRequest, onResponse, onRetry and trace",
    z.strictObject({
      onRequest: z.optional(aFunction),
      onResponse: z.optional(aFunction),
      onRetry: z.optional(aFunction),
      trace: z.optional(aFunction),
    }),
  ],
  logger: [
    "an object with debug, info, warn and error functions",
    withMethods("debug", "info", "warn", "error"),
  ],
  fetch: ["a function like fetch", aFunction],
  WebSocket: ["a class like WebSocket", aFunction],
} satisfies Record<keyof SessionOptions, readonly [expectation: string, schema: z.core.$ZodType]>;

/** What each option must be, in words. */
export function expectationOf(option: string): string {
  return (rules as Record<string, readonly [string, unknown]>)[option]?.[0] ?? "something else";
}

export const optionNames = Object.keys(rules);

/** Checks a whole options object; unknown names are refused. */
export const sessionOptionsSchema = z.strictObject(
  Object.fromEntries(
    Object.entries(rules).map(([name, [, schema]]) => [name, z.optional(schema as z.ZodMiniType)]),
  ),
);

const isObject = (value: unknown) => typeof value === "object" && value !== null;
