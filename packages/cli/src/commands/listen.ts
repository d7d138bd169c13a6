import { type Command, Option } from "commander";
import { addConnectionOptions, type ConnectionOptions, openSession } from "../connection.js";
import type { Terminal } from "../terminal.js";
import { parseWholeNumber } from "../whole-number.js";

interface ListenOptions extends ConnectionOptions {
  readonly format: "text" | "json";
  readonly count?: number;
}

export function addListenCommand(program: Command, terminal: Terminal): void {
  const command = program
    .command("listen")
    .description("print events as they happen")
    .argument("[subscription]", "such as: topic=ftrack.update and source.user.username=jane", "topic=*")
    .addOption(new Option("--format <format>", "how to print").choices(["text", "json"]).default("text"))
    .option("--count <events>", "stop after so many events", parseWholeNumber)
    .action((subscription: string, options: ListenOptions) => runListen(subscription, options, terminal));
  addConnectionOptions(command);
}

async function runListen(subscription: string, options: ListenOptions, terminal: Terminal): Promise<void> {
  await using session = await openSession(options, terminal, { autoConnectEventHub: true });
  const hub = session.eventHub;
  hub.on("gap", ({ from, to }) => {
    terminal.note(
      `events between ${new Date(from).toISOString()} and ${new Date(to).toISOString()} may be missing\n`,
    );
  });
  const events = hub.events(subscription, { signal: terminal.signal });
  await hub.ready;
  terminal.note(`listening to ${subscription}\n`);
  let seen = 0;
  try {
    for await (const event of events) {
      const { id, topic, source, data } = event;
      if (options.format === "json") terminal.out(`${JSON.stringify({ id, topic, source, data })}\n`);
      else
        terminal.out(
          `${new Date().toISOString()}  ${topic}  ${source.user?.username ?? "-"}  ${JSON.stringify(data)}\n`,
        );
      seen += 1;
      if (seen === options.count) break;
    }
  } catch (error) {
    if (!terminal.signal.aborted) throw error;
  }
}
