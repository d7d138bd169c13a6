import { hostname, userInfo } from "node:os";
import type { Environment } from "@ftrack-kit/core";

const nothing = () => undefined;

/** Environment variables and the user of the operating system. */
export function createNodeEnvironment(): Environment {
  const read = (name: string) => process.env[name] || undefined;
  return {
    read,
    userName: () => read("LOGNAME") ?? read("USER") ?? read("LNAME") ?? read("USERNAME") ?? accountName(),
    hostName: () => hostname(),
    onOnline: () => nothing,
    onVisible: () => nothing,
    runtime: `node ${process.versions.node}`,
  };
}

/** Processes in containers may run as a number that has no account. */
function accountName(): string | undefined {
  try {
    return userInfo().username || undefined;
  } catch {
    return undefined;
  }
}
