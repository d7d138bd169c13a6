import { createHexId } from "@ftrack-kit/core";
import type { EventServer } from "../event-server/event-server.js";
import type { Workspace } from "../schema/workspace.js";
import type { Change, Row } from "../store/row.js";
import {
  createEncodedEvent,
  createUpdateEvent,
  type UpdateEventContext,
} from "../update-events/update-event.js";
import type { ApiOptions } from "./api-options.js";

type Tokens = Partial<Pick<ApiOptions, "clientToken" | "pushToken">>;

/** Tells clients what was committed (wire protocol 8.1). */
export class Announcer {
  readonly #workspace: Workspace;
  readonly #events: EventServer;

  constructor(workspace: Workspace, events: EventServer) {
    this.#workspace = workspace;
    this.#events = events;
  }

  /** One event for all changes of a request. */
  announce(changes: readonly Change[], user: Row, tokens: Tokens): void {
    const event = createUpdateEvent(changes, this.#context(user, tokens));
    if (event) this.#events.publish(event);
  }

  /** A version's media are ready. */
  announceEncoded(version: Row, user: Row): void {
    this.#events.publish(createEncodedEvent(version, this.#context(user, {})));
  }

  #context(user: Row, { clientToken, pushToken }: Tokens): UpdateEventContext {
    const { store, registry } = this.#workspace;
    return {
      store,
      registry,
      user,
      clientToken: clientToken ?? null,
      pushToken: pushToken ?? null,
      applicationId: applicationOf(clientToken),
      createId: createHexId,
    };
  }
}

/** The npm client names itself in its token; others leave their application unsaid. */
function applicationOf(clientToken: string | undefined): string | undefined {
  return clientToken?.startsWith("ftrack-javascript-api") ? "ftrack.api.javascript" : undefined;
}
