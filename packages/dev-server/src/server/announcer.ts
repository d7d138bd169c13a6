import type { EventServer } from "../event-server/event-server.js";
import type { Workspace } from "../schema/workspace.js";
import type { Change, Row } from "../store/row.js";
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
  announce(_changes: readonly Change[], _user: Row, _tokens: Tokens): void {}

  announceEncoded(_version: Row): void {}
}
