import type { EventServer } from "../event-server/event-server.js";
import { textResponse } from "./answers.js";
import type { Endpoint } from "./exchange.js";
import type { Keys } from "./keys.js";

/** `GET /socket.io/1/`: starts a session with the event server (wire protocol 7.1). */
export function createHandshakeRoute(keys: Keys, events: EventServer): Readonly<Record<string, Endpoint>> {
  return {
    "GET /socket.io/1": async (exchange) => {
      exchange.subjects = ["handshake"];
      const { headers } = exchange.request;
      const { searchParams } = exchange.url;
      const username = headers.get("ftrack-user") ?? searchParams.get("api_user");
      const key = headers.get("ftrack-api-key") ?? searchParams.get("api_key");
      return async () => {
        const user = keys.authenticate(username, key);
        if (!user) return textResponse(401, "The supplied API key or user is not known.");
        exchange.user = String(user.username);
        return textResponse(200, events.handshake({ id: String(user.id), username: exchange.user }));
      };
    },
  };
}
