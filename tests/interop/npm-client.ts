import type { Session as NpmSession } from "@ftrack/api";
import { createDevServer, type DevServer } from "@ftrack-kit/dev-server";
import { WebSocket } from "ws";

const user = "jane";
const key = "interop-key";

/** A server of the suite's own, with a key that both clients use. */
export async function startServer(): Promise<DevServer> {
  return createDevServer({ port: 0, seed: "demo", credentials: { user, key } });
}

export const credentialsOf = (server: DevServer) => ({ serverUrl: server.url, apiUser: user, apiKey: key });

/** A session of the official npm client. It needs a global `WebSocket`, which Node 20 lacks. */
export async function openNpmSession(
  server: DevServer,
  options: { autoConnectEventHub?: boolean } = {},
): Promise<NpmSession> {
  (globalThis as { WebSocket?: unknown }).WebSocket ??= WebSocket;
  const { Session } = await import("@ftrack/api");
  const session = new Session(server.url, user, key, {
    autoConnectEventHub: options.autoConnectEventHub ?? false,
    decodeDatesAsIso: true,
  });
  await session.initializing;
  return session;
}
