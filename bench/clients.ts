import type { NodeSessionOptions } from "@ftrack-kit/node";
import type { Surroundings } from "./contract.js";

// How each contender reaches the server. Every function loads its client when it is called, and nothing before.

/** A session of ours, opened; schemas are kept in the folder of the process. */
export async function openKit(
  serverUrl: string,
  { user, key, folder }: Surroundings,
  more: NodeSessionOptions = {},
) {
  const { Session } = await import("@ftrack-kit/node");
  return Session.open({ serverUrl, apiUser: user, apiKey: key, schemaCachePath: folder, ...more });
}

/** A session of the npm client, ready; with its quicker dates. */
export async function openNpm(serverUrl: string, { user, key }: Surroundings) {
  const { WebSocket } = await import("ws");
  // Node 20 has none, and this client takes it from the globals.
  (globalThis as { WebSocket?: unknown }).WebSocket ??= WebSocket;
  const { Session } = await import("@ftrack/api");
  const session = new Session(serverUrl, user, key, { autoConnectEventHub: false, decodeDatesAsIso: true });
  await session.initializing;
  return session;
}

/** The floor: what any client has to do. */
export async function callPlainly(
  serverUrl: string,
  { user, key }: Surroundings,
  operations: readonly object[],
): Promise<unknown[]> {
  const response = await fetch(`${serverUrl}/api`, {
    method: "POST",
    headers: {
      "content-type": "application/json",
      accept: "application/json",
      "ftrack-user": user,
      "ftrack-api-key": key,
    },
    body: JSON.stringify(operations),
  });
  return JSON.parse(await response.text()) as unknown[];
}

export interface PageAnswer {
  readonly data: Record<string, unknown>[];
  readonly metadata: { readonly next: { readonly offset: number | null } };
}

/** Every row of a query in pages of 500, by the floor. */
export async function queryPlainly(
  serverUrl: string,
  surroundings: Surroundings,
  expression: string,
  count: number,
) {
  const rows: Record<string, unknown>[] = [];
  for (let offset: number | null = 0; offset !== null && rows.length < count; ) {
    const limit = Math.min(500, count - rows.length);
    const operation = { action: "query", expression: `${expression} offset ${offset} limit ${limit}` };
    const [answer] = (await callPlainly(serverUrl, surroundings, [operation])) as [PageAnswer];
    for (const row of answer.data) rows.push(row);
    offset = answer.metadata.next.offset;
  }
  return rows;
}
