import type { Command } from "commander";
import { CommandFailed } from "../command-failed.js";
import { addConnectionOptions, type ConnectionOptions } from "../connection.js";
import { diagnose } from "../diagnosis/diagnose.js";
import { exitCodes } from "../exit-codes.js";
import type { Terminal } from "../terminal.js";

const marks = { good: "✓", doubtful: "!", bad: "✗" } as const;

export function addDiagnoseCommand(program: Command, terminal: Terminal): void {
  const command = program
    .command("diagnose")
    .description("say in plain words what is wrong with a connection")
    .action((options: ConnectionOptions) => runDiagnose(options, terminal));
  addConnectionOptions(command);
}

async function runDiagnose(options: ConnectionOptions, terminal: Terminal): Promise<void> {
  let worst = 0;
  for await (const { subject, verdict, says } of diagnose(options, terminal.environment)) {
    terminal.out(`${marks[verdict]} ${subject.padEnd(8)} ${says}\n`);
    if (verdict === "bad") worst += 1;
  }
  if (worst > 0) throw new CommandFailed("The connection does not work; see above.", exitCodes.connection);
}
