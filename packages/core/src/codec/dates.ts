import { EntityError } from "../errors/entity-error.js";
import { isWireDate, valueTypeKey, type WireDate } from "./wire-entity.js";

/** How dates appear: ISO 8601 text, `Date` objects, or what a function makes of the ISO text. */
export type DateFormat = "iso" | "date" | ((iso: string) => unknown);

const dateOnly = /^\d{4}-\d{2}-\d{2}$/;
const dateTime = /^\d{4}-\d{2}-\d{2}[T ]\d{2}:\d{2}(:\d{2}([.,]\d+)?)?\s*(Z|[+-]\d{2}(:?\d{2})?)?$/i;
/** How much of what is no date a message shows. */
const longestExcerpt = 60;
const offset = /(Z|[+-]\d{2}(:?\d{2})?)$/i;

/** Turns the dates of the wire into those of the application, and back (wire protocol 3.2). */
export class DateCodec {
  readonly #format: DateFormat;
  readonly #utc: boolean;

  /** @param utc - Whether the server's dates without a zone are UTC. */
  constructor(format: DateFormat, utc: boolean) {
    this.#format = format;
    this.#utc = utc;
  }

  /** What the application sees of a date. */
  decode(date: WireDate): unknown {
    const iso = this.iso(date);
    if (this.#format === "iso") return iso;
    return this.#format === "date" ? new Date(iso) : this.#format(iso);
  }

  /** ISO 8601 text: in UTC with milliseconds where the moment is known, as sent where it is not. */
  iso({ [valueTypeKey]: type, value }: WireDate): string {
    if (type === "date" || dateOnly.test(value)) return value;
    if (isToTheSecond(value)) return this.#utc ? `${value}.000Z` : value;
    if (!offset.test(value)) return this.#utc ? toIso(`${value}Z`) : value;
    return toIso(value);
  }

  /**
   * What travels for a date the application gives.
   *
   * @throws {@link EntityError} `entity_invalid_value` when it is not a date.
   */
  encode(value: unknown): WireDate {
    const text = dateText(value);
    if (text === undefined) throw invalidDate(value);
    if (dateOnly.test(text)) return { [valueTypeKey]: "datetime", value: `${text}T00:00:00` };
    const iso = text.replace(" ", "T").replace(",", ".");
    if (!dateTime.test(text) || Number.isNaN(Date.parse(iso))) throw invalidDate(value);
    return { [valueTypeKey]: "datetime", value: iso };
  }

  /** Whether two wire dates name the same second, which is what servers store. */
  same(left: WireDate, right: WireDate): boolean {
    return left.value === right.value || this.#second(left) === this.#second(right);
  }

  #second(date: WireDate): number {
    const iso = this.iso(date);
    const known = dateOnly.test(iso) || offset.test(iso);
    return Math.floor(Date.parse(known ? iso : `${iso}Z`) / 1_000);
  }
}

/** Whether text has the form servers send, `2030-01-02T03:04:05`: cheaper than a pattern, and met a thousand times. */
const isToTheSecond = (text: string): boolean => text.length === 19 && text[10] === "T" && text[16] === ":";

/** Whether a value is an object that stands for a moment or a day: `Date`, `Temporal`, anything with `toISOString`. */
export function isDateObject(value: unknown): value is object {
  return typeof value === "object" && value !== null && !isWireDate(value) && dateText(value) !== undefined;
}

function dateText(value: unknown): string | undefined {
  if (typeof value === "string") return value;
  if (typeof value !== "object" || value === null) return undefined;
  if (value instanceof Date) return Number.isNaN(value.getTime()) ? undefined : value.toISOString();
  if (isWireDate(value)) return value.value;
  const candidate = value as { toISOString?: unknown; toInstant?: unknown; [Symbol.toStringTag]?: unknown };
  if (typeof candidate.toISOString === "function") return String(candidate.toISOString());
  // A Temporal.ZonedDateTime prints its zone's name in brackets, which no server reads.
  if (typeof candidate.toInstant === "function") return String(candidate.toInstant());
  const tag = candidate[Symbol.toStringTag];
  return typeof tag === "string" && tag.startsWith("Temporal.") ? temporalText(String(value)) : undefined;
}

/** Temporal prints nanoseconds; three digits are all a date needs. */
const temporalText = (text: string): string => text.replace(/(\.\d{3})\d+/, "$1").replace(/\[.*$/, "");

/** Engines read much that is no date: text that is not ISO 8601 stays as it is. */
function toIso(text: string): string {
  const time = dateTime.test(text) ? Date.parse(text.replace(" ", "T")) : Number.NaN;
  return Number.isNaN(time) ? text : new Date(time).toISOString();
}

function invalidDate(value: unknown): EntityError {
  const text = String(value);
  const excerpt = text.length > longestExcerpt ? `${text.slice(0, longestExcerpt)}…` : text;
  const given = typeof value === "string" ? `"${excerpt}"` : excerpt;
  return new EntityError("entity_invalid_value", {
    message: `${given} is not a date. Give ISO 8601 text, a Date, a Temporal value or anything with toISOString().`,
    details: { given },
  });
}
