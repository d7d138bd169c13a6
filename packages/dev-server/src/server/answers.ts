import type { ErrorBody } from "../actions/request-context.js";
import type { ExceptionName } from "../operations/api-error.js";

/** An answer in JSON with its length announced. */
export function jsonResponse(status: number, value: unknown): Response {
  const bytes = new TextEncoder().encode(JSON.stringify(value));
  return new Response(bytes, {
    status,
    headers: { "content-type": "application/json", "content-length": String(bytes.length) },
  });
}

export function errorBody(exception: ExceptionName, content: string): ErrorBody {
  return { exception, content, error_code: null };
}

export function textResponse(status: number, text: string): Response {
  const bytes = new TextEncoder().encode(text);
  const headers = { "content-type": "text/plain; charset=utf-8", "content-length": String(bytes.length) };
  return new Response(bytes, { status, headers });
}

/** A page that loads nothing from elsewhere. */
export function htmlResponse(html: string): Response {
  return new Response(html, {
    headers: {
      "content-type": "text/html; charset=utf-8",
      "content-security-policy":
        "default-src 'none'; style-src 'unsafe-inline'; script-src 'self'; connect-src 'self'",
      "x-content-type-options": "nosniff",
      "referrer-policy": "no-referrer",
    },
  });
}
