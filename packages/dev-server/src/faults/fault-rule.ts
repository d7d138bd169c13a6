import * as z from "zod/mini";

/**
 * One misbehaviour of the server and when it shows.
 *
 * A rule matches requests by `on`, lets `after` of them pass, then strikes with `probability`, `times` at most.
 * Several rules can strike one request: delays add up, the first answer replacing the real one wins.
 */
export interface FaultRule {
  /**
   * What it concerns: action names (`"query"`, `"create"`), `"api"` for all of them, other endpoints (`"handshake"`,
   * `"upload"`, `"download"`, `"thumbnail"`, `"page"`), or `"event"` for events on their way to clients.
   * Defaults to every request.
   */
  readonly on?: string | readonly string[] | undefined;
  /** Chance of striking, 0 to 1. Defaults to 1. */
  readonly probability?: number | undefined;
  /** Matches to let pass first. Defaults to 0. */
  readonly after?: number | undefined;
  /** How often it strikes at most. Defaults to no limit. */
  readonly times?: number | undefined;
  /** Extra wait before the request is handled or the event delivered, in milliseconds. */
  readonly latency?: number | undefined;
  /** Up to this much more on top, drawn evenly, in milliseconds. */
  readonly jitter?: number | undefined;
  /** Answers with this HTTP status instead of handling the request. */
  readonly status?: number | undefined;
  /** Sent as `Retry-After`, in seconds, beside `status`. */
  readonly retryAfter?: number | undefined;
  /** The answer is an HTML page, as proxies send it, with `status` or 502. */
  readonly html?: boolean | undefined;
  /** The connection is cut before the request is handled, or after it was carried out. */
  readonly drop?: "before" | "after" | undefined;
  /** The request is carried out, and the answer ends in the middle. */
  readonly truncate?: boolean | undefined;
  /** Closes every event socket; for an event, the socket it was going to, in its place. */
  readonly closeSockets?: boolean | undefined;
  /** Delivers an event this many times more than once. */
  readonly duplicate?: number | undefined;
}

const fraction = z.number().check(z.gte(0), z.lte(1));
const count = z.int().check(z.gte(0));
const duration = z.number().check(z.gte(0), z.lte(3_600_000));

export const faultRuleSchema = z.strictObject({
  on: z.optional(z.union([z.string(), z.readonly(z.array(z.string()))])),
  probability: z.optional(fraction),
  after: z.optional(count),
  times: z.optional(count),
  latency: z.optional(duration),
  jitter: z.optional(duration),
  status: z.optional(z.int().check(z.gte(200), z.lte(599))),
  retryAfter: z.optional(z.number().check(z.gte(0))),
  html: z.optional(z.boolean()),
  drop: z.optional(z.enum(["before", "after"])),
  truncate: z.optional(z.boolean()),
  closeSockets: z.optional(z.boolean()),
  duplicate: z.optional(count),
}) satisfies z.ZodMiniType<FaultRule>;
