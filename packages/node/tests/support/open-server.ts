import type { Logger } from "@ftrack-kit/core";
import { createDevServer, type DevServer, type DevServerOptions } from "@ftrack-kit/dev-server";
import { afterEach } from "vitest";
import { type NodeSessionOptions, Session } from "../../src/session.js";

const credentials = { user: "jane", key: "test-key" };
const cleanups: (() => Promise<unknown>)[] = [];

afterEach(async () => {
  for (const clean of cleanups.splice(0).reverse()) await clean();
});

/** A server of its own for a test, closed after it. */
export async function openServer(options: DevServerOptions = {}): Promise<DevServer> {
  const server = await createDevServer({ credentials, seed: "empty", ...options });
  cleanups.push(() => server.close());
  return server;
}

/** Options of a session with a server, which reads and writes no schema cache. */
export const optionsFor = (server: DevServer, options: NodeSessionOptions = {}): NodeSessionOptions => ({
  serverUrl: server.url,
  apiUser: credentials.user,
  apiKey: credentials.key,
  schemaCachePath: false,
  ...options,
});

/** A session that is not open yet, closed after the test. */
export function createSession(server: DevServer, options: NodeSessionOptions = {}): Session {
  const session = new Session(optionsFor(server, options));
  cleanups.push(() => session.close());
  return session;
}

export const openSession = (server: DevServer, options: NodeSessionOptions = {}): Promise<Session> =>
  createSession(server, options).open();

/** A project with one shot and some tasks, committed. */
export async function createShot(session: Session, tasks = 2) {
  const schema = await session.query("ProjectSchema").first();
  const project = session.create("Project", {
    name: `bunny ${Math.random()}`,
    full_name: "Bunny",
    project_schema: schema!,
  });
  const shot = session.create("Shot", { name: "010", parent: project });
  const made = Array.from({ length: tasks }, (_, index) =>
    session.create("Task", { name: `task ${String(index).padStart(4, "0")}`, parent: shot }),
  );
  await session.commit();
  return { project, shot, tasks: made };
}

/** Collects warnings. */
export function collectWarnings(): { logger: Logger; warnings: string[] } {
  const warnings: string[] = [];
  const nothing = () => undefined;
  const warn = (message: string) => {
    warnings.push(message);
  };
  return { logger: { debug: nothing, info: nothing, warn, error: warn }, warnings };
}
