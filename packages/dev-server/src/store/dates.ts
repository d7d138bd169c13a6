/** Dates as rows hold them: naive UTC text with second precision. */

/** Prints a time in milliseconds since 1970. */
export const printTime = (milliseconds: number): string => new Date(milliseconds).toISOString().slice(0, 19);

/** Milliseconds since 1970 of a stored date; `undefined` when it is none. */
export function parseTime(value: unknown): number | undefined {
  if (typeof value !== "string") return undefined;
  const time = Date.parse(`${value}Z`);
  return Number.isNaN(time) ? undefined : time;
}

const form =
  /^(\d{4}-\d{2}-\d{2})(?:[T ](\d{2}:\d{2})(?::(\d{2})(?:[.,]\d+)?)?)?\s*(Z|[+-]\d{2}(?::?\d{2})?)?$/i;

/**
 * Reads a date in any form a client sends and writes it as rows hold it (wire protocol 3.2).
 *
 * Text without an offset is UTC; a date alone is its midnight; fractions of a second are cut off.
 *
 * @returns `undefined` when the text is no date.
 */
export function normalizeDate(text: string): string | undefined {
  const match = form.exec(text.trim());
  if (!match) return undefined;
  const [, day, minutes = "00:00", seconds = "00", zone = "Z"] = match;
  const time = Date.parse(`${day}T${minutes}:${seconds}${offset(zone)}`);
  return Number.isNaN(time) || !isCalendarDay(day as string) ? undefined : printTime(time);
}

/** Engines read 30 February as 2 March. */
function isCalendarDay(day: string): boolean {
  const time = Date.parse(`${day}T00:00:00Z`);
  return !Number.isNaN(time) && new Date(time).toISOString().startsWith(day);
}

function offset(zone: string): string {
  if (zone.toUpperCase() === "Z") return "Z";
  const digits = zone.slice(1).replace(":", "").padEnd(4, "0");
  return `${zone[0]}${digits.slice(0, 2)}:${digits.slice(2)}`;
}
