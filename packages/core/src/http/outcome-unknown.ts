import { FtrackError } from "../errors/ftrack-error.js";
import type { RequestFacts } from "../errors/network-error.js";

/**
 * Whether a failed write may have been carried out: its answer was lost, or something in between answered.
 *
 * `false` means the server did not act.
 */
export function isOutcomeUnknown(error: unknown): boolean {
  if (!FtrackError.is(error)) return false;
  if ((error.details as RequestFacts).delivered === false) return false;
  return error.code === "timeout_request" || error.code.startsWith("network_");
}
