import { crc32 } from "node:zlib";

/** One record as a line: checksum, space, JSON. */
export function encodeRecord(value: unknown): string {
  const json = JSON.stringify(value);
  return `${checksum(json)} ${json}\n`;
}

export interface DecodedRecords {
  readonly records: readonly unknown[];
  /** Whether something that is no record came first after the last one: what a crash leaves of a line. */
  readonly torn: boolean;
}

/**
 * Reads lines back.
 *
 * A broken end is what a crash leaves and is dropped; a broken line with good ones behind it is damage.
 *
 * @throws Error when the text is damaged.
 */
export function decodeRecords(text: string): DecodedRecords {
  const lines = text.split("\n");
  const records: unknown[] = [];
  for (const [index, line] of lines.entries()) {
    if (index === lines.length - 1) return { records, torn: line !== "" };
    if (isIntact(line)) {
      records.push(JSON.parse(line.slice(9)));
      continue;
    }
    if (lines.slice(index + 1).some(isIntact)) throw new Error(`Line ${index + 1} is damaged.`);
    return { records, torn: true };
  }
  return { records, torn: false };
}

const isIntact = (line: string): boolean => line.length > 9 && line.slice(0, 8) === checksum(line.slice(9));

const checksum = (json: string): string => crc32(json).toString(16).padStart(8, "0");
