import { parseQuery, printQuery } from "@ftrack-kit/core";
import { type Command, Option } from "commander";
import { addConnectionOptions, type ConnectionOptions, openSession } from "../connection.js";
import { columnsOf } from "../output/columns.js";
import { type Format, formats, type PlainRow, printRows } from "../output/print-rows.js";
import { createProgress } from "../output/progress.js";
import type { Terminal } from "../terminal.js";
import { parseWholeNumber } from "../whole-number.js";

interface QueryOptions extends ConnectionOptions {
  readonly format: Format;
  readonly max?: number;
}

export function addQueryCommand(program: Command, terminal: Terminal): void {
  const command = program
    .command("query")
    .description("print what a query finds")
    .argument(
      "<expression>",
      'such as: select name, status.name from Task where project.name is "lantern_tide"',
    )
    .addOption(new Option("--format <format>", "how to print").choices([...formats]).default("table"))
    .option("--max <rows>", "stop after so many rows", parseWholeNumber)
    .action((expression: string, options: QueryOptions) => runQuery(expression, options, terminal));
  addConnectionOptions(command);
}

async function runQuery(expression: string, options: QueryOptions, terminal: Terminal): Promise<void> {
  const tree = parseQuery(expression);
  await using session = await openSession(options, terminal);
  const progress = createProgress(terminal, "rows");
  const rows: PlainRow[] = [];
  try {
    for await (const page of session.query(printQuery(tree), { signal: terminal.signal }).plain().pages()) {
      rows.push(...(page as readonly PlainRow[]));
      progress.update(rows.length);
      // One row more than wanted tells that there are more.
      if (rows.length > (options.max ?? Number.POSITIVE_INFINITY)) break;
    }
  } finally {
    progress.stop();
  }
  const shown = rows.slice(0, options.max);
  terminal.out(printRows(shown, columnsOf(tree, session.schemas), options.format));
  if (shown.length < rows.length) terminal.note(`the first ${countRows(shown)}; there are more\n`);
  else if (options.format === "table") terminal.note(`${countRows(shown)}\n`);
}

const countRows = (rows: readonly unknown[]) => `${rows.length} ${rows.length === 1 ? "row" : "rows"}`;
