import { Command, CommanderError } from "commander";
import manifest from "../package.json" with { type: "json" };
import { CommandFailed } from "./command-failed.js";
import { addDevServerCommand } from "./commands/dev-server.js";
import { addDiagnoseCommand } from "./commands/diagnose.js";
import { addDownloadCommand } from "./commands/download.js";
import { addGenerateCommand } from "./commands/generate.js";
import { addListenCommand } from "./commands/listen.js";
import { addQueryCommand } from "./commands/query.js";
import { addUploadCommand } from "./commands/upload.js";
import { exitCodeOf, exitCodes } from "./exit-codes.js";
import type { Terminal } from "./terminal.js";

/**
 * Runs one command line.
 *
 * @param words - What follows the command's name.
 * @returns The exit code; see `exitCodes`.
 */
export async function runCommandLine(words: readonly string[], terminal: Terminal): Promise<number> {
  const program = new Command("ftrack-kit")
    .description("Work with an ftrack server from the command line.")
    .version(manifest.version, "-v, --version", "print the version")
    .exitOverride()
    .configureOutput({ writeOut: (text) => terminal.out(text), writeErr: (text) => terminal.note(text) })
    .showHelpAfterError();
  for (const add of [
    addQueryCommand,
    addListenCommand,
    addUploadCommand,
    addDownloadCommand,
    addGenerateCommand,
    addDiagnoseCommand,
    addDevServerCommand,
  ]) {
    add(program, terminal);
  }
  try {
    await program.parseAsync([...words], { from: "user" });
    return exitCodes.ok;
  } catch (error) {
    if (error instanceof CommanderError) return error.exitCode === 0 ? exitCodes.ok : exitCodes.usage;
    terminal.note(`${error instanceof Error ? error.message : String(error)}\n`);
    return error instanceof CommandFailed ? error.exitCode : exitCodeOf(error);
  }
}
