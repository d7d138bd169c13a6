import { runCommandLine } from "./program.js";
import { createProcessTerminal } from "./terminal.js";

process.exitCode = await runCommandLine(process.argv.slice(2), createProcessTerminal());
