import { Session, type SessionOptions } from "@ftrack-kit/node";
import type { Command } from "commander";
import type { Terminal } from "./terminal.js";

/** Options of every command that talks to a server. The key is not among them: command lines are visible to others. */
export interface ConnectionOptions {
  readonly server?: string;
  readonly user?: string;
}

export function addConnectionOptions(command: Command): Command {
  return command
    .option("--server <url>", "address of the server (default: FTRACK_SERVER)")
    .option("--user <name>", "user name (default: FTRACK_API_USER, then the system's user)")
    .addHelpText("after", "\nThe API key comes from FTRACK_API_KEY.");
}

/** What the command line and the environment say about the server and the user. */
export function credentialsFrom(
  { server, user }: ConnectionOptions,
  environment: Terminal["environment"],
): Pick<SessionOptions, "serverUrl" | "apiUser" | "apiKey"> {
  return {
    serverUrl: server ?? environment.FTRACK_SERVER,
    apiUser: user ?? environment.FTRACK_API_USER,
    apiKey: environment.FTRACK_API_KEY ?? environment.FTRACK_APIKEY,
  };
}

/** Opens a session with {@link credentialsFrom}; plugins are not loaded. */
export function openSession(
  connection: ConnectionOptions,
  { environment }: Terminal,
  options: Partial<SessionOptions> = {},
): Promise<Session> {
  return Session.open({ ...credentialsFrom(connection, environment), pluginPaths: [], ...options });
}
