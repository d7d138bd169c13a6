import { stat } from "node:fs/promises";
import { join, resolve } from "node:path";
import type { Session } from "@ftrack-kit/node";
import type { Command } from "commander";
import { CommandFailed } from "../command-failed.js";
import { type ComponentFile, type ComponentFiles, findComponentFiles } from "../component-files.js";
import { addConnectionOptions, type ConnectionOptions, openSession } from "../connection.js";
import { exitCodes } from "../exit-codes.js";
import { printBytes } from "../output/quantities.js";
import { createTransferProgress } from "../output/transfer-progress.js";
import { stopped } from "../stopped.js";
import type { Terminal } from "../terminal.js";

interface DownloadOptions extends ConnectionOptions {
  readonly location?: string;
  readonly json?: boolean;
}

interface PlacedFile extends ComponentFile {
  readonly path: string;
}

/** Files fetched at the same time. */
const atOnce = 4;

export function addDownloadCommand(program: Command, terminal: Terminal): void {
  const command = program
    .command("download")
    .description("write the files of a component to the disk, and print their paths")
    .argument("<component>", "id of the component")
    .argument("[target]", "file or folder to write to; a folder for sequences and containers", ".")
    .option("--location <name>", "where to take it from (default: the preferred one that has it)")
    .option("--json", "print what was written as JSON")
    .action((id: string, target: string, options: DownloadOptions) =>
      runDownload(id, target, options, terminal),
    );
  addConnectionOptions(command);
}

async function runDownload(
  id: string,
  target: string,
  options: DownloadOptions,
  terminal: Terminal,
): Promise<void> {
  await using session = await openSession(options, terminal);
  const found = await findComponentFiles(session, id, terminal.signal);
  if (!found) {
    throw new CommandFailed(
      `There is no component ${id}. Find its id with: ftrack-kit query 'select id, name, file_type, version.asset.name from Component'`,
      exitCodes.usage,
    );
  }
  const files = await place(found, resolve(target));
  const progress = createTransferProgress(terminal, found.name);
  const counter = new Counter(files, progress.update);
  try {
    await fetchAll(files, terminal.signal, (file, signal) =>
      fetchFile(session, file, found.single, {
        ...(options.location === undefined ? {} : { location: options.location }),
        signal,
        onProgress: ({ loaded }) => counter.set(file, loaded),
      }),
    );
  } catch (error) {
    throw stopped(error, terminal, "Run the same command again to go on.");
  } finally {
    progress.stop();
  }
  if (options.json) {
    const written = files.map(({ path, size }) => ({ path, size }));
    terminal.out(`${JSON.stringify({ component_id: id, name: found.name, files: written })}\n`);
  } else {
    terminal.note(`downloaded ${found.name}, ${printBytes(counter.whole)}\n`);
    for (const { path } of files) terminal.out(`${path}\n`);
  }
}

async function place({ single, files }: ComponentFiles, target: string): Promise<PlacedFile[]> {
  const folder = (await stat(target).catch(() => undefined))?.isDirectory() ?? false;
  if (single && !folder) return files.map((file) => ({ ...file, path: target }));
  if (!folder) {
    throw new CommandFailed(
      `"${target}" is not a folder, and the component has ${files.length} files.`,
      exitCodes.usage,
    );
  }
  return files.map((file) => ({ ...file, path: join(target, file.fileName) }));
}

/** A frame that an earlier run brought stays; a single file in the way is the user's to look at. */
async function fetchFile(
  session: Session,
  { id, path, size }: PlacedFile,
  single: boolean,
  options: NonNullable<Parameters<Session["downloadComponent"]>[2]>,
): Promise<void> {
  const present = single ? undefined : await stat(path).catch(() => undefined);
  if (present?.isFile() && present.size === size) return;
  await session.downloadComponent(id, path, options);
}

/** Some at a time; the first failure stops the others, and is thrown once they have ended. */
async function fetchAll(
  files: readonly PlacedFile[],
  signal: AbortSignal,
  fetchOne: (file: PlacedFile, signal: AbortSignal) => Promise<void>,
): Promise<void> {
  const failing = new AbortController();
  const either = AbortSignal.any([signal, failing.signal]);
  const queue = files.values();
  const worker = async () => {
    for (const file of queue) {
      either.throwIfAborted();
      // A signal for each: Node warns of many listeners on one.
      await fetchOne(file, AbortSignal.any([either]));
    }
  };
  await Promise.allSettled(
    Array.from({ length: atOnce }, () => worker().catch((error: unknown) => failing.abort(error))),
  );
  either.throwIfAborted();
}

/** Adds up what is known of several files. */
class Counter {
  /** Bytes of all files. */
  readonly whole: number;
  readonly #loaded = new Map<PlacedFile, number>();
  readonly #began = performance.now();
  readonly #onProgress: ReturnType<typeof createTransferProgress>["update"];

  constructor(files: readonly PlacedFile[], onProgress: ReturnType<typeof createTransferProgress>["update"]) {
    this.whole = files.reduce((sum, { size }) => sum + size, 0);
    this.#onProgress = onProgress;
  }

  set(file: PlacedFile, bytes: number): void {
    this.#loaded.set(file, bytes);
    const loaded = [...this.#loaded.values()].reduce((sum, count) => sum + count, 0);
    const rate = (loaded * 1000) / Math.max(1, performance.now() - this.#began);
    const remaining = ((this.whole - loaded) * 1000) / Math.max(1, rate);
    this.#onProgress({ loaded, total: this.whole, rate, remaining: Math.max(0, remaining) });
  }
}
