import type { ConnectionInfo } from "../event-server/connection.js";
import type { FaultScript } from "../faults/fault-script.js";
import type { DevApi, DevEvent } from "./dev-api.js";
import type { RequestLog } from "./request-log.js";
import type { ServerClock } from "./server-clock.js";
import type { DevSnapshot } from "./workspace-state.js";

/** What a test can see of a development server and do with it, whichever form it has. */
export interface DevControls {
  /** Address for clients, such as `http://127.0.0.1:8080`. */
  readonly url: string;
  /** The time the server lives by. */
  readonly clock: ServerClock;
  /** What goes wrong; rules can come and go. */
  readonly faults: FaultScript;
  /** What came in, with counts and bytes. */
  readonly requests: RequestLog;
  /** Clients of the event server. */
  readonly connections: readonly ConnectionInfo[];
  /** Publishes an event as the server; returns to how many connections it was sent. */
  publish(event: DevEvent): number;
  /** Waits until every encoding and other job is done. */
  idle(): Promise<void>;
  /**
   * Back to the seed: rows, keys and files. Faults and the request log are forgotten; clients stay connected, and the
   * clock stays as it is.
   */
  reset(): Promise<void>;
  /** Remembers rows, keys and files. */
  snapshot(): Promise<DevSnapshot>;
  /** Brings a snapshot of this server back; no events tell of it. */
  restore(snapshot: DevSnapshot): Promise<void>;
  /** Cuts every connection and frees what is held; with a data folder, everything is written out. Safe to call twice. */
  close(): Promise<void>;
  [Symbol.asyncDispose](): Promise<void>;
}

export function controlsOf(api: DevApi, shutDown: () => Promise<void>): DevControls {
  let closing: Promise<void> | undefined;
  const close = () => {
    closing ??= shutDown();
    return closing;
  };
  return {
    url: api.url,
    clock: api.clock,
    faults: api.faults,
    requests: api.requests,
    get connections() {
      return api.events.connections;
    },
    publish: (event) => api.publish(event),
    idle: () => api.idle(),
    reset: () => api.reset(),
    snapshot: () => api.snapshot(),
    restore: (snapshot) => api.restore(snapshot),
    close,
    [Symbol.asyncDispose]: close,
  };
}
