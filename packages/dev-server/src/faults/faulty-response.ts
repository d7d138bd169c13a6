import type { Fault } from "./fault-script.js";

const page =
  "<!DOCTYPE html><html><head><title>Bad gateway</title></head><body><h1>The page cannot be shown</h1></body></html>";

/** What takes the place of handling a request, if anything does. */
export function responseInstead({ rules }: Fault): Response | undefined {
  for (const { drop, html, status, retryAfter } of rules) {
    if (drop === "before") return Response.error();
    if (status === undefined && !html) continue;
    const headers = new Headers(retryAfter === undefined ? {} : { "retry-after": String(retryAfter) });
    headers.set("content-type", html ? "text/html; charset=utf-8" : "application/json");
    const error = { exception: "ServerError", content: "The fault script says no.", error_code: null };
    return new Response(html ? page : JSON.stringify(error), { status: status ?? 502, headers });
  }
  return undefined;
}

/** What is left of the answer to a request that was carried out. A network error stands for a cut connection. */
export async function damage({ rules }: Fault, response: Response): Promise<Response> {
  if (rules.some((rule) => rule.drop === "after")) {
    await response.body?.cancel();
    return Response.error();
  }
  return rules.some((rule) => rule.truncate) ? truncate(response) : response;
}

/** Keeps the announced length and sends half of it, as a connection that breaks down does. */
async function truncate(response: Response): Promise<Response> {
  const bytes = new Uint8Array(await response.arrayBuffer());
  const half = bytes.subarray(0, Math.floor(bytes.length / 2));
  const body = new ReadableStream<Uint8Array>({
    start(controller) {
      if (half.length > 0) controller.enqueue(half);
    },
    pull(controller) {
      controller.error(new TypeError("The connection was cut."));
    },
  });
  const headers = new Headers(response.headers);
  headers.set("content-length", String(bytes.length));
  return new Response(body, { status: response.status, headers });
}
