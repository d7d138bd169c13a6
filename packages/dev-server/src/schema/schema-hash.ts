import { createMd5, type Schema } from "@ftrack-kit/core";

/**
 * The checksum by which clients recognise schemas they have kept (wire protocol 4.6).
 *
 * It covers the text Python's `json.dumps(schemas, sort_keys=True)` writes.
 */
export function schemaHash(schemas: readonly Schema[]): string {
  return createMd5()
    .update(new TextEncoder().encode(printPythonJson(schemas)))
    .digest("hex");
}

/** Prints a JSON value as Python does: sorted keys, a blank behind `,` and `:`, nothing but ASCII. */
export function printPythonJson(value: unknown): string {
  if (typeof value === "string") return printString(value);
  if (typeof value === "number") return printNumber(value);
  if (typeof value !== "object" || value === null) return String(value);
  if (Array.isArray(value)) return `[${value.map(printPythonJson).join(", ")}]`;
  const entries = Object.entries(value).filter(([, item]) => item !== undefined);
  entries.sort(([left], [right]) => compareCodePoints(left, right));
  return `{${entries.map(([name, item]) => `${printString(name)}: ${printPythonJson(item)}`).join(", ")}}`;
}

function printString(text: string): string {
  return JSON.stringify(text).replaceAll(
    /[\u007f-\uffff]/g,
    (unit) => `\\u${unit.charCodeAt(0).toString(16).padStart(4, "0")}`,
  );
}

/** Python turns to exponents below 1e-4, with two digits at least; JavaScript below 1e-6. */
function printNumber(value: number): string {
  if (Number.isInteger(value)) return Math.abs(value) < 1e21 ? BigInt(value).toString() : String(value);
  const size = Math.abs(value);
  const text = size < 1e-4 ? value.toExponential() : String(value);
  return text.replace(/e([+-])(\d)$/, "e$10$2");
}

/** Python sorts text by code point; the default here is by UTF-16 unit. */
function compareCodePoints(left: string, right: string): number {
  const a = Array.from(left, (character) => character.codePointAt(0) as number);
  const b = Array.from(right, (character) => character.codePointAt(0) as number);
  const length = Math.min(a.length, b.length);
  for (let index = 0; index < length; index++) {
    const difference = (a[index] as number) - (b[index] as number);
    if (difference !== 0) return difference;
  }
  return a.length - b.length;
}
