import { FtrackError } from "@ftrack-kit/core";
import { help, readCommandLine, UsageError } from "./server/command-line.js";
import { createDevServer } from "./server/dev-server.js";
import type { RequestRecord } from "./server/request-log.js";

const print = (line: string) => process.stdout.write(`${line}\n`);
const complain = (line: string) => process.stderr.write(`${line}\n`);

function lineOf({ at, user, summary, status, exception, duration, responseBytes }: RequestRecord): string {
  const time = new Date(at).toISOString().slice(11, 19);
  const result = exception ?? (status === 0 ? "connection cut" : status >= 400 ? String(status) : "");
  const cost = `${Math.round(duration)} ms`.padStart(8);
  const size = `${(responseBytes / 1000).toFixed(1)} kB`.padStart(10);
  return `${time} ${(user ?? "–").padEnd(10)} ${cost} ${size}  ${summary}${result === "" ? "" : `  ✗ ${result}`}`;
}

async function main(): Promise<void> {
  const commandLine = readCommandLine(process.argv.slice(2));
  if (commandLine.help) {
    print(help);
    return;
  }
  const { options, quiet } = commandLine;
  const logger = {
    debug: () => undefined,
    info: () => undefined,
    warn: (message: string, facts?: object) => complain(`${message} ${JSON.stringify(facts ?? {})}`),
    error: (message: string, facts?: object) =>
      complain(`${message} ${JSON.stringify(facts ?? {}, readable)}`),
  };
  const server = await createDevServer({ ...options, logger });
  print(server.url);
  if (!quiet) {
    const [{ user, key } = { user: "", key: "" }] = [options.credentials ?? []].flat();
    print(`FTRACK_SERVER=${server.url} FTRACK_API_USER=${user} FTRACK_API_KEY=${key}`);
    print(
      `seed ${options.seed} · ${options.data === undefined ? "in memory" : `kept in ${options.data}`} · Ctrl+C stops`,
    );
    server.requests.listen((record) => {
      if (record.user !== undefined || record.path === "/api") print(lineOf(record));
    });
  }
  const stop = () => {
    server.close().then(
      () => process.exit(0),
      (error: unknown) => {
        complain(String(error));
        process.exit(1);
      },
    );
  };
  process.once("SIGINT", stop);
  process.once("SIGTERM", stop);
}

function readable(_name: string, value: unknown): unknown {
  return value instanceof Error ? (value.stack ?? value.message) : value;
}

main().catch((error: unknown) => {
  const expected = error instanceof UsageError || FtrackError.is(error);
  complain(expected ? (error as Error).message : String(error instanceof Error ? error.stack : error));
  if (expected) complain("Try ftrack-dev-server --help.");
  process.exit(expected ? 2 : 1);
});
