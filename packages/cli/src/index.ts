/** The command, for programs that want to run it themselves. */
export { exitCodes } from "./exit-codes.js";
export { runCommandLine } from "./program.js";
export type { Terminal } from "./terminal.js";
