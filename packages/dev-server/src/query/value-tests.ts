import { isNone, type QueryComparison, type QueryValue, type ScalarType } from "@ftrack-kit/core";
import { ApiError } from "../operations/api-error.js";
import { normalizeDate } from "../store/dates.js";
import { compileLike, foldCase } from "./text.js";
import type { Truth } from "./truth.js";

/** Tests a stored value, which is `null` when unset. */
export type ValueTest = (stored: unknown) => Truth;

/** How values of an attribute are compared. `identifier` is text whose case matters. */
export type ValueKind = ScalarType | "identifier";

type Comparable = string | number;

const comparators: Readonly<
  Record<"=" | "!=" | ">" | "<" | ">=" | "<=", (a: Comparable, b: Comparable) => boolean>
> = {
  "=": (a, b) => a === b,
  "!=": (a, b) => a !== b,
  ">": (a, b) => a > b,
  "<": (a, b) => a < b,
  ">=": (a, b) => a >= b,
  "<=": (a, b) => a <= b,
};

/** Compiles `attribute operator literal` (wire protocol 5.3). */
export function compileComparison(
  kind: ValueKind,
  operator: QueryComparison["operator"],
  value: QueryValue,
): ValueTest {
  if (isNone(value)) return compileNone(operator);
  if (operator === "like" || operator === "not_like") {
    const matches = compileLike(patternOf(value));
    const wanted = operator === "like";
    return eachElement((element) => matches(String(element)) === wanted);
  }
  if (kind === "identifier" && (operator === "=" || operator === "!=")) {
    return compileMembership(kind, [value.text], operator === "!=");
  }
  const compare = comparators[operator];
  if (kind === "variable") {
    return eachElement((element) => {
      const literal = readLike(element, value.text);
      return literal === undefined ? operator === "!=" : compare(toComparable("string", element), literal);
    });
  }
  const literal = toLiteral(kind, value.text);
  return eachElement((element) => compare(toComparable(kind, element), literal));
}

/** Compiles `attribute in (…)` over the texts of literals or the values of a sub-query. */
export function compileMembership(kind: ValueKind, values: readonly unknown[], negated: boolean): ValueTest {
  if (values.length === 0) return () => negated;
  if (kind === "variable") {
    const texts = values.map(String);
    return eachElement((element) => {
      const own = toComparable("string", element);
      return texts.some((text) => readLike(element, text) === own) !== negated;
    });
  }
  const known = new Set(
    kind === "identifier" ? values.flatMap(identifierTexts) : values.map(literalOf(kind)),
  );
  return eachElement((element) => known.has(toComparable(kind, element)) !== negated);
}

/** `none` equals only what is unset; compared in any other way it is unknown. */
function compileNone(operator: QueryComparison["operator"]): ValueTest {
  if (operator === "=") return (stored) => stored === null;
  if (operator === "!=") return (stored) => stored !== null;
  return () => null;
}

/** Values that are lists, such as those of enumerators, match when any element does. */
function eachElement(test: (element: unknown) => boolean): ValueTest {
  return (stored) => {
    if (stored === null || stored === undefined) return null;
    return Array.isArray(stored) ? stored.some(test) : test(stored);
  };
}

/** @throws {@link ApiError} `ValidationError` when the text is no value of that kind. */
function toLiteral(kind: ValueKind, text: string): Comparable {
  const literal = parseLiteral(kind, text);
  if (literal !== undefined) return literal;
  throw new ApiError("ValidationError", `Cannot compare a ${kind} attribute with "${text}".`);
}

function parseLiteral(kind: ValueKind, text: string): Comparable | undefined {
  switch (kind) {
    case "integer":
    case "number":
      return parseNumber(text);
    case "boolean":
      return parseBoolean(text);
    case "datetime":
      return normalizeDate(text);
    case "identifier":
      return text;
    default:
      return foldCase(text);
  }
}

const literalOf =
  (kind: ValueKind) =>
  (value: unknown): Comparable =>
    typeof value === "string" ? toLiteral(kind, value) : toComparable(kind, value);

/** The spellings an id is looked up under: as given and, for a UUID, in lower case. */
export function identifierTexts(value: unknown): string[] {
  const text = String(value);
  const lower = text.toLowerCase();
  return isUuid.test(text) && lower !== text ? [text, lower] : [text];
}

const isUuid = /^[\dA-F]{8}(-[\dA-F]{4}){3}-[\dA-F]{12}$/i;

/** Reads text as the kind of value that is stored; `undefined` when it cannot be one. */
function readLike(stored: unknown, text: string): Comparable | undefined {
  if (typeof stored === "number") return parseNumber(text);
  if (typeof stored === "boolean") return parseBoolean(text);
  if (typeof stored === "string") {
    const date = storedDate.test(stored) ? normalizeDate(text) : undefined;
    if (date !== undefined) return foldCase(date);
  }
  return foldCase(text);
}

const storedDate = /^\d{4}-\d{2}-\d{2}T\d{2}:\d{2}:\d{2}$/;

function toComparable(kind: ValueKind, stored: unknown): Comparable {
  if (typeof stored === "number") return stored;
  if (typeof stored === "boolean") return stored ? 1 : 0;
  if (typeof stored === "string") {
    if (kind === "identifier" || kind === "datetime") return stored;
    if (kind === "integer" || kind === "number") return parseNumber(stored) ?? stored;
    return foldCase(stored);
  }
  return foldCase(JSON.stringify(stored) ?? "");
}

function parseNumber(text: string): number | undefined {
  const number = text.trim() === "" ? Number.NaN : Number(text);
  return Number.isFinite(number) ? number : undefined;
}

const booleans: Readonly<Record<string, number>> = { true: 1, false: 0, "1": 1, "0": 0 };

const parseBoolean = (text: string): number | undefined => {
  const word = text.trim().toLowerCase();
  return Object.hasOwn(booleans, word) ? booleans[word] : undefined;
};

/** A `like` pattern keeps its backslashes, as `\%` is not `%`. */
const patternOf = (value: QueryValue): string => (value.quoted ? value.source.slice(1, -1) : value.source);
