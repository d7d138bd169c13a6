import { mkdir, readFile, writeFile } from "node:fs/promises";
import { dirname } from "node:path";
import { printEntityMap } from "@ftrack-kit/core";
import type { Command } from "commander";
import { CommandFailed } from "../command-failed.js";
import { addConnectionOptions, type ConnectionOptions, openSession } from "../connection.js";
import { exitCodes } from "../exit-codes.js";
import { describeDifference } from "../output/difference.js";
import { readConfigurations } from "../read-configurations.js";
import type { Terminal } from "../terminal.js";

interface GenerateOptions extends ConnectionOptions {
  readonly out: string;
  readonly name?: string;
  readonly importFrom?: string;
  readonly check?: boolean;
}

export function addGenerateCommand(program: Command, terminal: Terminal): void {
  const command = program
    .command("generate")
    .description("write the entity map of a workspace, for typed queries")
    .option("--out <file>", "file to write", "entity-map.ts")
    .option("--name <name>", "name of the interface (default: WorkspaceEntityMap)")
    .option("--import-from <package>", "package the file imports from (default: ftrack-kit)")
    .option("--check", "write nothing; fail and show what changed when the file is out of date")
    .action((options: GenerateOptions) => runGenerate(options, terminal));
  addConnectionOptions(command);
}

async function runGenerate(
  { out, name, importFrom, check = false, ...connection }: GenerateOptions,
  terminal: Terminal,
): Promise<void> {
  await using session = await openSession(connection, terminal, { schemaCache: false });
  const configurations = await readConfigurations(session);
  const wanted = printEntityMap(session.schemas, { name, importFrom, configurations });
  const present = await readFile(out, "utf8").catch((error: NodeJS.ErrnoException) => {
    if (error.code === "ENOENT") return undefined;
    throw error;
  });
  if (present === wanted) {
    terminal.note(`${out} is up to date\n`);
    return;
  }
  if (check) {
    if (present !== undefined) terminal.out(describeDifference(present, wanted));
    throw new CommandFailed(
      `${out} ${present === undefined ? "does not exist" : "is out of date"}: run ftrack-kit generate --out ${out}`,
      exitCodes.outdated,
    );
  }
  await mkdir(dirname(out), { recursive: true });
  await writeFile(out, wanted);
  terminal.note(
    `${present === undefined ? "wrote" : "updated"} ${out}: ${session.schemas.length} entity types\n`,
  );
}
