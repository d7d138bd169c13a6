import { QueryError } from "../errors/query-error.js";

/** Anything that stands for its primary key in a query; entities do. */
export interface Keyed {
  readonly $key: readonly unknown[];
}

/** Dates of any kind: `Date`, dayjs, moment, luxon. */
export interface DateLike {
  toISOString(): string;
}

/** A single value a query can hold. `Temporal` values count as objects with an ISO `toJSON`. */
export type QueryScalar = string | number | bigint | boolean | null | Keyed | DateLike | TemporalLike;

/** `Temporal.Instant`, `PlainDate`, `PlainDateTime` and `ZonedDateTime`. */
export interface TemporalLike {
  readonly [Symbol.toStringTag]: string;
  toJSON(): string;
}

/** A value as text, before quoting, and whether it needs quotes. */
export interface Literal {
  readonly text: string;
  readonly quoted: boolean;
}

/**
 * What a value reads as in a query: `none` for null, bare numbers and booleans, everything else as text.
 *
 * Dates come out as ISO 8601 with a numeric offset, the form the Python client sends (wire protocol 5.2).
 *
 * @throws {@link QueryError} `query_value` for what a query cannot hold.
 */
export function toLiteral(value: unknown): Literal {
  if (value === null) return { text: "none", quoted: false };
  if (typeof value === "string") return { text: value, quoted: true };
  if (typeof value === "boolean" || typeof value === "bigint") return { text: String(value), quoted: false };
  if (typeof value === "number" && Number.isFinite(value)) return { text: String(value), quoted: false };
  if (typeof value === "object") {
    if (isKeyed(value)) return toLiteral(singleKey(value));
    const date = toDateText(value);
    if (date !== undefined) return { text: date, quoted: true };
  }
  throw new QueryError("query_value", {
    message: `A query cannot hold ${describe(value)}. Give text, a number, a boolean, null, a date, an entity or a list of these.`,
  });
}

/** Writes text so that it reads back as the same text between quotes of either kind. */
export const escapeText = (text: string): string => text.replace(/[\\"']/g, "\\$&");

/** As {@link escapeText}, for a `like` pattern: `%` and `_` stand for themselves. */
export const escapeLike = (text: string): string => text.replace(/[\\"'%_]/g, "\\$&");

/** Writes a value as it stands outside quotes. */
export function printLiteral(value: unknown): string {
  const { text, quoted } = toLiteral(value);
  return quoted ? quote(text) : text;
}

/** Text in double quotes. */
export const quote = (text: string): string => `"${text.replace(/[\\"]/g, "\\$&")}"`;

/** Whether a value stands for its primary key. */
export function isKeyed(value: unknown): value is Keyed {
  return typeof value === "object" && value !== null && Array.isArray((value as Partial<Keyed>).$key);
}

function singleKey({ $key }: Keyed): unknown {
  if ($key.length === 1 && $key[0] !== null && typeof $key[0] !== "object") return $key[0];
  throw new QueryError("query_value", {
    message: `An entity stands for its primary key, and this one has ${$key.length} parts. Compare each part by itself.`,
  });
}

function toDateText(value: object): string | undefined {
  if (isTemporal(value)) return withNumericOffset(value.toJSON().replace(/\[.*$/, ""));
  if (typeof (value as Partial<DateLike>).toISOString !== "function") return undefined;
  try {
    return withNumericOffset((value as DateLike).toISOString());
  } catch (cause) {
    throw new QueryError("query_value", { message: "A query cannot hold an invalid date.", cause });
  }
}

const isTemporal = (value: object): value is TemporalLike =>
  /^Temporal\.(?:Instant|Plain(?:Date|DateTime)|ZonedDateTime)$/.test(
    String((value as Partial<TemporalLike>)[Symbol.toStringTag]),
  );

const withNumericOffset = (iso: string): string => iso.replace(/Z$/, "+00:00");

function describe(value: unknown): string {
  if (value === undefined) return "undefined";
  if (typeof value === "number") return String(value);
  if (Array.isArray(value)) return "a list here";
  return typeof value === "object"
    ? `an object of type ${value?.constructor?.name ?? "Object"}`
    : `a ${typeof value}`;
}
