import type { QueryLike, Session } from "@ftrack-kit/core";
import { fingerprint, type InitialResults } from "./initial-results.js";

/**
 * Asks for what a page shows first, to be rendered on the server and to travel with the page.
 *
 * Neither credentials nor addresses leave the server: e-mail addresses, and addresses of files, which are signed, are
 * cut out of every value; what is nothing else becomes `null`. The page shows them when its own session has asked.
 *
 * @param expressions - Those of `useQuery` and `useLive`; `entityQuery` gives those of `useEntity`. They travel in one
 * request.
 * @throws As the queries do.
 * @example
 * const initial = await dehydrate(session, [ql`select name from Task where project_id is ${id}`]);
 * const html = renderToString(<SessionProvider session={session} initial={initial}><App /></SessionProvider>);
 * const data = JSON.stringify(initial).replaceAll("<", "\\u003c"); // into a <script type="application/json">
 */
export async function dehydrate<Map extends object>(
  session: Session<Map>,
  expressions: readonly QueryLike[],
): Promise<InitialResults> {
  const at = Date.now();
  const asked = expressions.map(async (expression) => {
    const rows = await (session as unknown as Session).query(String(expression)).plain().all();
    return [fingerprint(String(expression)), rows.map(withoutAddresses)] as const;
  });
  return { at, results: Object.fromEntries(await Promise.all(asked)) };
}

/** E-mail addresses, and web addresses that carry a user or parameters. */
const addresses = /[^\s@<>"']+@[^\s@<>"']+\.[^\s@<>"']+|https?:\/\/[^\s<>"']*[?@][^\s<>"']*/gi;

function withoutAddresses(value: unknown): unknown {
  if (typeof value === "string") {
    const rest = value.replace(addresses, "");
    return rest === "" && value !== "" ? null : rest;
  }
  if (typeof value !== "object" || value === null) return value;
  if (Array.isArray(value)) return value.map(withoutAddresses);
  return Object.fromEntries(Object.entries(value).map(([name, inner]) => [name, withoutAddresses(inner)]));
}
