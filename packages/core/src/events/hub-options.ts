import { Authenticator } from "../auth/authenticator.js";
import { OptionsError } from "../errors/options-error.js";
import type { Platform } from "../platform/platform.js";
import type { Trace, TraceHooks } from "../platform/trace.js";
import { guardLogger, type Logger, silentLogger } from "../util/logger.js";
import { eventServerAddress } from "./event-server-address.js";
import type { EventServer } from "./handshake.js";
import type { OpenConnection } from "./hub-connection.js";
import type { ReconnectPolicy } from "./link.js";

/** What an event hub needs; a session fills it from its own options. Durations in milliseconds. */
export interface EventHubOptions {
  /** Address of the server; a path in it is kept, so that a hub works behind a proxy's prefix. */
  readonly serverUrl: string;
  readonly apiUser: string;
  readonly apiKey?: string | undefined;
  /** Takes the place of `apiKey`: credentials shared with a session. */
  readonly auth?: Authenticator | undefined;
  readonly platform: Pick<Platform, "fetch" | "openWebSocket" | "clock" | "environment">;
  /** Sent with handshake and socket, where the runtime allows it. */
  readonly headers?: Readonly<Record<string, string>> | undefined;
  readonly cookies?: Readonly<Record<string, string>> | undefined;
  /**
   * Where user and key travel in the handshake: in headers, or, where the server accepts none across origins (in
   * browsers), in the query. Defaults to `headers`.
   */
  readonly credentials?: "headers" | "query" | undefined;
  /** Silent by default. */
  readonly logger?: Logger | undefined;
  /** Marks what this session causes, so that `noEcho` subscriptions can ignore it. */
  readonly clientToken?: string | undefined;
  /** Told to others as the source of published events. Defaults to `ftrack-kit`. */
  readonly applicationId?: string | undefined;
  /** Longest attempt to connect. Defaults to 30,000. */
  readonly connectTimeout?: number | undefined;
  /** Longest wait for an acknowledgement before the connection is given up for a new one. Defaults to 15,000. */
  readonly acknowledgeTimeout?: number | undefined;
  /** Longest wait for a sign of life after one was asked for. Defaults to 5,000. */
  readonly probeTimeout?: number | undefined;
  /** Waits between attempts: from `base` (1,000) growing to `max` (30,000), with full jitter, without end. */
  readonly reconnect?:
    | { readonly [Key in keyof ReconnectPolicy]?: ReconnectPolicy[Key] | undefined }
    | undefined;
  /** Published events that may wait for the server. Defaults to 10,000. */
  readonly queueLimit?: number | undefined;
  /** Observers of what is published and handled. */
  readonly hooks?: TraceHooks | undefined;
  /** Given the way to open a connection of the hub's own, gives the one to use: where several hubs share one. */
  readonly share?: ((direct: OpenConnection) => OpenConnection) | undefined;
  /** Numbers in [0, 1) for the jitter. Defaults to `Math.random`. */
  readonly random?: (() => number) | undefined;
  /** Ends the hub for good when it aborts, such as with its session. */
  readonly signal?: AbortSignal | undefined;
}

export interface ResolvedHubOptions {
  readonly server: EventServer;
  readonly platform: EventHubOptions["platform"];
  readonly logger: Logger;
  readonly clientToken: string | undefined;
  readonly applicationId: string;
  readonly limits: { readonly connect: number; readonly acknowledge: number; readonly probe: number };
  readonly policy: ReconnectPolicy;
  readonly queueLimit: number;
  readonly share: EventHubOptions["share"];
  readonly trace: Trace | undefined;
  readonly random: () => number;
  readonly signal: AbortSignal | undefined;
}

export function resolveHubOptions(options: EventHubOptions): ResolvedHubOptions {
  const { serverUrl, apiUser, platform, reconnect = {} } = options;
  const connectTimeout = options.connectTimeout ?? 30_000;
  eventServerAddress(serverUrl);
  return {
    server: {
      serverUrl,
      apiUser,
      auth: options.auth ?? authenticatorOf(options, connectTimeout),
      headers: { ...options.headers },
      cookies: { ...options.cookies },
      credentials: options.credentials ?? "headers",
    },
    platform,
    logger: guardLogger(options.logger ?? silentLogger),
    clientToken: options.clientToken,
    applicationId: options.applicationId ?? "ftrack-kit",
    limits: {
      connect: connectTimeout,
      acknowledge: options.acknowledgeTimeout ?? 15_000,
      probe: options.probeTimeout ?? 5_000,
    },
    policy: {
      base: reconnect.base ?? 1_000,
      max: reconnect.max ?? 30_000,
      attempts: reconnect.attempts ?? Number.POSITIVE_INFINITY,
    },
    queueLimit: options.queueLimit ?? 10_000,
    trace: options.hooks?.trace,
    share: options.share,
    random: options.random ?? Math.random,
    signal: options.signal,
  };
}

function authenticatorOf({ apiKey, platform }: EventHubOptions, timeout: number): Authenticator {
  if (apiKey !== undefined) return new Authenticator({ auth: { apiKey }, clock: platform.clock, timeout });
  throw new OptionsError("options_missing", {
    message: `An event hub needs "apiKey" or "auth".`,
    details: { option: "apiKey" },
  });
}
