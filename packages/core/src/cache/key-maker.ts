/** Turns what identifies a value into the text it is stored under. */
export interface KeyMaker {
  /** Equal parts give equal keys, and different ones different keys. */
  key(...parts: readonly unknown[]): string;
}

/**
 * Keys from the text of the parts.
 *
 * Readable and quick; parts are told apart by their text alone, so the number `1` and the text `"1"` are one key.
 *
 * @example
 * new StringKeyMaker().key("Task", ["b1"]); // "Task|[b1]"
 */
export class StringKeyMaker implements KeyMaker {
  key(...parts: readonly unknown[]): string {
    return parts.map((part) => (typeof part === "string" ? quote(part) : `[${flatten(part)}]`)).join("|");
  }
}

/**
 * Keys from the structure of the parts: `1`, `"1"`, `[1]` and `{ a: 1 }` are all different, and the order of an
 * object's fields makes no difference.
 *
 * @throws A `TypeError` for functions, symbols and structures that contain themselves.
 */
export class ObjectKeyMaker implements KeyMaker {
  key(...parts: readonly unknown[]): string {
    return parts.map((part) => structure(part, new Set())).join(",");
  }
}

const quote = (text: string) => text.replace(/[\\|[\],]/g, "\\$&");

function flatten(part: unknown): string {
  if (!Array.isArray(part)) return quote(String(part));
  return part.map((item) => (Array.isArray(item) ? `[${flatten(item)}]` : quote(String(item)))).join(",");
}

function structure(value: unknown, above: Set<object>): string {
  switch (typeof value) {
    case "string":
      return JSON.stringify(value);
    case "bigint":
      return `${value}n`;
    case "number":
      return Object.is(value, -0) ? "-0" : String(value);
    case "boolean":
    case "undefined":
      return String(value);
    case "object":
      return value === null ? "null" : structureOfObject(value, above);
    default:
      throw new TypeError(`A ${typeof value} cannot be part of a cache key.`);
  }
}

function structureOfObject(value: object, above: Set<object>): string {
  if (above.has(value))
    throw new TypeError("A structure that contains itself cannot be part of a cache key.");
  above.add(value);
  const text = describeObject(value, (item) => structure(item, above));
  above.delete(value);
  return text;
}

function describeObject(value: object, describe: (item: unknown) => string): string {
  if (Array.isArray(value)) return `[${value.map(describe).join(",")}]`;
  if (value instanceof Date) return `Date(${value.getTime()})`;
  if (value instanceof Map) return `Map{${pairs([...value], describe)}}`;
  if (value instanceof Set) return `Set{${[...value].map(describe).sort().join(",")}}`;
  return `{${pairs(Object.entries(value), describe)}}`;
}

const pairs = (entries: [unknown, unknown][], describe: (item: unknown) => string) =>
  entries
    .map(([name, item]) => `${describe(name)}:${describe(item)}`)
    .sort()
    .join(",");
