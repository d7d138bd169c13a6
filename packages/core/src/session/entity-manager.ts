import type { Cache } from "../cache/cache.js";
import type { Operation } from "../codec/operations.js";
import type { WireEntity } from "../codec/wire-entity.js";
import type { Clock } from "../platform/clock.js";
import type { SchemaRegistry } from "../schema/schema-registry.js";
import type { Logger } from "../util/logger.js";

/** Sends a batch; resolves with one answer per operation. Kind `"write"` is never repeated blindly. */
export type CallOperations = (
  operations: readonly Operation[],
  options: { readonly signal?: AbortSignal | undefined; readonly kind: "read" | "write" },
) => Promise<unknown[]>;

/** How unloaded attributes are fetched by `$get`: with the entity's peers, alone, or not at all. */
export type AutoPopulate = "peers" | "single" | false;

/** How dates appear: ISO 8601 text, `Date` objects, or what a function makes of the ISO text. */
export type DateFormat = "iso" | "date" | ((iso: string) => unknown);

export interface EntityOptions {
  readonly autoPopulate: AutoPopulate;
  readonly recordOperations: boolean;
}

export interface EntityManagerInit {
  readonly registry: SchemaRegistry;
  readonly call: CallOperations;
  /** Rows of every page of a query, not yet decoded. */
  readonly query: (
    text: string,
    options?: { readonly signal?: AbortSignal | undefined },
  ) => Promise<WireEntity[]>;
  /** Where persisted values are kept across sessions. */
  readonly cache?: Cache | undefined;
  readonly options: EntityOptions & { readonly dates: DateFormat };
  /** Whether the server's naive dates are UTC (`is_timezone_support_enabled`). */
  readonly utc: boolean;
  readonly logger: Logger;
  readonly clock: Clock;
  /** What `entity.$session` answers. */
  readonly session: object;
}
