import { type Logger, OptionsError } from "@ftrack-kit/core";
import * as z from "zod/mini";
import { type FaultRule, faultRuleSchema } from "../faults/fault-rule.js";
import { type SeedName, seedNames } from "../seeds/seed-workspace.js";

/** A login the server accepts. A user the seed does not know is added to it. */
export interface DevCredentials {
  readonly user: string;
  readonly key: string;
}

/** Sizes in bytes; what is larger is refused. */
export interface DevLimits {
  /** Body of one request to the API, and one event frame. Defaults to 64 MiB. */
  readonly body?: number | undefined;
  /** One component. Defaults to 1 GiB in memory, and to no limit with a data folder. */
  readonly upload?: number | undefined;
}

/** What every form of the server can be told. */
export interface DevApiOptions {
  /** What it starts with. Defaults to `"demo"`. */
  readonly seed?: SeedName | undefined;
  /** Who may sign in. Defaults to user `dev` with key `dev-key`. */
  readonly credentials?: DevCredentials | readonly DevCredentials[] | undefined;
  /** Time in milliseconds since 1970. Defaults to the machine's; see also the server's `clock`. */
  readonly clock?: (() => number) | undefined;
  /** What goes wrong, from the start; see also the server's `faults`. */
  readonly faults?: readonly FaultRule[] | undefined;
  /** Makes faults with a probability repeat. Defaults to 1. */
  readonly faultSeed?: number | undefined;
  readonly limits?: DevLimits | undefined;
  /** Silent by default. */
  readonly logger?: Logger | undefined;
}

/** What the server in Node can be told beyond that. */
export interface DevServerOptions extends DevApiOptions {
  /** TCP port; 0 takes a free one. Defaults to 0. */
  readonly port?: number | undefined;
  /** Address to listen at. Defaults to `127.0.0.1`. */
  readonly host?: string | undefined;
  /** Allows a host that other machines can reach. Keys then travel unencrypted. Defaults to false. */
  readonly allowRemote?: boolean | undefined;
  /** Folder that keeps entities and files across restarts; the seed is used once. Defaults to memory only. */
  readonly data?: string | undefined;
}

const positive = z.int().check(z.gt(0));
const credentials = z.strictObject({
  user: z.string().check(z.minLength(1)),
  key: z.string().check(z.minLength(1)),
});
const isFunction = (value: unknown) => typeof value === "function";
const logger = z.custom<Logger>(
  (value) =>
    typeof value === "object" &&
    value !== null &&
    ["debug", "info", "warn", "error"].every((name) => isFunction(Reflect.get(value, name))),
  "expected an object with debug, info, warn and error",
);

const apiFields = {
  seed: z.optional(z.enum(seedNames)),
  credentials: z.optional(z.union([credentials, z.readonly(z.array(credentials).check(z.minLength(1)))])),
  clock: z.optional(z.custom<() => number>(isFunction, "expected a function")),
  faults: z.optional(z.readonly(z.array(faultRuleSchema))),
  faultSeed: z.optional(z.int()),
  limits: z.optional(z.strictObject({ body: z.optional(positive), upload: z.optional(positive) })),
  logger: z.optional(logger),
};

const devApiOptionsSchema = z.strictObject(apiFields) satisfies z.ZodMiniType<DevApiOptions>;
const devServerOptionsSchema = z.strictObject({
  ...apiFields,
  port: z.optional(z.int().check(z.gte(0), z.lte(65_535))),
  host: z.optional(z.string().check(z.minLength(1))),
  allowRemote: z.optional(z.boolean()),
  data: z.optional(z.string().check(z.minLength(1))),
}) satisfies z.ZodMiniType<DevServerOptions>;

/** @throws {@link OptionsError} `options_invalid` or `options_unknown`, naming the option. */
export const checkDevApiOptions = (given: unknown): DevApiOptions => check(devApiOptionsSchema, given);

/** @throws {@link OptionsError} `options_invalid` or `options_unknown`, naming the option. */
export const checkDevServerOptions = (given: unknown): DevServerOptions =>
  check(devServerOptionsSchema, given);

function check<Options>(schema: z.ZodMiniType<Options>, given: unknown): Options {
  const result = schema.safeParse(given, { error: z.locales.en().localeError });
  if (result.success) return result.data;
  const issues = result.error.issues.map(({ path, message, code }) => ({
    option: path.join("."),
    message,
    code,
  }));
  const text = issues
    .map(({ option, message }) => (option === "" ? message : `${option}: ${message}`))
    .join("; ");
  const unknown = issues.every(({ code }) => code === "unrecognized_keys");
  throw new OptionsError(unknown ? "options_unknown" : "options_invalid", {
    message: `The options of the development server are not valid: ${text}.`,
    details: { issues },
  });
}
