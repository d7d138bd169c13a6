import Table from "cli-table3";
import { stringify } from "csv-stringify/sync";

export const formats = ["table", "json", "csv"] as const;
export type Format = (typeof formats)[number];

export type PlainRow = Readonly<Record<string, unknown>>;

/** Rows as text: a table for people, JSON lines in one array or CSV for programs. */
export function printRows(rows: readonly PlainRow[], columns: readonly string[], format: Format): string {
  if (format === "json") return `${JSON.stringify(rows, null, 2)}\n`;
  const cells = rows.map((row) => columns.map((column) => printCell(valueAt(row, column))));
  if (format === "csv") return stringify([[...columns], ...cells], { escape_formulas: true });
  const table = new Table({ head: [...columns], style: { head: [], border: [] } });
  table.push(...cells);
  return `${table.toString()}\n`;
}

/** The value at a dotted path, unless a group has it by that very name; members of collections are read one by one. */
function valueAt(value: unknown, path: string): unknown {
  if (typeof value === "object" && value !== null && Object.hasOwn(value, path)) {
    return (value as PlainRow)[path];
  }
  let current = value;
  for (const segment of path.split(".")) {
    if (Array.isArray(current)) current = current.map((item) => valueAt(item, segment));
    else if (typeof current === "object" && current !== null) current = (current as PlainRow)[segment];
    else return current;
  }
  return current;
}

function printCell(value: unknown): string {
  if (value === null || value === undefined) return "";
  if (Array.isArray(value)) return value.map(printCell).join(", ");
  if (typeof value === "object") return JSON.stringify(value);
  return String(value);
}
