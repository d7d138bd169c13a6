import { CommandFailed } from "./command-failed.js";
import { exitCodes } from "./exit-codes.js";
import type { Terminal } from "./terminal.js";

/** What to throw for a failure: where the user stopped the command, that it stopped and what can be done then. */
export function stopped(error: unknown, { signal }: Terminal, hint: string): unknown {
  if (!signal.aborted || error !== signal.reason) return error;
  return new CommandFailed(`Stopped. ${hint}`, exitCodes.stopped);
}
