import type { Schema } from "../schema/wire.js";

/**
 * Events that a session publishes to its own process, with what they carry and what a handler may answer.
 *
 * Topics and payload names are those of the Python client, so that documentation applies to both.
 */
export interface ClientEvents<Session = unknown> {
  /** The session is open and its plugins are registered. */
  "ftrack.api.session.ready": { data: { readonly session: Session }; reply: unknown };
  /** The session forgot everything it had loaded. */
  "ftrack.api.session.reset": { data: { readonly session: Session }; reply: unknown };
  /** Time to give locations their accessors and structures. Also after a reset. */
  "ftrack.api.session.configure-location": { data: { readonly session: Session }; reply: unknown };
  /** A class for an entity type is about to be built; answer with a function that extends it. */
  "ftrack.api.session.construct-entity-type": {
    data: { readonly schema: Schema; readonly schemas: readonly Schema[] };
    reply: unknown;
  };
  /** Answer with the file type of a path, dot included, to override what its extension says. */
  "ftrack.api.session.get-file-type-from-string": {
    data: { readonly file_path: string };
    reply: string | undefined;
  };
  /** The server names a storage scenario; answer by configuring its location. */
  "ftrack.storage-scenario.activate": {
    data: { readonly storage_scenario: StorageScenario };
    reply: unknown;
  };
  /** A component's data appeared in a location. Sent to everybody. */
  "ftrack.location.component-added": { data: ComponentPlace; reply: unknown };
  /** A component's data left a location. Sent to everybody. */
  "ftrack.location.component-removed": { data: ComponentPlace; reply: unknown };
}

/** Where a server says that its files are. */
export interface StorageScenario {
  readonly scenario?: string | null | undefined;
  readonly data?: unknown;
}

/** A component and the location it is in. */
export interface ComponentPlace {
  readonly component_id: string;
  readonly location_id: string;
}

/** Topics a session publishes to its own process. */
export type ClientTopic = keyof ClientEvents;
/** What a client event carries, by its topic. */
export type ClientEventData<
  Topic extends ClientTopic,
  Session = unknown,
> = ClientEvents<Session>[Topic]["data"];
/** What a client event may be answered with, by its topic. */
export type ClientEventReply<Topic extends ClientTopic> = ClientEvents[Topic]["reply"];

interface SubscribingHub {
  subscribe(expression: string, handler: (event: { readonly data: unknown }) => unknown): unknown;
}

/**
 * Subscribes to an event of the session itself, typed by its topic.
 *
 * @returns What the hub's own `subscribe` returns.
 * @example
 * onClientEvent(session.eventHub, "ftrack.api.session.get-file-type-from-string", ({ file_path }) =>
 *   file_path.endsWith(".tar.gz") ? ".tar.gz" : undefined,
 * );
 */
export function onClientEvent<Topic extends ClientTopic, Hub extends SubscribingHub>(
  hub: Hub,
  topic: Topic,
  handler: (data: ClientEventData<Topic>) => ClientEventReply<Topic> | Promise<ClientEventReply<Topic>>,
): ReturnType<Hub["subscribe"]> {
  // The session itself publishes these, so their shape is ours.
  const listener = (event: { readonly data: unknown }) => handler(event.data as ClientEventData<Topic>);
  return hub.subscribe(`topic=${topic}`, listener) as ReturnType<Hub["subscribe"]>;
}
