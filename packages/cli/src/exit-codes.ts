import {
  AuthenticationError,
  FtrackError,
  NetworkError,
  OptionsError,
  QueryError,
  TimeoutError,
} from "@ftrack-kit/core";

/** What the command's exit codes mean; scripts may rely on them. */
export const exitCodes = {
  ok: 0,
  /** Something failed that has no code of its own. */
  failed: 1,
  /** The command line, an option or an expression is wrong. */
  usage: 2,
  /** The server cannot be reached, or did not answer properly. */
  connection: 3,
  /** The server does not know the user or the key. */
  authentication: 4,
  /** `generate --check` found that the file is out of date. */
  outdated: 5,
  /** The user stopped it, as shells put it. */
  stopped: 130,
} as const;

/** Paths and places that the command line names wrongly. */
const usageCodes: readonly string[] = [
  "location_resource_missing",
  "location_resource_invalid",
  "location_not_configured",
];

export function exitCodeOf(error: unknown): number {
  if (!FtrackError.is(error)) return exitCodes.failed;
  const { name } = error as FtrackError;
  if (name === OptionsError.name || error instanceof QueryError) return exitCodes.usage;
  if (usageCodes.includes((error as FtrackError).code)) return exitCodes.usage;
  if (error instanceof AuthenticationError) return exitCodes.authentication;
  if (error instanceof NetworkError || error instanceof TimeoutError) return exitCodes.connection;
  return exitCodes.failed;
}
