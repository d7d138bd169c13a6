const exposed = "Accept-Ranges, Content-Disposition, Content-Length, Content-Range, ETag, Retry-After";

/**
 * Allows a page of any origin to read an answer.
 *
 * Clients send credentials, for which browsers want the concrete origin named (wire protocol 1.1). Access is
 * decided by API keys, which pages have to know, never by cookies.
 */
export function addCorsHeaders(request: Request, headers: Headers): void {
  headers.append("vary", "Origin");
  const origin = request.headers.get("origin");
  if (origin === null) return;
  headers.set("access-control-allow-origin", origin);
  headers.set("access-control-allow-credentials", "true");
  headers.set("access-control-expose-headers", exposed);
}

/** Answers a preflight request: every method and header is welcome. */
export function answerPreflight(request: Request): Response {
  const asked = request.headers.get("access-control-request-headers");
  const headers = new Headers({
    "access-control-allow-methods": "GET, HEAD, POST, PUT, OPTIONS",
    "access-control-max-age": "600",
  });
  if (asked) headers.set("access-control-allow-headers", asked);
  if (request.headers.get("access-control-request-private-network") === "true") {
    headers.set("access-control-allow-private-network", "true");
  }
  return new Response(null, { status: 204, headers });
}
