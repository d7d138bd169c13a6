import { OptionsError } from "../errors/options-error.js";
import { type ByteInput, type ByteSource, baseName, isByteInput, sourceOf } from "./byte-source.js";
import type { LocationHost } from "./location-host.js";
import { formatIndex, memberPath, parseSequence, type SequencePath, sequenceExpression } from "./sequence.js";

/** A path, a sequence expression, or bytes in any form. */
export type ComponentInput = string | ByteInput;

export type ReadInput =
  | {
      readonly kind: "file";
      readonly path: string;
      readonly size: number;
      /** Paths where no file is. */
      readonly missing: readonly string[];
    }
  | { readonly kind: "bytes"; readonly source: ByteSource }
  | {
      readonly kind: "sequence";
      readonly path: string;
      readonly padding: number;
      readonly members: readonly SequenceMember[];
      readonly missing: readonly string[];
    };

export interface SequenceMember {
  /** The number, as it is written in the path. */
  readonly name: string;
  readonly path: string;
  /** Bytes; zero where there is no file. */
  readonly size: number;
}

/** Files looked at side by side. */
const statsAtOnce = 64;

/** @throws {@link OptionsError} `options_invalid` for what no component can be made from. */
export function assertInput(input: ComponentInput): void {
  if ((typeof input === "string" && input !== "") || isByteInput(input)) return;
  throw new OptionsError("options_invalid", {
    message:
      "A component is made from a path, a sequence expression, a File, a Blob, bytes, a stream or an async iterable.",
  });
}

/** Looks at what is to become a component. */
export async function readInput(
  host: LocationHost,
  input: ComponentInput,
  size: number | undefined,
): Promise<ReadInput> {
  assertInput(input);
  if (typeof input !== "string") return { kind: "bytes", source: sourceOf(input, size) };
  const sequence = parseSequence(input);
  const missing: string[] = [];
  if (!sequence) return { kind: "file", path: input, size: await sizeOf(host, input, missing), missing };
  const { head, padding, tail } = sequence;
  const members = await membersOf(host, sequence, missing);
  return { kind: "sequence", path: head + sequenceExpression(padding) + tail, padding, members, missing };
}

/**
 * File type of a path: what a handler of `ftrack.api.session.get-file-type-from-string` answers, or its last
 * extension with the dot.
 */
export async function fileTypeOf(host: LocationHost, path: string): Promise<string> {
  const answers = await host.events.publishLocally("ftrack.api.session.get-file-type-from-string", {
    file_path: path,
  });
  const answer = answers.find((value) => typeof value === "string" && value !== "");
  if (typeof answer === "string") return answer;
  const name = baseName(path);
  const dot = name.lastIndexOf(".");
  return dot > 0 ? name.slice(dot) : "";
}

async function membersOf(
  host: LocationHost,
  sequence: SequencePath,
  missing: string[],
): Promise<SequenceMember[]> {
  const members: SequenceMember[] = [];
  for (let start = 0; start < sequence.indexes.length; start += statsAtOnce) {
    const part = sequence.indexes.slice(start, start + statsAtOnce).map(async (index) => {
      const path = memberPath(sequence, index);
      return { name: formatIndex(index, sequence.padding), path, size: await sizeOf(host, path, missing) };
    });
    members.push(...(await Promise.all(part)));
  }
  return members;
}

async function sizeOf({ files }: LocationHost, path: string, missing: string[]): Promise<number> {
  const found = await files?.stat(path);
  if (found?.kind === "file") return found.size;
  if (files && !found) missing.push(path);
  return 0;
}
