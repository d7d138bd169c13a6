import { Event } from "../events/event.js";
import type { EventHub } from "../events/event-hub.js";
import { loadMedia } from "../locations/load-media.js";
import type { HostEntity, HostEvents, HostRow, LocationHost } from "../locations/location-host.js";
import type { Logger } from "../util/logger.js";
import { QueryResult } from "./query-result.js";
import type { SessionCore } from "./session-core.js";

/** What locations, components and media see of a session. */
export function createLocationHost(core: SessionCore): LocationHost {
  const { options, platform, eventHub } = core;
  return {
    query: async (expression, { signal } = {}) => {
      const rows = new QueryResult<unknown, HostRow>(core.query(expression), {
        signal,
        pageSize: options.pageSize,
      });
      return rows.plain();
    },
    call: async (operations, { signal, kind = "write" } = {}) => {
      await core.loaded(signal);
      return kind === "read"
        ? core.transport.read(operations, { signal })
        : core.write(operations, { signal });
    },
    decode: (rows) => core.opened.entities.decode(rows) as unknown as HostEntity[],
    create: (entityType, data) => core.opened.entities.create(entityType, data) as unknown as HostEntity,
    serverUrl: options.serverUrl,
    get serverInformation() {
      return core.opened.information;
    },
    apiUser: options.apiUser,
    readApiKey: () => core.auth.current?.apiKey,
    fetch: async (input, init) => {
      const { fetchDiscreetly } = await loadMedia();
      return fetchDiscreetly(platform.fetch, { input, init, secretsOf: () => secretsOf(core) });
    },
    streamsUploads: platform.streamsUploads ?? false,
    events: createHostEvents(eventHub, options.logger),
    clock: platform.clock,
    logger: options.logger,
    files: platform.files,
    openUploadStore: () => core.uploads.open(),
  };
}

const secretsOf = ({ auth, options }: SessionCore): readonly string[] => [
  ...auth.secrets,
  ...Object.values(options.headers),
  ...Object.values(options.cookies),
];

function createHostEvents(hub: EventHub, logger: Logger): HostEvents {
  return {
    publishLocally: (topic, data) => hub.publish(new Event(topic, data), { synchronous: true }),
    publish(topic, data) {
      if (!hub.connected) return;
      hub.publish(new Event(topic, data)).catch((error: unknown) => {
        logger.debug(`The event ${topic} was not published.`, { error: String(error) });
      });
    },
    subscribe(expression, handler) {
      const { unsubscribe } = hub.subscription(expression, handler);
      return unsubscribe;
    },
    get connected() {
      return hub.connected;
    },
  };
}
