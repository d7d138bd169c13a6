/** `2017-02-01`, `2017-02-01T10:30`, `2017-02-01 10:30:00.123456+02:00`, … */
const form =
  /^(\d{4})-(\d{2})-(\d{2})(?:[T ](\d{2}):(\d{2})(?::(\d{2})(?:[.,]\d*)?)?\s*(Z|[+-]\d{2}(?::?\d{2})?)?)?$/i;

/**
 * Brings a date to the form rows hold: naive UTC text with second precision.
 *
 * A bare day is midnight, text without an offset is UTC, and parts of a second are dropped (wire protocol 5.3).
 *
 * @returns `undefined` when the text is no date.
 */
export function normalizeDate(given: string): string | undefined {
  const match = form.exec(given.trim());
  if (!match) return undefined;
  const [, year, month, day, hour = "0", minute = "0", second = "0", zone] = match;
  const date = new Date(0);
  date.setUTCFullYear(Number(year), Number(month) - 1, Number(day));
  date.setUTCHours(Number(hour), Number(minute), Number(second));
  const sameDay = date.getUTCMonth() === Number(month) - 1 && date.getUTCDate() === Number(day);
  if (!sameDay || Number(hour) > 23 || Number(minute) > 59 || Number(second) > 59) return undefined;
  const text = printDate(date.getTime() - offsetOf(zone));
  return /^\d/.test(text) ? text : undefined;
}

/** A time in milliseconds since 1970 in the form rows hold. */
export const printDate = (time: number): string => new Date(time).toISOString().slice(0, 19);

function offsetOf(zone: string | undefined): number {
  if (zone === undefined || zone.toUpperCase() === "Z") return 0;
  const digits = zone.slice(1).replace(":", "").padEnd(4, "0");
  const minutes = Number(digits.slice(0, 2)) * 60 + Number(digits.slice(2));
  return (zone.startsWith("-") ? -minutes : minutes) * 60_000;
}
