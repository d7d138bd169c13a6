import { basename, resolve } from "node:path";
import { parseSequence, ql, type Session } from "@ftrack-kit/node";
import type { Command } from "commander";
import { CommandFailed } from "../command-failed.js";
import { addConnectionOptions, type ConnectionOptions, openSession } from "../connection.js";
import { exitCodes } from "../exit-codes.js";
import { printBytes } from "../output/quantities.js";
import { createTransferProgress } from "../output/transfer-progress.js";
import { stopped } from "../stopped.js";
import type { Terminal } from "../terminal.js";

interface UploadOptions extends ConnectionOptions {
  readonly to: string;
  readonly name?: string;
  readonly location: string;
  readonly json?: boolean;
}

export function addUploadCommand(program: Command, terminal: Terminal): void {
  const command = program
    .command("upload")
    .description("upload a file or a sequence as a component of a version, and print the component's id")
    .argument("<path>", "such as: /renders/shot010.mov or '/renders/shot010.%04d.exr [1-100]'")
    .requiredOption("--to <version>", "id of the version it belongs to")
    .option("--name <name>", "name of the component (default: the file's, without number and extension)")
    .option("--location <name>", "where the data goes", "ftrack.server")
    .option("--json", "print what was made as JSON")
    .action((path: string, options: UploadOptions) => runUpload(path, options, terminal));
  addConnectionOptions(command);
}

async function runUpload(given: string, options: UploadOptions, terminal: Terminal): Promise<void> {
  const path = resolve(given);
  const name = options.name ?? nameOf(path);
  await using session = await openSession(options, terminal);
  await requireVersion(session, options.to, terminal);
  const progress = createTransferProgress(terminal, name);
  const component = await session
    .createComponent(
      path,
      { name, version_id: options.to },
      {
        location: options.location,
        signal: terminal.signal,
        onProgress: progress.update,
        // The same command goes on where an earlier one was stopped.
        resumeKey: `command ${session.serverUrl} ${options.location} ${options.to} ${name} ${path}`,
      },
    )
    .catch((error: unknown) => {
      throw stopped(error, terminal, "Run the same command again to go on.");
    })
    .finally(progress.stop);
  const { id, file_type, size } = component;
  if (options.json) {
    const facts = {
      component_id: id,
      version_id: options.to,
      name,
      file_type,
      size,
      location: options.location,
    };
    terminal.out(`${JSON.stringify(facts)}\n`);
  } else {
    terminal.note(`uploaded ${name}, ${printBytes(size ?? 0)}\n`);
    terminal.out(`${id}\n`);
  }
}

/** `shot010` of `/renders/shot010.%04d.exr [1-100]`. */
function nameOf(path: string): string {
  const stem = parseSequence(path)?.head.replace(/[._ -]+$/, "") ?? path;
  const name = basename(stem);
  const dot = name.lastIndexOf(".");
  return (stem === path && dot > 0 ? name.slice(0, dot) : name) || "main";
}

async function requireVersion(session: Session, id: string, { signal }: Terminal): Promise<void> {
  const found = await session.query(ql`select id from AssetVersion where id is ${id}`, { signal }).first();
  if (found) return;
  throw new CommandFailed(
    `There is no version ${id}. Find its id with: ftrack-kit query 'select id, asset.name, version from AssetVersion'`,
    exitCodes.usage,
  );
}
