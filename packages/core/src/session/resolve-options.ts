import type { Auth } from "../auth/credentials.js";
import { type KeyMaker, StringKeyMaker } from "../cache/key-maker.js";
import { OptionsError } from "../errors/options-error.js";
import { defaultRetry, type RetryPolicy } from "../http/retry.js";
import type { Environment } from "../platform/environment.js";
import { createId } from "../util/ids.js";
import { guardLogger, silentLogger } from "../util/logger.js";
import { didYouMean } from "../util/suggest.js";
import { guardTrace } from "./guard-trace.js";
import { namesOf, type OptionRule, optionRules } from "./option-rules.js";
import type { SessionOptions } from "./options.js";

type WithoutDefault = "cache" | "fetch" | "WebSocket";

/** Options checked and complete. */
export type ResolvedSessionOptions = Readonly<
  {
    [Name in Exclude<
      keyof SessionOptions,
      WithoutDefault | "retry" | "cacheKeyMaker" | "apiKey" | "auth"
    >]: NonNullable<SessionOptions[Name]>;
  } & { [Name in WithoutDefault]: SessionOptions[Name] } & {
    readonly retry: RetryPolicy;
    readonly cacheKeyMaker: KeyMaker;
    readonly auth: Auth;
  }
>;

/**
 * Checks options, fills in credentials from the surroundings and defaults, once, at the door.
 *
 * @throws {@link OptionsError} `options_missing`, `options_invalid` or `options_unknown`; its message names the
 * option, and never holds a value that could be secret.
 */
export function resolveSessionOptions(
  given: SessionOptions,
  environment: Environment,
): ResolvedSessionOptions {
  checkOptions(given);
  const serverUrl = given.serverUrl || environment.read("FTRACK_SERVER");
  const apiUser = given.apiUser || environment.read("FTRACK_API_USER") || environment.userName();
  const logger = guardLogger(given.logger ?? silentLogger);
  const trace = given.hooks?.trace;
  return Object.freeze({
    serverUrl: normaliseServerUrl(required("serverUrl", serverUrl, "FTRACK_SERVER")),
    apiUser: required("apiUser", apiUser, "FTRACK_API_USER"),
    auth: resolveAuth(given, environment),
    autoPopulate: given.autoPopulate ?? "peers",
    dates: given.dates ?? "iso",
    cache: given.cache,
    cacheKeyMaker: given.cacheKeyMaker ?? new StringKeyMaker(),
    schemaCache: given.schemaCache ?? true,
    autoConnectEventHub: given.autoConnectEventHub ?? false,
    pluginPaths: [...(given.pluginPaths ?? [])],
    plugins: [...(given.plugins ?? [])],
    pluginArguments: { ...given.pluginArguments },
    timeout: given.timeout ?? 60_000,
    retry:
      given.retry === false
        ? { ...defaultRetry, limit: 0 }
        : { ...defaultRetry, ...withoutUndefined(given.retry) },
    concurrency: given.concurrency ?? 6,
    pageSize: given.pageSize ?? 500,
    share: given.share ?? false,
    headers: { ...given.headers },
    cookies: { ...given.cookies },
    strictApi: given.strictApi ?? false,
    clientToken: given.clientToken ?? `ftrack-kit--${createId()}`,
    hooks: { ...given.hooks, ...(trace ? { trace: guardTrace(trace, logger) } : {}) },
    logger,
    fetch: given.fetch,
    WebSocket: given.WebSocket,
  });
}

function resolveAuth({ auth, apiKey }: SessionOptions, environment: Environment): Auth {
  if (auth === undefined) {
    const key = apiKey || environment.read("FTRACK_API_KEY") || environment.read("FTRACK_APIKEY");
    return { apiKey: required("apiKey", key, "FTRACK_API_KEY") };
  }
  if (!apiKey) return auth;
  throw new OptionsError("options_invalid", {
    message: `Option "auth" takes the place of "apiKey": pass only one of them.`,
    details: { option: "auth" },
  });
}

function checkOptions(given: unknown): void {
  if (typeof given !== "object" || given === null || Array.isArray(given)) {
    throw new OptionsError("options_invalid", {
      message: `The options must be an object; ${describe(given)} was given.`,
    });
  }
  const rules = new Map<string, OptionRule>(Object.entries(optionRules));
  const values = given as Readonly<Record<string, unknown>>;
  for (const [option, [expectation, fits]] of rules) {
    const value = values[option];
    if (value === undefined || fits(value)) continue;
    throw new OptionsError("options_invalid", {
      message: `Option "${option}" must be ${expectation}; ${describe(value)} was given.`,
      details: { option },
    });
  }
  for (const option of namesOf(values)) {
    if (rules.has(option)) continue;
    throw new OptionsError("options_unknown", {
      message: `Unknown option "${option}".${didYouMean(option, [...rules.keys()])}`,
      details: { option },
    });
  }
}

function required(option: string, value: string | undefined, variable: string): string {
  if (value) return value;
  throw new OptionsError("options_missing", {
    message: `Option "${option}" is missing: pass it, or set the environment variable ${variable}.`,
    details: { option, variable },
  });
}

function normaliseServerUrl(given: string): string {
  const invalid = (problem: string) =>
    new OptionsError("options_invalid", {
      message: `Option "serverUrl" ${problem}. Expected an address such as "https://studio.example.com".`,
      details: { option: "serverUrl" },
    });
  let url: URL;
  try {
    url = new URL(given.trim());
  } catch {
    throw invalid("is not an address with a scheme");
  }
  if (url.protocol !== "https:" && url.protocol !== "http:")
    throw invalid("must start with https:// or http://");
  if (url.username !== "" || url.password !== "") throw invalid("must not hold a user name or password");
  if (url.search !== "" || url.hash !== "") throw invalid("must not hold a query or fragment");
  return `${url.origin}${url.pathname.replace(/\/+$/, "")}`;
}

/** What was given, without giving away what it says. */
function describe(value: unknown): string {
  if (value === null) return "null";
  if (typeof value === "number" || typeof value === "boolean") return String(value);
  if (Array.isArray(value)) return "a list";
  if (typeof value === "string") return value === "" ? "an empty text" : "a different text";
  return value === undefined ? "nothing" : `${typeof value === "object" ? "an" : "a"} ${typeof value}`;
}

function withoutUndefined<Value extends object>(value: Value | undefined): Partial<Value> {
  return Object.fromEntries(
    Object.entries(value ?? {}).filter(([, field]) => field !== undefined),
  ) as Partial<Value>;
}
