import type { Session } from "@ftrack-kit/core";
import type { EmbeddedServer } from "@ftrack-kit/dev-server/embedded";
import { afterAll, beforeAll } from "vitest";
import { openSession, startServer } from "./studio.js";

/** A server and a session for all tests of a suite; both are there once its tests run. */
export function shareStudio(): { readonly server: EmbeddedServer; readonly session: Session } {
  const studio = {} as { server: EmbeddedServer; session: Session };
  beforeAll(async () => {
    studio.server = await startServer();
    studio.session = await openSession(studio.server);
  });
  afterAll(async () => {
    await studio.session.close();
    await studio.server.close();
  });
  return studio;
}
