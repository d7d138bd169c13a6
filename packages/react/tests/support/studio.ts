import { Session } from "@ftrack-kit/core";
import { createFakePlatform } from "@ftrack-kit/core/testing";
import { createEmbeddedServer, type EmbeddedServer } from "@ftrack-kit/dev-server/embedded";

const clock = {
  now: () => Date.now(),
  monotonic: () => performance.now(),
  setTimer: (delay: number, callback: () => void) => {
    const timer = setTimeout(callback, delay);
    return () => clearTimeout(timer);
  },
};

export const credentials = { user: "jane@example.com", key: "a-key-nobody-should-see" };

/** A server with the demo studio, in this page or process. */
export const startServer = (): Promise<EmbeddedServer> =>
  createEmbeddedServer({ seed: "demo", credentials: [credentials] });

export function openSession(server: EmbeddedServer): Promise<Session> {
  const { fetch, openWebSocket, url } = server;
  const platform = createFakePlatform({ fetch, openWebSocket, clock });
  return Session.open({ serverUrl: url, apiUser: credentials.user, apiKey: credentials.key }, platform);
}
