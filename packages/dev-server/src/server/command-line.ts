import { parseArgs } from "node:util";
import type { FaultRule } from "../faults/fault-rule.js";
import { seedNames } from "../seeds/seed-workspace.js";
import type { DevServerOptions } from "./options.js";

export const help = `Starts a development server that speaks the ftrack API.

Usage: ftrack-dev-server [options]

  --port <number>     TCP port; 0 takes a free one (default 8080)
  --host <address>    address to listen at (default 127.0.0.1)
  --allow-remote      allow a host that other machines can reach
  --seed <name>       what it starts with: ${seedNames.join(", ")} (default demo)
  --user <name>       user that may sign in (default dev)
  --key <key>         that user's API key (default dev-key)
  --data <folder>     keep entities and files here; the seed is used once
  --fault <rule>      make something go wrong; may be repeated
  --fault-seed <n>    makes faults with a probability repeat (default 1)
  --quiet             print the address only
  --help              print this

A fault rule is a list such as "on=create+update,drop=after,probability=0.1":
  on           actions, or api, handshake, upload, download, thumbnail, page, event
  probability  0 to 1           after        matches to let pass first
  times        most strikes     latency      milliseconds, plus up to jitter
  status       HTTP status      retryAfter   seconds
  html         an HTML page     drop         before or after it was carried out
  truncate     half an answer   closeSockets cuts event sockets
  duplicate    more deliveries of an event
`;

/** A command line that cannot be understood. */
export class UsageError extends Error {
  override readonly name = "UsageError";
}

export interface CommandLine {
  readonly help: boolean;
  readonly quiet: boolean;
  readonly options: DevServerOptions;
}

/** @throws {@link UsageError} naming the option. */
export function readCommandLine(words: readonly string[]): CommandLine {
  const { values } = parse(words);
  return {
    help: values.help ?? false,
    quiet: values.quiet ?? false,
    options: {
      port: integer("--port", values.port ?? "8080"),
      host: values.host,
      allowRemote: values["allow-remote"],
      seed: seedNames.find((name) => name === (values.seed ?? "demo")) ?? fail("--seed", values.seed ?? ""),
      credentials: { user: values.user ?? "dev", key: values.key ?? "dev-key" },
      data: values.data,
      faults: (values.fault ?? []).map(readFault),
      faultSeed: integer("--fault-seed", values["fault-seed"] ?? "1"),
    },
  };
}

function parse(words: readonly string[]) {
  try {
    return parseArgs({
      args: [...words],
      options: {
        help: { type: "boolean" },
        quiet: { type: "boolean" },
        port: { type: "string" },
        host: { type: "string" },
        "allow-remote": { type: "boolean" },
        seed: { type: "string" },
        user: { type: "string" },
        key: { type: "string" },
        data: { type: "string" },
        fault: { type: "string", multiple: true },
        "fault-seed": { type: "string" },
      },
    });
  } catch (error) {
    throw new UsageError(error instanceof Error ? error.message : String(error));
  }
}

/** Names and kinds are checked with all other options, when the server starts. */
function readFault(text: string): FaultRule {
  const pairs = text.split(",").map((part): [string, unknown] => {
    const [name = "", value = "true"] = part.split("=").map((word) => word.trim());
    return [name, name === "on" ? value.split("+") : parseValue(value)];
  });
  return Object.fromEntries(pairs);
}

function parseValue(text: string): unknown {
  if (text === "true" || text === "false") return text === "true";
  return /^\d+(\.\d+)?$/.test(text) ? Number(text) : text;
}

function integer(name: string, text: string): number {
  return /^\d+$/.test(text) ? Number(text) : fail(name, text);
}

function fail(name: string, text: string): never {
  throw new UsageError(`${name} does not take "${text}".`);
}
