import { LocationError } from "../errors/location-error.js";

/** A run of numbered files, such as the frames of a render. */
export interface SequencePath {
  /** What comes before the number, folder included. */
  readonly head: string;
  /** What comes after the number. */
  readonly tail: string;
  /** Digits that numbers are filled up to with zeros; wider numbers keep all their digits. */
  readonly padding: number;
  /** In ascending order, each once. */
  readonly indexes: readonly number[];
}

/** A range larger than this is a typing error, not a render. */
const mostIndexes = 1_000_000;
/** No file name has room for more than some hundred digits. */
const placeholder = /%(\d{0,3})d/g;

/**
 * Reads a sequence expression, such as `/renders/shot010.%04d.exr [1-5, 7, 10-20]`.
 *
 * @returns `undefined` when the text is no sequence expression and so a plain path.
 * @throws {@link LocationError} `location_sequence` for more than a million numbers.
 */
export function parseSequence(text: string): SequencePath | undefined {
  const end = text.lastIndexOf(" [");
  const path = text.slice(0, Math.max(0, end));
  const match = [...path.matchAll(placeholder)].at(-1);
  if (!match || !text.endsWith("]")) return undefined;
  const indexes = parseRanges(text.slice(end + 2, -1));
  const [found, padding] = match;
  const head = path.slice(0, match.index);
  const tail = path.slice(match.index + found.length);
  return indexes && { head, tail, padding: Number(padding), indexes };
}

/** The inverse of {@link parseSequence}: neighbouring numbers are joined to ranges. */
export function printSequence({ head, tail, padding, indexes }: SequencePath): string {
  const ranges: [first: number, last: number][] = [];
  for (const index of indexes) {
    const current = ranges.at(-1);
    if (current?.[1] === index - 1) current[1] = index;
    else ranges.push([index, index]);
  }
  const texts = ranges.map(([first, last]) => (first === last ? String(first) : `${first}-${last}`));
  return `${head}${sequenceExpression(padding)}${tail} [${texts.join(", ")}]`;
}

/** The place of the number in a path: `%04d`, or `%d` without padding. */
export function sequenceExpression(padding: number): string {
  return padding > 0 ? `%0${padding}d` : "%d";
}

/** A number as it stands in its file's name. */
export function formatIndex(index: number, padding: number): string {
  return String(index).padStart(padding, "0");
}

/** The path of one file of a sequence. */
export function memberPath({ head, tail, padding }: SequencePath, index: number): string {
  return head + formatIndex(index, padding) + tail;
}

function parseRanges(text: string): number[] | undefined {
  const indexes = new Set<number>();
  if (text.trim() === "") return [];
  for (const item of text.split(",")) {
    const match = /^ *(\d+)(?: *- *(\d+))? *$/.exec(item);
    if (!match) return undefined;
    const first = Number(match[1]);
    const last = Number(match[2] ?? match[1]);
    if (last - first + indexes.size >= mostIndexes) throw tooMany(text);
    for (let index = first; index <= last; index++) indexes.add(index);
  }
  return [...indexes].sort((left, right) => left - right);
}

function tooMany(ranges: string): LocationError {
  return new LocationError("location_sequence", {
    message: `[${ranges}] stands for more than ${mostIndexes} files.`,
    details: { ranges },
  });
}
