import type { Clock } from "../platform/clock.js";
import type { PluginLoader } from "../platform/plugin-loader.js";
import type { Logger } from "../util/logger.js";

/** What plugins need of a session. `Session` implements it. */
export interface PluginHost<Session> {
  /** Handed to every plugin's `register`. */
  readonly session: Session;
  readonly logger: Logger;
  /** Absent where plugins can only be passed in by hand. */
  readonly loader?: PluginLoader | undefined;
  /** Longest wait for one plugin's `register`, in milliseconds. Without it, there is none. */
  readonly limit?: { readonly timeout: number; readonly clock: Clock } | undefined;
}
