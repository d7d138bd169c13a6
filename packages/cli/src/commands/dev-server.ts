import { createDevServer } from "@ftrack-kit/dev-server";
import { type Command, Option } from "commander";
import type { Terminal } from "../terminal.js";
import { parseWholeNumber } from "../whole-number.js";

interface DevServerOptions {
  readonly port: number;
  readonly seed: "empty" | "demo" | "bench-100k";
  readonly user: string;
  readonly key: string;
  readonly data?: string;
}

export function addDevServerCommand(program: Command, terminal: Terminal): void {
  program
    .command("dev-server")
    .description("start the embedded server; ftrack-dev-server has more options")
    .addOption(new Option("--port <number>", "0 for any").argParser(parseWholeNumber).default(8080))
    .addOption(
      new Option("--seed <name>", "what it starts with")
        .choices(["empty", "demo", "bench-100k"])
        .default("demo"),
    )
    .option("--user <name>", "user that may sign in", "jane")
    .option("--key <key>", "that user's key, for this server only", "dev-key")
    .option("--data <folder>", "keep entities and files here")
    .action((options: DevServerOptions) => runDevServer(options, terminal));
}

async function runDevServer(
  { port, seed, user, key, data }: DevServerOptions,
  terminal: Terminal,
): Promise<void> {
  const server = await createDevServer({ port, seed, credentials: { user, key }, data });
  terminal.out(`${server.url}\n`);
  terminal.note(`user ${user}, seed ${seed}; stop with Ctrl+C\n`);
  if (!terminal.signal.aborted) {
    await new Promise((resolve) => terminal.signal.addEventListener("abort", resolve, { once: true }));
  }
  await server.close();
}
