import type { SessionOptions } from "./options.js";

/** What an option must be: in words, and as a check. */
export type OptionRule = readonly [expectation: string, fits: Check];

type Check = (value: unknown) => boolean;

/** Engines turn longer delays into none. */
const longestTimer = 2 ** 31 - 1;

const isText: Check = (value) => typeof value === "string";
const isBoolean: Check = (value) => typeof value === "boolean";
const isFunction: Check = (value) => typeof value === "function";
const isObject = (value: unknown): value is Readonly<Record<string, unknown>> =>
  typeof value === "object" && value !== null && !Array.isArray(value);
/** Also one of another window or context, whose `Object` is not ours. */
const isPlainObject: Check = (value) =>
  isObject(value) &&
  (typeof value.constructor !== "function" || Object.hasOwn(value.constructor.prototype, "isPrototypeOf"));
/**
 * Names of all fields. Inherited ones count as well, as one object of settings may be made from another by
 * `Object.create`; what a page puts on every object there is does not.
 */
export function namesOf(value: object): readonly string[] {
  const names: string[] = [];
  for (const name in value) if (Object.hasOwn(value, name) || !(name in Object.prototype)) names.push(name);
  return names;
}
const everyField = (value: unknown, fits: (name: string, field: unknown) => boolean): boolean =>
  isObject(value) && namesOf(value).every((name) => fits(name, value[name]));
/** What a module object lacks is told when it is registered; a bare function is no module at all. */
const isModule: Check = (value) =>
  typeof value === "function"
    ? isFunction((value as { readonly register?: unknown }).register)
    : typeof value === "object" && value !== null;
const isOneOf =
  (...choices: readonly unknown[]): Check =>
  (value) =>
    choices.includes(value);
const either =
  (...checks: readonly Check[]): Check =>
  (value) =>
    checks.some((fits) => fits(value));
const numberThat =
  (fits: (value: number) => boolean): Check =>
  (value) =>
    Number.isFinite(value) && fits(value as number);
const textLike =
  (pattern: RegExp): Check =>
  (value) =>
    typeof value === "string" && pattern.test(value);
const listOf =
  (fits: Check): Check =>
  (value) =>
    Array.isArray(value) && value.every(fits);
const withMethods =
  (...names: readonly string[]): Check =>
  (value) =>
    isObject(value) && names.every((name) => isFunction(value[name]));
/** An object of these fields and no others; each may be left out. */
const withFields =
  (fields: Readonly<Record<string, Check>>): Check =>
  (value) =>
    everyField(
      value,
      (name, field) => Object.hasOwn(fields, name) && (field === undefined || (fields[name] as Check)(field)),
    );

const duration = numberThat((value) => value > 0 && value <= longestTimer);
const zeroOrMore = numberThat((value) => value >= 0);
const count = numberThat((value) => Number.isSafeInteger(value) && value > 0);
/** Header values travel as Latin-1, without line breaks. */
const headerValue = textLike(/^[\t\x20-\x7e\x80-\xff]*$/);
const headerName = textLike(/^[!#$%&'*+.^_`|~\w-]+$/);
const headers: Check = (value) =>
  isPlainObject(value) && everyField(value, (name, text) => headerName(name) && headerValue(text));
/** A semicolon ends a cookie, and begins the next one. */
const cookieValue = textLike(/^[\x20-\x3a\x3c-\x7e\x80-\xff]*$/);
const cookies: Check = (value) =>
  isPlainObject(value) && everyField(value, (name, text) => headerName(name) && cookieValue(text));
const credentials = withFields({ apiKey: headerValue, headers });

const latin = "text that can travel in a header (Latin-1, one line)";
const trueOrFalse = "true or false";
const wholeNumber = "a whole number above zero";

/** One rule per option; every option may be left out. */
export const optionRules: Readonly<Record<keyof SessionOptions, OptionRule>> = {
  serverUrl: ["text", isText],
  apiUser: [latin, headerValue],
  apiKey: [latin, headerValue],
  auth: [
    "an object with apiKey or headers that can travel in a header, or a function that gives one",
    either(
      isFunction,
      (value) =>
        credentials(value) && isObject(value) && (Boolean(value.apiKey) || value.headers !== undefined),
    ),
  ],
  autoPopulate: ['"peers", "single" or false', isOneOf("peers", "single", false)],
  dates: ['"iso", "date" or a function', either(isOneOf("iso", "date"), isFunction)],
  cache: [
    "a cache (get, set, remove, keys, clear) or a function that makes one",
    either(isFunction, withMethods("get", "set", "remove", "keys", "clear")),
  ],
  cacheKeyMaker: ["an object with a key() method", withMethods("key")],
  schemaCache: ["true, false or a cache store", either(isBoolean, withMethods("get", "set", "close"))],
  autoConnectEventHub: [trueOrFalse, isBoolean],
  pluginPaths: ["a list of paths", listOf(isText)],
  plugins: [
    "a list of modules with a function named register, or of addresses",
    listOf((value) => isText(value) || isModule(value)),
  ],
  pluginArguments: ["an object", isPlainObject],
  timeout: ["a number of milliseconds above zero", duration],
  retry: [
    "false, or an object with limit, base, max and maxRetryAfter (counts and milliseconds, zero or more)",
    either(
      isOneOf(false),
      withFields({
        limit: numberThat((value) => Number.isSafeInteger(value) && value >= 0),
        base: zeroOrMore,
        max: zeroOrMore,
        maxRetryAfter: zeroOrMore,
      }),
    ),
  ],
  concurrency: [wholeNumber, count],
  pageSize: [wholeNumber, count],
  share: [trueOrFalse, isBoolean],
  headers: ["an object of header names and texts", headers],
  cookies: ["an object of cookie names and texts without semicolons", cookies],
  strictApi: [trueOrFalse, isBoolean],
  clientToken: [latin, headerValue],
  hooks: [
    "an object with functions onRequest, onResponse, onRetry and trace",
    withFields({ onRequest: isFunction, onResponse: isFunction, onRetry: isFunction, trace: isFunction }),
  ],
  logger: [
    "an object with debug, info, warn and error functions",
    withMethods("debug", "info", "warn", "error"),
  ],
  fetch: ["a function like fetch", isFunction],
  WebSocket: ["a class like WebSocket", isFunction],
};
