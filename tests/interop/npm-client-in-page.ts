import { Session } from "@ftrack/api";
import { inject } from "vitest";

/**
 * A session of the official npm client on the server all suites share, its event hub connecting.
 *
 * All its sessions of one user in one page share one socket for good, so suites disconnect at their end only.
 */
export async function openSession(options: { user?: string; key?: string } = {}): Promise<Session> {
  const server = inject("server");
  const { user = server.user, key = server.key } = options;
  const session = new Session(server.url, user, key, { autoConnectEventHub: true, decodeDatesAsIso: true });
  await session.initializing;
  return session;
}

/** A session of another user than the suite's own, who is given a fresh key. */
export async function openSessionOfAnother(session: Session): Promise<Session> {
  const { data } = await session.query(
    `select username from User where username is_not "${session.apiUser}" and is_active is true limit 1`,
  );
  const { id, username } = data[0] as { id: string; username: string };
  const [answer] = await session.call<{ data: { api_key: string } }>([
    { action: "reset_remote", reset_type: "api_key", entity_type: "User", entity_key: id } as never,
  ]);
  return openSession({ user: username, key: (answer as { data: { api_key: string } }).data.api_key });
}

declare global {
  interface Window {
    /** Bytes of a part, for uploads of the npm client in parts. */
    FTRACK_UPLOAD_CHUNK_SIZE?: number;
  }
}
