import { constants } from "node:fs";
import {
  type FileHandle,
  mkdir,
  open,
  readdir,
  realpath,
  rename,
  rmdir,
  stat,
  unlink,
} from "node:fs/promises";
import { homedir } from "node:os";
import { dirname, isAbsolute, join, relative, resolve, sep } from "node:path";
import type { FileRange, FileStat, Files } from "@ftrack-kit/core";
import { asLocationError } from "./file-errors.js";

const chunkSize = 256 * 1024;
const systems: Readonly<Record<string, Files["system"]>> = { darwin: "osx", win32: "windows" };

/** The file system of the machine. */
export function createNodeFiles(): Files {
  return {
    system: systems[process.platform] ?? "linux",
    read: (path, range) => guard(path, () => openForReading(path, range)),
    write: (path, options) => guard(path, () => openForWriting(path, options)),
    stat: (path) => guard(path, () => statOf(path)),
    list: (path) => guard(path, () => readdir(path)),
    remove: (path) => guard(path, () => removeEntry(path)),
    makeFolder: (path) => guard(path, async () => void (await mkdir(path, { recursive: true }))),
    rename: (from, to) => guard(to, () => rename(from, to)),
    resolve: (path) => guard(path, () => resolveLinks(resolve(expandHome(path)))),
    join,
    parent: dirname,
    contains,
  };
}

async function guard<Result>(path: string, task: () => Promise<Result>): Promise<Result> {
  try {
    return await task();
  } catch (error) {
    throw asLocationError(error, path);
  }
}

async function openForReading(
  path: string,
  {
    start = 0,
    end = Number.POSITIVE_INFINITY,
    allocate = (length) => new Uint8Array(length),
  }: FileRange = {},
): Promise<ReadableStream<Uint8Array>> {
  const handle = await open(path, "r");
  // Opening a folder works; reading it would fail later and tell less.
  if ((await handle.stat()).isDirectory()) {
    await handle.close();
    throw Object.assign(new Error("it is a folder"), { code: "EISDIR" });
  }
  let position = start;
  return new ReadableStream<Uint8Array>(
    {
      async pull(controller) {
        const length = Math.max(0, Math.min(chunkSize, end - position));
        const chunk = allocate(length);
        const { bytesRead } = length > 0 ? await readChunk(handle, chunk, position, path) : { bytesRead: 0 };
        position += bytesRead;
        if (bytesRead > 0) return controller.enqueue(chunk.subarray(0, bytesRead));
        await handle.close();
        controller.close();
      },
      cancel: () => handle.close(),
    },
    { highWaterMark: 0 },
  );
}

async function readChunk(handle: FileHandle, chunk: Uint8Array, position: number, path: string) {
  try {
    return await handle.read(chunk, 0, chunk.length, position);
  } catch (error) {
    await handle.close().catch(() => undefined);
    throw asLocationError(error, path);
  }
}

async function openForWriting(
  path: string,
  { exclusive = false, append = false }: { exclusive?: boolean; append?: boolean } = {},
): Promise<WritableStream<Uint8Array>> {
  const { O_WRONLY, O_CREAT, O_EXCL, O_APPEND, O_TRUNC } = constants;
  const flags = O_WRONLY | O_CREAT | (exclusive ? O_EXCL : 0) | (append ? O_APPEND : O_TRUNC);
  const handle = await open(path, flags, 0o666);
  return new WritableStream<Uint8Array>({
    async write(chunk) {
      try {
        // A write may take less than it was given.
        for (let done = 0; done < chunk.length; ) {
          const { bytesWritten } = await handle.write(chunk, done, chunk.length - done);
          done += bytesWritten;
        }
      } catch (error) {
        await handle.close().catch(() => undefined);
        throw asLocationError(error, path);
      }
    },
    close: () => guard(path, () => handle.close()),
    abort: () => handle.close().catch(() => undefined),
  });
}

async function statOf(path: string): Promise<FileStat | undefined> {
  try {
    const found = await stat(path);
    return { kind: found.isDirectory() ? "folder" : "file", size: found.size, modified: found.mtimeMs };
  } catch (error) {
    if (isMissing(error)) return undefined;
    throw error;
  }
}

async function removeEntry(path: string): Promise<void> {
  try {
    await unlink(path);
  } catch (error) {
    const { code } = error as NodeJS.ErrnoException;
    if (code !== "EISDIR" && code !== "EPERM") throw error;
    await rmdir(path);
  }
}

function expandHome(path: string): string {
  return path === "~" || path.startsWith("~/") || path.startsWith(`~${sep}`)
    ? homedir() + path.slice(1)
    : path;
}

/** Resolves the links of the part that exists; the rest is taken as it is. */
async function resolveLinks(path: string): Promise<string> {
  try {
    return await realpath(path);
  } catch (error) {
    const above = dirname(path);
    if (!isMissing(error) || above === path) throw error;
    return join(await resolveLinks(above), path.slice(above.length));
  }
}

function contains(folder: string, path: string): boolean {
  const between = relative(folder, path);
  return between !== ".." && !between.startsWith(`..${sep}`) && !isAbsolute(between);
}

function isMissing(error: unknown): boolean {
  const { code } = error as NodeJS.ErrnoException;
  return code === "ENOENT" || code === "ENOTDIR";
}
