import type { Clock } from "../../../src/platform/clock.js";
import { EntityManager, type EntityManagerInit } from "../../../src/session/entity-manager.js";
import { silentLogger } from "../../../src/util/logger.js";
import { FakeServer } from "./fake-server.js";
import { createRegistry } from "./schemas.js";

/** A clock whose timers fire at once: waiting costs nothing. */
export const hastyClock: Clock = {
  now: () => 0,
  monotonic: () => 0,
  setTimer: (_delay, callback) => {
    queueMicrotask(callback);
    return () => undefined;
  },
};

/** A server with one status, one project and whatever a test adds, and a manager of its entities. */
export function createManager(
  init: Partial<EntityManagerInit> = {},
  server = new FakeServer(createRegistry()),
) {
  const session = {};
  const manager = new EntityManager({
    registry: server.registry,
    call: server.call,
    query: server.query,
    options: { autoPopulate: "peers", recordOperations: true, dates: "iso" },
    utc: true,
    logger: silentLogger,
    clock: hastyClock,
    session,
    ...init,
  });
  // biome-ignore lint/suspicious/noExplicitAny: tests read attributes of every type without a map of types.
  const query = async (text: string): Promise<any[]> => {
    const asked = manager.version;
    return manager.decode(await server.query(text), asked);
  };
  // biome-ignore lint/suspicious/noExplicitAny: as above.
  const create = (type: string, data: Record<string, unknown> = {}): any => manager.create(type, data);
  return { manager, server, session, query, create };
}

/** A server that holds some tasks of one project, each with a status and a note. */
export function seedTasks(server: FakeServer, count: number): void {
  server.seed("Project", { id: "project", name: "bunny", full_name: "Big Bunny", status: "active" });
  for (const name of ["todo", "doing", "done"]) server.seed("Status", { id: name, name, color: `#${name}` });
  for (let index = 0; index < count; index++) {
    server.seed("Task", {
      id: `task-${index}`,
      name: `task ${index}`,
      context_type: "task",
      parent_id: "project",
      project_id: "project",
      status_id: ["todo", "doing", "done"][index % 3],
      priority_id: null,
      bid: index,
      description: `about ${index}`,
      end_date: { __type__: "datetime", value: "2026-11-20T10:00:00" },
    });
  }
}
