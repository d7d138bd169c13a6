import { NetworkError, TimeoutError } from "../errors/network-error.js";
import { ql } from "../query/ql.js";
import type { LocationHost } from "./location-host.js";

/** Whether a request may have been carried out although it failed. */
export function isAnswerLost(error: unknown): boolean {
  return error instanceof NetworkError || error instanceof TimeoutError;
}

/** Whether an entity with an id of ours is there although the answer to its creation was lost. */
export async function wasCreated(
  host: LocationHost,
  error: unknown,
  { entityType, id }: { readonly entityType: string; readonly id: string },
): Promise<boolean> {
  if (!isAnswerLost(error)) return false;
  const { text } = ql`select id from ${ql.identifier(entityType)} where id is ${id}`;
  // The failure that led here is the one to tell.
  const rows = await host.query(text, { kind: "read" }).catch(() => []);
  return rows.length > 0;
}
