import { ql } from "../query/ql.js";
import { createId } from "../util/ids.js";
import { createOperation } from "./identifier-registry.js";
import type { CallOptions, LocationHost } from "./location-host.js";

/** The id of the server's location of that name, which is made when there is none. */
export async function ensureLocation(
  host: LocationHost,
  name: string,
  label: string | undefined,
  options: CallOptions | undefined,
): Promise<string> {
  const { text } = ql`select id from Location where name is ${name} limit 1`;
  const [found] = await host.query(text, options);
  if (found) return String(found.id);
  const id = createId();
  await host.call([createOperation("Location", { id, name, label: label ?? name })], options);
  return id;
}
